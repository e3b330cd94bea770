namespace Rings.Transport.Sctp;

/// <summary>What a congestion controller learns from a SACK. Sizes in bytes on the wire, times in ticks.</summary>
internal readonly record struct AckSample
{
    /// <summary>The time.</summary>
    public required long Now { get; init; }

    /// <summary>Bytes newly known to have arrived.</summary>
    public required int AckedBytes { get; init; }

    /// <summary>Bytes in flight before the SACK.</summary>
    public required int PriorInFlight { get; init; }

    /// <summary>Bytes in flight after it.</summary>
    public required int InFlight { get; init; }

    /// <summary>The round-trip time that it measured; 0 for none.</summary>
    public required long Rtt { get; init; }

    /// <summary>The smoothed round-trip time.</summary>
    public required long SmoothedRtt { get; init; }

    /// <summary>The least round-trip time of late.</summary>
    public required long MinRtt { get; init; }

    /// <summary>Whether the window held something back since the SACK before.</summary>
    public required bool WindowLimited { get; init; }

    /// <summary>Whether a loss is being repaired by fast recovery: the window must not grow.</summary>
    public required bool InRecovery { get; init; }

    /// <summary>Bytes delivered since the beginning.</summary>
    public required long Delivered { get; init; }

    /// <summary>Bytes taken for lost since the beginning.</summary>
    public required long Lost { get; init; }

    /// <summary>What was known when the newest acknowledged chunk left.</summary>
    public required DeliverySnapshot Newest { get; init; }

    /// <summary>When that chunk left.</summary>
    public required long NewestSentAt { get; init; }

    /// <summary>Bytes delivered a second over the newest chunk's flight; 0 when that cannot be told.</summary>
    public double DeliveryRate
    {
        get
        {
            var interval = Math.Max(NewestSentAt - Newest.FirstSentAt, Now - Newest.DeliveredAt);
            return interval <= 0 || interval < MinRtt / 2
                ? 0
                : (Delivered - Newest.Delivered) * (double)TimeSpan.TicksPerSecond / interval;
        }
    }
}
