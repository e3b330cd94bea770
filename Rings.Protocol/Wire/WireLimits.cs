using Rings.Protocol.Identity;

namespace Rings.Protocol.Wire;

/// <summary>The limits of protocol.md, section 9, with their defaults. Sizes that every node must agree on are
/// constants
/// of the types that they bound (<see cref="Frame.MaxBytes"/>, <see cref="MessagePart.MaxTotalBytes"/>, …).</summary>
public sealed record WireLimits
{
    /// <summary>The defaults.</summary>
    public static WireLimits Default { get; } = new();

    /// <summary>How far other clocks may be ahead: 60 s.</summary>
    public TimeSpan Skew { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Large messages in progress.</summary>
    public ReassemblyLimits Reassembly { get; init; } = new();

    /// <summary>What relays remember of requests.</summary>
    public CrumbLimits Crumbs { get; init; } = new();

    /// <summary>Replay windows.</summary>
    public ReplayLimits Replay { get; init; } = new();

    /// <summary>Work and memory for delegations.</summary>
    public DelegationLimits Delegations { get; init; } = new();

    /// <summary>Offers and links that are not open yet.</summary>
    public HalfOpenLimits HalfOpen { get; init; } = new();

    /// <summary>What a lane lets the other end send before the first credit: bytes; 1 MiB.</summary>
    public long LaneBytes { get; init; } = 1L << 20;

    /// <summary>The same in frames; 4,096.</summary>
    public int LaneFrames { get; init; } = 4096;

    /// <summary>Bytes held in the lanes of all links: 64 MiB.</summary>
    public long HeldBytes { get; init; } = 64L << 20;

    /// <summary>How long a frame may wait in a relay's outgoing queue: 500 ms.</summary>
    public TimeSpan RelayWait { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>A link that grants nothing for so long while frames wait is closed: 30 s.</summary>
    public TimeSpan StarvedAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Messages per second and link at a relay; as many at once: 20,000.</summary>
    public int RelayedMessagesPerSecond { get; init; } = 20_000;

    /// <summary>Bytes per second and link at a relay; as many at once: 64 MiB.</summary>
    public long RelayedBytesPerSecond { get; init; } = 64L << 20;

    /// <summary>Messages per second and origin at the destination, after verification: 200.</summary>
    public int MessagesPerSecond { get; init; } = 200;

    /// <summary>The same at once: 1,000.</summary>
    public int MessageBurst { get; init; } = 1000;

    /// <summary>Bytes per second and origin at the destination; as many at once: 8 MiB.</summary>
    public long MessageBytesPerSecond { get; init; } = 8L << 20;
}
