using Akka.Configuration;
using Rings.Protocol.EndToEnd;

namespace Rings.Actors.Settings;

/// <summary>
/// <c>rings.sessions</c>: end-to-end sessions and mail (protocol.md, section 6). What each number is for is said beside
/// its default in rings.conf.
/// </summary>
public sealed record SessionSettings
{
    /// <summary>Peers with which there may be a session.</summary>
    public required int Open { get; init; }

    /// <summary>Hellos that are remembered so that each is answered once.</summary>
    public required int Hellos { get; init; }

    /// <summary>How long a hello may wait for its answer.</summary>
    public required TimeSpan HandshakeTimeout { get; init; }

    /// <summary>How long one try of a message may wait for its receipt.</summary>
    public required TimeSpan ReceiptTimeout { get; init; }

    /// <summary>A session in which nothing was said for this long is forgotten.</summary>
    public required TimeSpan Idle { get; init; }

    /// <summary>Messages to one peer that wait for a session.</summary>
    public required int Waiting { get; init; }

    /// <summary>Messages to one peer that wait for their receipt.</summary>
    public required int Window { get; init; }

    /// <summary>How often a handshake is begun before the peer counts as away.</summary>
    public required int Handshakes { get; init; }

    /// <summary>How long to wait before what failed is tried again.</summary>
    public required TimeSpan RetryAfter { get; init; }

    /// <summary>How long a session that the peer began may stay unused.</summary>
    public required TimeSpan ConfirmWithin { get; init; }

    /// <summary>How old a session may be before the next message begins another.</summary>
    public required TimeSpan RenewAfter { get; init; }

    /// <summary>How often the mailbox is looked at, and what lies in others'.</summary>
    public required TimeSpan MailInterval { get; init; }

    /// <summary>How long mail is kept for its recipient.</summary>
    public required TimeSpan MailLife { get; init; }

    /// <summary>Letters that may be posted at a time, and lie unread in all.</summary>
    public required int Posted { get; init; }

    /// <summary>
    /// The suites of sessions, the wished-for first; 1 to 8. A platform that has one of them only as slow code leaves it
    /// out; no configuration needs to.
    /// </summary>
    internal IReadOnlyList<SessionSuite> Suites { get; init; } = SessionRules.Suites;

    internal ConversationSettings Conversation => new()
    {
        Suites = Suites,
        Waiting = Waiting,
        Window = Window,
        Handshakes = Handshakes,
        RetryAfter = RetryAfter,
        ConfirmWithin = ConfirmWithin,
        RenewAfter = RenewAfter,
    };

    internal static SessionSettings From(Config config) => new()
    {
        Open = config.GetInt("open"),
        Hellos = config.GetInt("hellos"),
        HandshakeTimeout = config.GetTimeSpan("handshake-timeout"),
        ReceiptTimeout = config.GetTimeSpan("receipt-timeout"),
        Idle = config.GetTimeSpan("idle"),
        Waiting = config.GetInt("waiting"),
        Window = config.GetInt("window"),
        Handshakes = config.GetInt("handshakes"),
        RetryAfter = config.GetTimeSpan("retry-after"),
        ConfirmWithin = config.GetTimeSpan("confirm-within"),
        RenewAfter = config.GetTimeSpan("renew-after"),
        MailInterval = config.GetTimeSpan("mail-interval"),
        MailLife = config.GetTimeSpan("mail-life"),
        Posted = config.GetInt("posted"),
    };
}
