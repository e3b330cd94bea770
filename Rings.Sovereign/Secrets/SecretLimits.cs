namespace Rings.Sovereign.Secrets;

/// <summary>The bounds of section 11. A public table: docs/protocol/9-limits.md.</summary>
internal static class SecretLimits
{
    /// <summary>Shares that a guardian keeps of one owner, versions counted.</summary>
    public const int SharesPerOwner = 64;

    /// <summary>Shares that a guardian keeps in all.</summary>
    public const int Shares = 4096;

    /// <summary>Owners that a guardian's person may name.</summary>
    public const int Owners = 1024;

    /// <summary>Deals of owners who were not named, kept in memory: the newest of each.</summary>
    public const int WaitingDeals = 16;

    /// <summary>Claims of one claimant within a day.</summary>
    public const int ClaimsPerClaimant = 3;

    /// <summary>Claims on one owner's secrets within a day.</summary>
    public const int ClaimsPerOwner = 20;

    /// <summary>Claims within a day, in all.</summary>
    public const int ClaimsPerDay = 100;

    /// <summary>Claimants that a guardian's person may name beforehand; each may claim as often as others.</summary>
    public const int Expected = 64;

    /// <summary>Wrong words that end a claim.</summary>
    public const int Misses = 3;

    /// <summary>Secrets of one owner.</summary>
    public const int OwnSecrets = 64;

    /// <summary>Recoveries of one node at a time.</summary>
    public const int Recoveries = 8;

    /// <summary>
    /// Versions of one secret that a guardian keeps at a time. A claimant is given all of them: with fewer, a thief of the
    /// owner's session key could deal so many that the good one is not among those that come back.
    /// </summary>
    public const int Versions = 16;

    /// <summary>How long a claim lives, and how long what has ended is still kept.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(14);

    /// <summary>From one warning of the owner to the next.</summary>
    public static readonly TimeSpan WarnEvery = TimeSpan.FromDays(3);

    /// <summary>From one live proof of a guardian to the next.</summary>
    public static readonly TimeSpan ProbeEvery = TimeSpan.FromDays(7);

    /// <summary>How long a guardian may take to say that it keeps its share, before its owner is told to do without it.</summary>
    public static readonly TimeSpan SilentAfter = TimeSpan.FromDays(7);

    /// <summary>Since when a guardian that has not proven anything counts as missing.</summary>
    public static readonly TimeSpan MissingAfter = TimeSpan.FromDays(14);

    /// <summary>The first wait before a message without an answer is sent again; it doubles.</summary>
    public static readonly TimeSpan FirstRetry = TimeSpan.FromMinutes(1);

    /// <summary>The longest such wait: a mailbox has room for 48 letters of one sender.</summary>
    public static readonly TimeSpan LastRetry = TimeSpan.FromDays(1);
}
