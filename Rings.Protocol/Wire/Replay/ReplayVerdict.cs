namespace Rings.Protocol.Wire;

/// <summary>What the replay table says of a transaction.</summary>
internal enum ReplayVerdict
{
    /// <summary>It is new.</summary>
    New,

    /// <summary>It was seen before, or is older than the window.</summary>
    Seen,

    /// <summary>The table is full, or this link's share of it: answer <see cref="Busy"/>.</summary>
    Busy,
}
