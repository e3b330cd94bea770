namespace Rings.Protocol.Entrance;

/// <summary>How much an entrance carries. The defaults are those of docs/protocol/9-limits.md.</summary>
public sealed record EntranceLimits
{
    /// <summary>Connections in all, from 1 on.</summary>
    public int Connections { get; init; } = 1024;

    /// <summary>Connections to one service, from 1 on.</summary>
    public int PerService { get; init; } = 256;

    /// <summary>Connections of one source: an IPv4 address, or an IPv6 network of 64 bits; from 1 on.</summary>
    public int PerSource { get; init; } = 64;

    /// <summary>Bytes per second of one service, both ways together; 0: no bound.</summary>
    public long BytesPerSecond { get; init; }

    /// <summary>Bytes per month (UTC) of the entrance, both ways together; 0: no bound.</summary>
    public long BytesPerMonth { get; init; }
}
