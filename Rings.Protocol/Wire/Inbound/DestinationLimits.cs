namespace Rings.Protocol.Wire;

/// <summary>Bounds of <see cref="Destination"/> (protocol.md, section 9), with the defaults of that section.</summary>
internal sealed record DestinationLimits
{
    /// <summary>Replay windows.</summary>
    public ReplayLimits Replay { get; init; } = new();

    /// <summary>Messages per second and origin, after verification: 200.</summary>
    public double OriginMessagesPerSecond { get; init; } = 200;

    /// <summary>The same at once: 1,000.</summary>
    public double OriginMessagesBurst { get; init; } = 1000;

    /// <summary>Bytes per second and origin; as many at once: 8 MiB.</summary>
    public double OriginBytesPerSecond { get; init; } = 8L << 20;

    /// <summary>Paths that one origin may open to this node, per second; a burst of four times as many: 16.</summary>
    public double OriginPathsPerSecond { get; init; } = 16;

    /// <summary>Origins whose rate is kept at a time: 8,192.</summary>
    public int Origins { get; init; } = 8192;
}
