using Akka.Configuration;

namespace Rings.Actors.Settings;

/// <summary>
/// <c>rings.relay</c>: Relaying for others (protocol.md, sections 3 and 9). What each number is for is said beside
/// its default in rings.conf.
/// </summary>
public sealed record RelaySettings
{
    /// <summary>Messages that one link may bring, per second.</summary>
    public required double MessagesPerSecond { get; init; }

    /// <summary>Bytes that one link may bring, per second.</summary>
    public required double BytesPerSecond { get; init; }

    /// <summary>Messages that come again by the link that brought them before, on all links, per second.</summary>
    public required int RepeatsPerSecond { get; init; }

    /// <summary>One in this many relayed messages is verified.</summary>
    public required int VerifyOneIn { get; init; }

    /// <summary>For this long after a Forged everything that goes to its sender is verified.</summary>
    public required TimeSpan TraceFor { get; init; }

    /// <summary>A link that delivers more forgeries than this after the grace is closed.</summary>
    public required int Forgeries { get; init; }

    /// <summary>Forgeries within this time after a Forged do not count.</summary>
    public required TimeSpan ForgeryGrace { get; init; }

    /// <summary>Requests whose way back is remembered; those of one link fill a quarter at most.</summary>
    public required int Crumbs { get; init; }

    /// <summary>How long the way back is remembered.</summary>
    public required TimeSpan CrumbTime { get; init; }

    /// <summary>Whether this node carries the paths of others.</summary>
    public required bool Streams { get; init; }

    internal static RelaySettings From(Config config) => new()
    {
        MessagesPerSecond = config.GetDouble("messages-per-second"),
        BytesPerSecond = config.GetDouble("bytes-per-second"),
        RepeatsPerSecond = config.GetInt("repeats-per-second"),
        VerifyOneIn = config.GetInt("verify-one-in"),
        TraceFor = config.GetTimeSpan("trace-for"),
        Forgeries = config.GetInt("forgeries"),
        ForgeryGrace = config.GetTimeSpan("forgery-grace"),
        Crumbs = config.GetInt("crumbs"),
        CrumbTime = config.GetTimeSpan("crumb-time"),
        Streams = config.GetBoolean("streams"),
    };
}
