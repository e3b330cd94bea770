using Akka.Configuration;

namespace Rings.Actors.Settings;

/// <summary>
/// <c>rings.peers</c>: the peers that a node remembers. What each number is for is said beside its default in
/// rings.conf.
/// </summary>
public sealed record PeerSettings
{
    /// <summary>Peers that are remembered at most; at least 1.</summary>
    public required int Remembered { get; init; }

    /// <summary>Remembered peers that are dialled at a time by a node without links.</summary>
    public required int DialledAtOnce { get; init; }

    /// <summary>How long after news the peers are written down.</summary>
    public required TimeSpan SaveAfter { get; init; }

    /// <summary>How often it is noted which peers are linked still.</summary>
    public required TimeSpan RefreshInterval { get; init; }

    internal static PeerSettings From(Config config) => new()
    {
        Remembered = config.GetInt("remembered") is > 0 and var most
            ? most
            : throw new ConfigurationException("rings.peers.remembered: expected 1 or more."),
        DialledAtOnce = config.GetInt("dialled-at-once"),
        SaveAfter = config.GetTimeSpan("save-after"),
        RefreshInterval = config.GetTimeSpan("refresh-interval"),
    };
}
