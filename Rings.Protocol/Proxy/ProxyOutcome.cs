namespace Rings.Protocol.Proxy;

/// <summary>What came of a connection that a program asked a proxy for.</summary>
public enum ProxyOutcome
{
    /// <summary>It stands: from now on all bytes are its.</summary>
    Connected,

    /// <summary>This proxy does not go there: a foreign host, or an address.</summary>
    Forbidden,

    /// <summary>There is no such service, or not for this node.</summary>
    NotFound,

    /// <summary>Who provides it was not reached.</summary>
    Unreachable,

    /// <summary>Its target refused the connection.</summary>
    Refused,

    /// <summary>Nobody answered in time.</summary>
    TimedOut,

    /// <summary>There is no room for it now.</summary>
    Busy,
}
