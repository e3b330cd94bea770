namespace Rings.Protocol.Storage;

/// <summary>The numbers of replication. The defaults are those of protocol.md, section 5.</summary>
public sealed record StorageSettings
{
    /// <summary>n: the owner and its n − 1 successors hold each key.</summary>
    public int Copies { get; init; } = 3;

    /// <summary>w: durable copies that make a write acknowledged.</summary>
    public int WriteCopies { get; init; } = 2;

    /// <summary>How long a neighbour has to answer.</summary>
    public TimeSpan NeighbourPatience { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long the owner waits for replicas before it answers with what there is.</summary>
    public TimeSpan OwnerPatience { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long one try of a put or get may take, the way to the owner included.</summary>
    public TimeSpan TryPatience { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>Tries of a put or get.</summary>
    public int Tries { get; init; } = 3;

    /// <summary>Puts and gets of this node's own under way at a time; more are refused.</summary>
    public int Operations { get; init; } = 4096;

    /// <summary>Questions of others under way at a time; more are answered <see cref="StorageRefusal.Busy"/>.</summary>
    public int Questions { get; init; } = 4096;

    /// <summary>How often neighbours compare all that they share, when nothing happens.</summary>
    public TimeSpan RepairInterval { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How soon a comparison that failed is tried again.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a newcomer looks for somebody that knows all of its range; then nobody is left.</summary>
    public TimeSpan CatchUpPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often expiry and surplus are looked at.</summary>
    public TimeSpan UpkeepInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long what is no longer in this node's range is kept at least.</summary>
    public TimeSpan SurplusFor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long an owner tells of what comes to a watched key without being asked again.</summary>
    public TimeSpan WatchLease { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Leases that this node gives others; with more it answers <see cref="StorageRefusal.Busy"/>.</summary>
    public int Watches { get; init; } = 4096;

    /// <summary>Leases that it gives on one key.</summary>
    public int WatchesOfKey { get; init; } = 256;

    /// <summary>News that a watcher may leave unanswered before its lease ends.</summary>
    public int UnansweredNews { get; init; } = 32;

    /// <summary>Bytes kept for others.</summary>
    public long ForeignBytes { get; init; } = 1L << 30;

    /// <summary>Bytes kept for one author.</summary>
    public long AuthorBytes { get; init; } = 64L << 20;

    /// <summary>Bytes that one neighbour may bring in per hour.</summary>
    public long LinkBytesPerHour { get; init; } = 64L << 20;

    /// <summary>Bounds of records.</summary>
    public RecordLimits Records { get; init; } = new();
}
