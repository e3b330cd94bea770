namespace Rings.Protocol.Wire;

/// <summary>Why a route ended. A reason of a later version is read as <see cref="Unknown"/>.</summary>
internal enum UnreachableReason
{
    /// <summary>Not said, or not known to this version.</summary>
    Unknown = 0,

    /// <summary>No link leads nearer to the target.</summary>
    NoRoute = 1,

    /// <summary>The hops were used up.</summary>
    TooManyHops = 2,

    /// <summary>An outgoing queue was full.</summary>
    Congested = 3,

    /// <summary>The deadline had passed.</summary>
    Expired = 4,

    /// <summary>The final node does not own the key.</summary>
    NotOwner = 5,
}
