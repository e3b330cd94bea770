using System.Globalization;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Swaps;

/// <summary>All terms of one swap.</summary>
/// <param name="Ring">The ring that it was agreed in.</param>
/// <param name="Offerer">Who offered.</param>
/// <param name="Taker">To whom.</param>
/// <param name="Offer">The offer.</param>
/// <param name="Accept">What the taker filled in; null: nothing yet.</param>
public sealed record SwapTerms(RingId Ring, Did Offerer, Did Taker, SwapMessage.Offer Offer, SwapMessage.Accept? Accept)
{
    /// <summary>Leg 1, with all that is known of it.</summary>
    public SwapLeg First => Accept is null
        ? Offer.Give
        : Offer.Give with { ClaimTo = Accept.GiveClaimTo, Confirmations = Accept.GiveConfirmations };

    /// <summary>Leg 2, with all that is known of it.</summary>
    public SwapLeg Second => Accept is null ? Offer.Take : Offer.Take with { RefundTo = Accept.TakeRefundTo };

    /// <summary>Which hash both sides have to agree on.</summary>
    /// <param name="accept">What the taker fills in; its own hash is left out.</param>
    public Bytes32 HashWith(SwapMessage.Accept accept)
    {
        ArgumentNullException.ThrowIfNull(accept);
        return Bytes32.Read(TaggedHash.Of(
            "rings/1 swap terms", Ring.ToByteArray(), Offerer.ToByteArray(), Taker.ToByteArray(),
            SwapCodec.Bytes(Offer), SwapCodec.Bytes(accept, withHash: false)));
    }

    /// <summary>One of the legs.</summary>
    public SwapLeg Leg(LegSide side) => side == LegSide.First ? First : Second;

    /// <summary>From when a leg can be taken back, Unix seconds.</summary>
    public long Deadline(LegSide side) => side == LegSide.First ? Offer.T1 : Offer.T2;

    /// <summary>The terms of one lock.</summary>
    public LockTerms Lock(LegSide side)
    {
        var leg = Leg(side);
        return new(leg.Chain, leg.Amount, Offer.Hash, leg.ClaimTo, leg.RefundTo, Deadline(side), leg.Contract);
    }

    /// <summary>For people.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Offer.Id}: {Offer.Give.Amount} {Offer.Give.Asset} for {Offer.Take.Amount} {Offer.Take.Asset}");
}
