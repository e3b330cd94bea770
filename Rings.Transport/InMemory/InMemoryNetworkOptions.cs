namespace Rings.Transport.InMemory;

/// <summary>
/// How an <see cref="InMemoryNetwork"/> treats what crosses it. The default: at once, without loss or limit.
/// </summary>
public sealed record InMemoryNetworkOptions
{
    /// <summary>The time that a message takes one way, at least.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>
    /// On top of <see cref="Delay"/>: drawn evenly from zero to this for each message, so that channels overtake each
    /// other. An ordered channel stays in order.
    /// </summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>
    /// The least time one way between two named endpoints, in place of <see cref="Delay"/>; null: the same for all.
    /// </summary>
    public Func<string, string, TimeSpan>? DelayBetween { get; init; }

    /// <summary>
    /// The share of messages that is lost once, 0 to 1. A reliable channel sends such a message again
    /// after <see cref="RetransmissionDelay"/> (and loses it again with the same chance); an unreliable one drops it.
    /// </summary>
    public double LossRate { get; init; }

    /// <summary>
    /// The share of messages that come twice, one after the other, 0 to 1: as from a node that repeats what it sends. SCTP
    /// itself repeats nothing.
    /// </summary>
    public double DuplicateRate { get; init; }

    /// <summary>On which channels messages may come twice; null: on all.</summary>
    public Func<DataChannelOptions, bool>? DuplicatesOn { get; init; }

    /// <summary>
    /// How much later a message comes for each time that it was lost. RFC 9260 section 16: RTO.Min is 1 s, stacks
    /// use 0.2 s and up.
    /// </summary>
    public TimeSpan RetransmissionDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>What one direction of a connection carries, in bytes per second; null: no limit.</summary>
    public long? BytesPerSecond { get; init; }

    /// <summary>How many bytes of one channel may be on their way before <see cref="SendResult.Full"/>.</summary>
    public long BufferBytes { get; init; } = 1 << 20;

    /// <summary>The longest message, in bytes.</summary>
    public int MaxMessageSize { get; init; } = 262_144;

    /// <summary>After how long without a path a connection is <see cref="PeerConnectionState.Disconnected"/>.</summary>
    public TimeSpan DisconnectedAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>After how long without a path a connection is <see cref="PeerConnectionState.Failed"/>.</summary>
    public TimeSpan FailedAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Sees each message as it leaves an endpoint, as whoever sits at the link's other end could: for tests of what is
    /// told to whom. Called on the sender's thread.
    /// </summary>
    public Action<string, ReadOnlyMemory<byte>>? Tap { get; init; }

    internal bool HasLatency =>
        Delay > TimeSpan.Zero || Jitter > TimeSpan.Zero || LossRate > 0 || DelayBetween is not null;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Delay, TimeSpan.Zero, nameof(Delay));
        ArgumentOutOfRangeException.ThrowIfLessThan(Jitter, TimeSpan.Zero, nameof(Jitter));
        ArgumentOutOfRangeException.ThrowIfNegative(LossRate, nameof(LossRate));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(LossRate, 1, nameof(LossRate));
        ArgumentOutOfRangeException.ThrowIfNegative(DuplicateRate, nameof(DuplicateRate));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(DuplicateRate, 1, nameof(DuplicateRate));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(BytesPerSecond ?? 1, nameof(BytesPerSecond));
        ArgumentOutOfRangeException.ThrowIfLessThan(BufferBytes, MaxMessageSize, nameof(BufferBytes));
        ArgumentOutOfRangeException.ThrowIfLessThan(FailedAfter, DisconnectedAfter, nameof(FailedAfter));
    }
}
