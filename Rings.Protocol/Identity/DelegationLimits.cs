namespace Rings.Protocol.Identity;

/// <summary>
/// Bounds on the work and memory that delegations of others cost. The defaults are those of protocol.md.
/// </summary>
internal sealed record DelegationLimits
{
    /// <summary>
    /// Verified delegations that are kept; the longest unused gives way, and first one that was used only once.
    /// </summary>
    public int Verified { get; init; } = 4096;

    /// <summary>Failed delegations that are remembered; the oldest gives way.</summary>
    public int Failed { get; init; } = 4096;

    /// <summary>How long a failure is remembered.</summary>
    public TimeSpan FailedFor { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>New delegations that are verified per second and link at most.</summary>
    public int PerLinkAndSecond { get; init; } = 50;

    /// <summary>
    /// New delegations that are verified per second in all; no link takes more of them than it leaves to the others.
    /// </summary>
    public int PerSecond { get; init; } = 400;

    /// <summary>How far other clocks may be ahead.</summary>
    public TimeSpan Skew { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Accounts whose revocations are kept; the longest unused gives way and is asked for again.</summary>
    public int Accounts { get; init; } = 8192;

    /// <summary>How long an account's revocations count as known while its delegations are in use.</summary>
    public TimeSpan RevocationsFor { get; init; } = TimeSpan.FromHours(1);
}
