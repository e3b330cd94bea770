namespace Rings.Protocol.Wire;

/// <summary>What became of a part.</summary>
internal enum ReassemblyOutcome
{
    /// <summary>Kept; others are missing.</summary>
    Kept,

    /// <summary>It was the last that was missing: the whole is there.</summary>
    Completed,

    /// <summary>It was there already, and changed nothing.</summary>
    Repeated,

    /// <summary>It contradicts an earlier part of the same message (size or kind), and changed nothing.</summary>
    Contradicts,

    /// <summary>The origin has too many messages or bytes in progress: answer <see cref="Busy"/>.</summary>
    OriginFull,

    /// <summary>The incoming link has too many bytes in progress: answer <see cref="Busy"/>.</summary>
    LinkFull,

    /// <summary>This node has too many bytes in progress: answer <see cref="Busy"/>.</summary>
    Full,
}
