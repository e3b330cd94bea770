namespace Rings.Actors.Files;

/// <summary>The numbers of file transfers.</summary>
public sealed record FileTransferOptions
{
    /// <summary>
    /// Blobs under way at a time, 1 to 256. The default is what the queue of one link holds, should one peer have them all.
    /// </summary>
    public int Parallel { get; init; } = 24;

    /// <summary>Parts that may wait for an earlier one before no more are asked for.</summary>
    public int Ahead { get; init; } = 256;

    /// <summary>How often a Blob is asked for, or put, before the transfer fails; each time the node tries thrice.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>How long to wait before the next attempt.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the ring keeps what is put: at most 7 days.</summary>
    public TimeSpan Life { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
