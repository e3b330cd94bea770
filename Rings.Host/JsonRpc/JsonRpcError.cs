namespace Rings.Host.JsonRpc;

/// <summary>Error codes of the JSON-RPC surface: the standard's own (negative) and ours (positive).</summary>
internal enum JsonRpcError
{
    /// <summary>The body is not JSON.</summary>
    Parse = -32700,

    /// <summary>The JSON is not a request (JSON-RPC 2.0, section 4).</summary>
    InvalidRequest = -32600,

    /// <summary>No such method.</summary>
    MethodNotFound = -32601,

    /// <summary>A parameter is missing, superfluous or not what it should be.</summary>
    InvalidParams = -32602,

    /// <summary>A fault of this program; the log says more.</summary>
    Internal = -32603,

    /// <summary>The node is not ready: it has not joined its ring yet, or is stopping.</summary>
    NotReady = 1,

    /// <summary>The other node could not be reached.</summary>
    Unreachable = 2,

    /// <summary>The other node, or a rule of this one, refused.</summary>
    Refused = 3,

    /// <summary>No answer came in time.</summary>
    TimedOut = 4,

    /// <summary>There is no such thing.</summary>
    NotFound = 5,

    /// <summary>Too many requests, or a queue is full; try again later.</summary>
    Busy = 6,
}
