namespace Rings.Protocol.Ring;

/// <summary>What a node knows about one of its links.</summary>
[Flags]
internal enum LinkFlags : byte
{
    /// <summary>Nothing but that it is up.</summary>
    None = 0,

    /// <summary>The peer says that it is a member.</summary>
    Member = 1,

    /// <summary>The peer does not answer.</summary>
    Suspect = 2,

    /// <summary>The peer may be on another ring.</summary>
    Foreign = 4,

    /// <summary>This end needs the link.</summary>
    KeptHere = 8,

    /// <summary>The other end needs the link.</summary>
    KeptThere = 16,

    /// <summary>Its end has been asked for.</summary>
    Closing = 32,
}
