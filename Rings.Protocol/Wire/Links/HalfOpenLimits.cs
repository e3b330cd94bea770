namespace Rings.Protocol.Wire;

/// <summary>Bounds on links that are not open yet, and on offers (protocol.md, section 9).</summary>
public sealed record HalfOpenLimits
{
    /// <summary>Half-open links in all: 64. Half of them are for own dials, a quarter each for offers over HTTP and
    /// over the ring.</summary>
    public int Total { get; init; } = 64;

    /// <summary>Half-open links per network address: 8.</summary>
    public int PerAddress { get; init; } = 8;

    /// <summary>Half-open links per offerer, and per link that introduces offerers: 2.</summary>
    public int PerOfferer { get; init; } = 2;

    /// <summary>How long a link may be half open: 30 s.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>When full, one without a valid connectivity check gives way after this time: 5 s.</summary>
    public TimeSpan UncheckedTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Offers over the ring per second: 10.</summary>
    public int ConnectsPerSecond { get; init; } = 10;

    /// <summary>Offers over HTTP per second: 10.</summary>
    public int HttpOffersPerSecond { get; init; } = 10;

    /// <summary>Offers over HTTP at once: 64.</summary>
    public int HttpOfferBurst { get; init; } = 64;

    /// <summary>Offers over HTTP per second and address; loopback is not limited: 2.</summary>
    public int HttpOffersPerSecondAndAddress { get; init; } = 2;

    /// <summary>Offers over HTTP per address at once: 8.</summary>
    public int HttpOfferBurstPerAddress { get; init; } = 8;
}
