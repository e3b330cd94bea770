namespace Rings.Protocol.Links;

/// <summary>The numbers of a <see cref="LinkBook"/> (protocol.md, section 9).</summary>
internal sealed record LinkLimits
{
    /// <summary>Links that are not ready yet: 64. Half for own dials, a quarter each for offers from outside and over
    /// the ring.</summary>
    public int HalfOpen { get; init; } = 64;

    /// <summary>
    /// Half-open links per network address (of IPv6: per /64), and per neighbour that introduces them: 8.
    /// </summary>
    public int HalfOpenPerAddress { get; init; } = 8;

    /// <summary>Half-open links per offering node: 2.</summary>
    public int HalfOpenPerNode { get; init; } = 2;

    /// <summary>
    /// When full, the oldest half-open link without a valid connectivity check gives way after this time: 1.5 s. A
    /// quarter of 64 places at 10 offers a second last 1.6 s: whoever never goes on keeps nobody out.
    /// </summary>
    public TimeSpan UncheckedTime { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>
    /// When full and nothing of that kind is there, the oldest half-open link of the address or neighbour that takes
    /// most of the places gives way after this time to one that takes fewer: 5 s.
    /// </summary>
    public TimeSpan SharedTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Offers over the ring that are looked at: 10 per second.</summary>
    public double RingOffersPerSecond { get; init; } = 10;

    /// <summary>Offers from outside that are looked at: 10 per second.</summary>
    public double OutsideOffersPerSecond { get; init; } = 10;

    /// <summary>Offers from outside at once: 64.</summary>
    public double OutsideOffersBurst { get; init; } = 64;

    /// <summary>Offers from outside per second and address (of IPv6: /64); loopback is not limited: 2.</summary>
    public double OutsideOffersPerAddress { get; init; } = 2;

    /// <summary>Offers from outside per address at once: 8.</summary>
    public double OutsideOffersPerAddressBurst { get; init; } = 8;

    /// <summary>Ready links that the ring wants at most: 96. A few newcomers are let in beyond it.</summary>
    public int LinkBudget { get; init; } = 96;

    /// <summary>A dropped peer is dialled again after this time at first: 2 s.</summary>
    public TimeSpan RedialShortest { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>And is given up once the wait would be this long: 5 min.</summary>
    public TimeSpan RedialLongest { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Links that are shown a new delegation at a time: 8.</summary>
    public int ShownAtOnce { get; init; } = 8;

    /// <summary>Nodes that may link; empty: all but the denied ones.</summary>
    public IReadOnlySet<Did> Allow { get; init; } = new HashSet<Did>();

    /// <summary>Nodes that may not link.</summary>
    public IReadOnlySet<Did> Deny { get; init; } = new HashSet<Did>();

    /// <summary>The share of half-open links for offers that came one way.</summary>
    public int Quarter => HalfOpen / 4;

    /// <summary>Whether the node's own policy lets a peer link.</summary>
    public bool Allows(Did peer) => !Deny.Contains(peer) && (Allow.Count == 0 || Allow.Contains(peer));
}
