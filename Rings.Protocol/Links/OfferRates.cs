using Rings.Protocol.Limits;

namespace Rings.Protocol.Links;

/// <summary>How many offers are looked at: the first question about one, before anything is read or verified.</summary>
/// <param name="limits">The numbers.</param>
internal sealed class OfferRates(LinkLimits limits)
{
    /// <summary>Addresses that are remembered for each half-open link that there may be.</summary>
    private const int AddressesPerPlace = 16;

    private readonly TokenBucket _ring = new(limits.RingOffersPerSecond, limits.RingOffersPerSecond);
    private readonly TokenBucket _outside = new(limits.OutsideOffersPerSecond, limits.OutsideOffersBurst);
    private readonly KeyedRateLimit<string> _addresses = new(
        limits.OutsideOffersPerAddress, limits.OutsideOffersPerAddressBurst, limits.HalfOpen * AddressesPerPlace);

    /// <summary>Whether an offer that comes this way is looked at now.</summary>
    public bool TryTake(LinkWay way, Instant now)
    {
        if (way is not LinkWay.FromOutside outside) return _ring.TryTake(now);
        if (outside.Address is not { } address) return true; // By hand: somebody with the node's token.
        var group = AddressGroup.Of(address);
        return (group is null || _addresses.TryTake(group, now)) && _outside.TryTake(now);
    }
}
