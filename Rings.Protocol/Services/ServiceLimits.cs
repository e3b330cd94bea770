namespace Rings.Protocol.Services;

/// <summary>Bounds of what a node offers. The defaults are those of docs/protocol/9-limits.md.</summary>
internal sealed record ServiceLimits
{
    /// <summary>Services that a node offers.</summary>
    public int Services { get; init; } = 256;

    /// <summary>Tickets that a node keeps.</summary>
    public int Tickets { get; init; } = 4096;

    /// <summary>Dids on the lists of one service.</summary>
    public int Listed { get; init; } = 4096;

    /// <summary>Streams of one caller to one service.</summary>
    public int StreamsPerCaller { get; init; } = 256;

    /// <summary>Streams of all callers to one service.</summary>
    public int StreamsPerService { get; init; } = 1024;

    /// <summary>Calls of one caller that may fail within <see cref="FailureWindow"/>; the next are not looked at.</summary>
    public int Failures { get; init; } = 16;

    /// <summary>Within which failures are counted.</summary>
    public TimeSpan FailureWindow { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Callers whose failures are remembered; the longest unused goes.</summary>
    public int FailingCallers { get; init; } = 4096;
}
