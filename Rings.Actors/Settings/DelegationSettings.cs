using Akka.Configuration;

namespace Rings.Actors.Settings;

/// <summary>
/// <c>rings.delegations</c>: the node's own delegation and those of its peers. What each number is for is said beside
/// its default in rings.conf.
/// </summary>
public sealed record DelegationSettings
{
    /// <summary>How long after a renewal that failed the next is tried.</summary>
    public required TimeSpan RetryAfter { get; init; }

    /// <summary>How often it is looked whose delegation has ended, and who has not seen the node's own new one.</summary>
    public required TimeSpan UpkeepInterval { get; init; }

    /// <summary>Links that are shown the node's new delegation at a time.</summary>
    public required int ShownAtOnce { get; init; }

    /// <summary>Accounts whose revocations the node asks for, and revocations that it knows; at least 1.</summary>
    public required int Watched { get; init; }

    /// <summary>How soon after one account the next is asked for.</summary>
    public required TimeSpan LookupPace { get; init; }

    /// <summary>How long an answer counts while the account's delegation is in use.</summary>
    public required TimeSpan LookupInterval { get; init; }

    /// <summary>How long after an answer that was not complete the account is asked for again.</summary>
    public required TimeSpan LookupRetry { get; init; }

    internal static DelegationSettings From(Config config) => new()
    {
        RetryAfter = config.GetTimeSpan("retry-after"),
        UpkeepInterval = config.GetTimeSpan("upkeep-interval"),
        ShownAtOnce = config.GetInt("shown-at-once"),
        Watched = config.GetInt("watched") is > 0 and var most
            ? most
            : throw new ConfigurationException("rings.delegations.watched: expected 1 or more."),
        LookupPace = config.GetTimeSpan("lookup-pace"),
        LookupInterval = config.GetTimeSpan("lookup-interval"),
        LookupRetry = config.GetTimeSpan("lookup-retry"),
    };
}
