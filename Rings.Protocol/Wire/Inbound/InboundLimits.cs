namespace Rings.Protocol.Wire;

/// <summary>What one link may bring (protocol.md, section 9), with the defaults of that section.</summary>
internal sealed record InboundLimits
{
    /// <summary>What a lane lets the peer send before the first credit: bytes; 1 MiB.</summary>
    public long WindowBytes { get; init; } = 1L << 20;

    /// <summary>The same in frames; 4,096.</summary>
    public int WindowFrames { get; init; } = 4096;

    /// <summary>Messages per second, relayed or for this node; as many at once: 20,000.</summary>
    public double MessagesPerSecond { get; init; } = 20_000;

    /// <summary>Bytes per second; as many at once: 64 MiB.</summary>
    public double BytesPerSecond { get; init; } = 64L << 20;

    /// <summary>Link control per second; a burst of five times as many: 2,000.</summary>
    public double ControlsPerSecond { get; init; } = 2000;

    /// <summary>How far senders' clocks may be ahead: 60 s.</summary>
    public TimeSpan Skew { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>One in so many relayed messages is verified; 0: none.</summary>
    public int VerifyOneIn { get; init; } = 256;

    /// <summary>
    /// Answers per second to what is not acted on, and forgeries told to the peer, of each; a burst of five times as
    /// many: 200.
    /// </summary>
    public double AnswersPerSecond { get; init; } = 200;

    /// <summary>
    /// Repeats within a minute beyond which the link is closed: 600,000. A node that keeps to
    /// <see cref="NodeLimits.RepeatsPerSecond"/> passes on no more than 480,000, whatever its other links bring.
    /// </summary>
    public long Repeats { get; init; } = 600_000;

    /// <summary>How forgeries are traced.</summary>
    public ForgeryLimits Forgeries { get; init; } = new();
}
