namespace Rings.Actors.Public;

/// <summary>Why a stream was not opened.</summary>
public enum StreamOpenFailure
{
    /// <summary>It cannot be asked for like this: a bad protocol name, too much metadata, the node's own Did.</summary>
    Invalid,

    /// <summary>No path to the other end came about.</summary>
    Unreachable,

    /// <summary>This node has no room for more streams.</summary>
    Busy,

    /// <summary>The other end did not accept in time.</summary>
    TimedOut,

    /// <summary>The node runs in another process: streams are for the process of their node.</summary>
    Unsupported,
}
