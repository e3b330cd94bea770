using Akka.Configuration;

namespace Rings.Actors.Settings;

/// <summary>
/// <c>rings.messages</c>: Messages that begin or end at this node (protocol.md, sections 3 and 9). What each number
/// is for is said beside its default in rings.conf.
/// </summary>
public sealed record MessageSettings
{
    /// <summary>How long a message may take when its sender does not say.</summary>
    public required TimeSpan Deadline { get; init; }

    /// <summary>A message whose receipt does not come is sent again after this long, doubled each time.</summary>
    public required TimeSpan ResendAfter { get; init; }

    /// <summary>Requests and messages that wait for their answer, at most.</summary>
    public required int Pending { get; init; }

    /// <summary>How far other clocks may be ahead.</summary>
    public required TimeSpan ClockSkew { get; init; }

    /// <summary>Messages that are verified per second, on all links together.</summary>
    public required int VerificationsPerSecond { get; init; }

    /// <summary>Messages that one origin may send to this node, per second.</summary>
    public required double OriginMessagesPerSecond { get; init; }

    /// <summary>Messages that one origin may send to this node, at once.</summary>
    public required double OriginMessagesBurst { get; init; }

    /// <summary>Bytes that one origin may send to this node, per second.</summary>
    public required double OriginBytesPerSecond { get; init; }

    /// <summary>Origins whose rate is kept at a time.</summary>
    public required int Origins { get; init; }

    /// <summary>Windows of seen sequence numbers, one per delegation and lane.</summary>
    public required int ReplayWindows { get; init; }

    /// <summary>Destinations and lanes whose sequence is counted at a time.</summary>
    public required int Sequences { get; init; }

    /// <summary>Receipts that are given again when their message comes again.</summary>
    public required int Receipts { get; init; }

    /// <summary>Large messages being put together: bytes in all.</summary>
    public required long ReassemblyBytes { get; init; }

    /// <summary>Protocols that may have a receiver of their own.</summary>
    public required int Protocols { get; init; }

    /// <summary>Actors that may be told of events.</summary>
    public required int Subscribers { get; init; }

    internal static MessageSettings From(Config config) => new()
    {
        Deadline = config.GetTimeSpan("deadline"),
        ResendAfter = config.GetTimeSpan("resend-after"),
        Pending = config.GetInt("pending"),
        ClockSkew = config.GetTimeSpan("clock-skew"),
        VerificationsPerSecond = config.GetInt("verifications-per-second"),
        OriginMessagesPerSecond = config.GetDouble("origin-messages-per-second"),
        OriginMessagesBurst = config.GetDouble("origin-messages-burst"),
        OriginBytesPerSecond = config.GetDouble("origin-bytes-per-second"),
        Origins = config.GetInt("origins"),
        ReplayWindows = config.GetInt("replay-windows"),
        Sequences = config.GetInt("sequences"),
        Receipts = config.GetInt("receipts"),
        ReassemblyBytes = config.GetLong("reassembly-bytes"),
        Protocols = config.GetInt("protocols"),
        Subscribers = config.GetInt("subscribers"),
    };
}
