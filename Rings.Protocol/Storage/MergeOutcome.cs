namespace Rings.Protocol.Storage;

/// <summary>What became of a record that was merged into what its key holds.</summary>
internal enum MergeOutcome
{
    /// <summary>It is new, and kept.</summary>
    Added,

    /// <summary>The very same was there.</summary>
    Known,

    /// <summary>A later word for its slot is there, or was until a short time ago.</summary>
    Superseded,

    /// <summary>The key is full of what ranks before it.</summary>
    OverLimit,
}
