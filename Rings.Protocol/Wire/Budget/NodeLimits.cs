using Rings.Protocol.Identity;
using Rings.Protocol.Paths;

namespace Rings.Protocol.Wire;

/// <summary>
/// What all links of a node together may take of it (protocol.md, section 9), with the defaults of that section.
/// </summary>
internal sealed record NodeLimits
{
    /// <summary>Bytes of frames that are held in the node, on their way or before they are handled: 64 MiB.</summary>
    public long HeldBytes { get; init; } = 64L << 20;

    /// <summary>
    /// Messages per second that are verified, at their destination or on their way: 20,000, about one core.
    /// </summary>
    public int VerificationsPerSecond { get; init; } = 20_000;

    /// <summary>Messages per second that a link brought before and that are looked at all the same: 8,000.</summary>
    public int RepeatsPerSecond { get; init; } = 8000;

    /// <summary>What is remembered of requests that were relayed.</summary>
    public CrumbLimits Crumbs { get; init; } = new();

    /// <summary>Paths, and what they are promised.</summary>
    public PathLimits Paths { get; init; } = new();

    /// <summary>Work and memory for delegations.</summary>
    public DelegationLimits Delegations { get; init; } = new();
}
