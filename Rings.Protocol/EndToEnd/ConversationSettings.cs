namespace Rings.Protocol.EndToEnd;

/// <summary>The numbers of a conversation.</summary>
internal sealed record ConversationSettings
{
    /// <summary>The suites offered, the wished-for first; 1 to 8. Those that a platform is slow at are left out.</summary>
    public IReadOnlyList<SessionSuite> Suites { get; init; } = SessionRules.Suites;

    /// <summary>Messages that wait for a session, or for another try; more are refused.</summary>
    public int Waiting { get; init; } = 256;

    /// <summary>Messages that wait for their receipt; further ones wait for a place.</summary>
    public int Window { get; init; } = 256;

    /// <summary>How often a handshake is begun before the peer counts as away.</summary>
    public int Handshakes { get; init; } = 2;

    /// <summary>How long to wait before a handshake or a message is tried again, doubled each time.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a session that the peer began may stay without its first message.</summary>
    public TimeSpan ConfirmWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How old a session may be before the next message begins another.</summary>
    public TimeSpan RenewAfter { get; init; } = TimeSpan.FromHours(24);
}
