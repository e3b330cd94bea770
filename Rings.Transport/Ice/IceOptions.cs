namespace Rings.Transport.Ice;

/// <summary>
/// How an <see cref="IceAgent"/> behaves. The times are those of RFC 8445 and 7675 where these name any.
/// </summary>
internal sealed record IceOptions
{
    /// <summary>The role to begin with.</summary>
    public required IceRole Role { get; init; }

    /// <summary>This side's fragment and password.</summary>
    public required IceCredentials Credentials { get; init; }

    /// <summary>Transaction ids, the tie-breaker and the spread of the consent interval.</summary>
    public required RandomFill Random { get; init; }

    /// <summary>The brake that all agents of a process share.</summary>
    public required IceCheckBudget Budget { get; init; }

    /// <summary>At least this long between two new checks (RFC 8445, section 14.2: 5 ms at least).</summary>
    public TimeSpan Pacing { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>The first retransmission timeout of a check (RFC 8445, section 14.3).</summary>
    public TimeSpan FirstRetransmission { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long the controlling side waits for a better pair than one that works already.</summary>
    public TimeSpan NominationPatience { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The same while only relayed pairs work.</summary>
    public TimeSpan RelayPatience { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>No path by then: failed.</summary>
    public TimeSpan CheckDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The mean time between two consent checks; each is between 0.8 and 1.2 of it (RFC 7675, section 5.1).
    /// </summary>
    public TimeSpan ConsentInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>No answer for so long: disconnected. Two consent checks in a row.</summary>
    public TimeSpan DisconnectedAfter { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>
    /// No answer for so long: consent has expired (RFC 7675, section 5.1), and nothing is sent any more.
    /// </summary>
    public TimeSpan ConsentLifetime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Remote candidates beyond this many are left out: the least worth, of each type in turn.
    /// </summary>
    public int MaxRemoteCandidates { get; init; } = 16;

    /// <summary>Pairs beyond this many, the worst ones, are left out (RFC 8445, section 6.1.2.5).</summary>
    public int MaxPairs { get; init; } = 100;

    /// <summary>
    /// Whether private addresses of the remote side are tried, as browsers do (RFC 1918, 4193, 6598).
    /// </summary>
    public bool AllowPrivateAddresses { get; init; } = true;

    /// <summary>Checks sent to one remote candidate that has never answered.</summary>
    public int MaxUnansweredChecks { get; init; } = 7;
}
