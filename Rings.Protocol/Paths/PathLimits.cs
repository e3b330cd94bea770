namespace Rings.Protocol.Paths;

/// <summary>Bounds of paths (docs/protocol, section 9), with the defaults of that section.</summary>
internal sealed record PathLimits
{
    /// <summary>Paths that go through, from or to a node: 1,024.</summary>
    public int Places { get; init; } = 1024;

    /// <summary>Of these, opened by one link: a quarter.</summary>
    public int PerLink { get; init; } = 256;

    /// <summary>Of these, opened by one link and going on by one other: 128.</summary>
    public int PerPair { get; init; } = 128;

    /// <summary>Paths that one link has asked for and that nobody has accepted: 64.</summary>
    public int Asked { get; init; } = 64;

    /// <summary>How long a path may be asked for: 10 s.</summary>
    public TimeSpan AskedTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Openings per second that one link may bring: 20.</summary>
    public double OpensPerSecond { get; init; } = 20;

    /// <summary>The same at once: 100.</summary>
    public double OpensBurst { get; init; } = 100;

    /// <summary>How long an opening may wait for its link: 500 ms.</summary>
    public TimeSpan OpenWait { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long nothing may be sent on a path: 2 min.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a packet may wait for credit: 30 s.</summary>
    public TimeSpan StallTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a sender keeps credit that it does not use: 5 s.</summary>
    public TimeSpan KeepCredit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The first window at a path's end: 256 KiB. At a relay it is the least, 32 KiB.</summary>
    public int EndWindow { get; init; } = 256 << 10;

    /// <summary>The greatest window: 4 MiB.</summary>
    public int MaxWindow { get; init; } = 4 << 20;

    /// <summary>
    /// What all windows of a node together may grow beyond the first two of each path: 64 MiB, which makes 128 with
    /// those.
    /// </summary>
    public long Growth { get; init; } = 64L << 20;

    /// <summary>Of this, for paths that one link opened: a quarter.</summary>
    public long GrowthPerLink { get; init; } = 16L << 20;

    /// <summary>Bytes per second of the paths of others that one link may bring: 64 MiB. More waits.</summary>
    public double BytesPerSecond { get; init; } = 64L << 20;
}
