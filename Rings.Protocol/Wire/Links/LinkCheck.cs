using Rings.Protocol.Identity;

namespace Rings.Protocol.Wire;

/// <summary>
/// Whether to believe an offer or an answer: everything that can be said before anything is allocated for the link, the
/// cheap first (protocol.md, section 2): psk_tag, decode, times, ring, addresses, version; then delegation, signature
/// and the session description. Admission policy and budgets are the caller's next checks.
/// </summary>
/// <param name="self">This node.</param>
/// <param name="ring">The ring.</param>
/// <param name="secret">The private ring's secret; null in a public ring.</param>
/// <param name="delegations">Judges delegations.</param>
/// <param name="skew">How far other clocks may be ahead: 60 s by default in protocol.md.</param>
internal sealed class LinkCheck(
    Did self, RingId ring, RingSecret? secret, DelegationVerifier delegations, TimeSpan skew)
{
    /// <summary>The version that this library speaks.</summary>
    public const uint Version = TransactionView.Version;

    /// <summary>How long an answer is good for beside its offer: its issue may not be older than this.</summary>
    private static readonly TimeSpan LongestLife = LinkOffer.MaxLifetime;

    /// <summary>Checks an offer that came to this node.</summary>
    /// <param name="signed">The offer as read.</param>
    /// <param name="introducer">Who handed it over: the neighbour, or the offerer itself over HTTP; for the rate of new
    /// delegations.</param>
    /// <param name="now">The present.</param>
    /// <param name="offer">The offer, if accepted.</param>
    /// <param name="delegation">The offerer's delegation, if accepted.</param>
    public LinkRefusal Offer(
        SignedObject signed, Did introducer, Instant now, out LinkOffer? offer, out Delegation? delegation)
    {
        delegation = null;
        offer = null;
        if (!HasRightTag(signed, SignaturePurpose.LinkOffer)) return LinkRefusal.PskTag;
        offer = TryRead(() => LinkOffer.Read(signed.Payload.Span));
        if (offer is null) return LinkRefusal.Malformed;
        var refusal = CheckOffer(offer, now);
        if (refusal == LinkRefusal.None)
            refusal = Authenticate(signed, SignaturePurpose.LinkOffer, offer.From, introducer, now, out delegation);
        if (refusal == LinkRefusal.None && !LinkSdp.IsAcceptable(offer.Sdp)) refusal = LinkRefusal.Sdp;
        if (refusal != LinkRefusal.None) (offer, delegation) = (null, null);
        return refusal;
    }

    /// <summary>Checks an answer to an offer of this node.</summary>
    /// <param name="signed">The answer as read.</param>
    /// <param name="sent">The offer that this node made and still waits for.</param>
    /// <param name="now">The present.</param>
    /// <param name="answer">The answer, if accepted.</param>
    /// <param name="delegation">The answerer's delegation, if accepted.</param>
    public LinkRefusal Answer(
        SignedObject signed, LinkOffer sent, Instant now, out LinkAnswer? answer, out Delegation? delegation)
    {
        delegation = null;
        answer = null;
        if (!HasRightTag(signed, SignaturePurpose.LinkAnswer)) return LinkRefusal.PskTag;
        answer = TryRead(() => LinkAnswer.Read(signed.Payload.Span));
        if (answer is null) return LinkRefusal.Malformed;
        var refusal = CheckAnswer(answer, sent, now);
        if (refusal == LinkRefusal.None)
            refusal = Authenticate(signed, SignaturePurpose.LinkAnswer, answer.From, answer.From, now, out delegation);
        if (refusal == LinkRefusal.None && !LinkSdp.IsAcceptable(answer.Sdp)) refusal = LinkRefusal.Sdp;
        if (refusal != LinkRefusal.None) (answer, delegation) = (null, null);
        return refusal;
    }

    private LinkRefusal CheckOffer(LinkOffer offer, Instant now)
    {
        if (offer.Lifetime.At(now, LongestLife, skew) != LifetimeState.Holds) return LinkRefusal.Time;
        if (offer.Ring != ring) return LinkRefusal.Ring;
        if (offer.To != self || offer.From == self) return LinkRefusal.Address;
        return Version >= offer.VersionMin && Version <= offer.VersionMax ? LinkRefusal.None : LinkRefusal.Version;
    }

    private LinkRefusal CheckAnswer(LinkAnswer answer, LinkOffer sent, Instant now)
    {
        var lifetime = new Lifetime(answer.IssuedMs, (Int128)LongestLife.TotalMilliseconds);
        if (sent.Lifetime.At(now, LongestLife, skew) != LifetimeState.Holds) return LinkRefusal.Time;
        if (lifetime.At(now, LongestLife, skew) != LifetimeState.Holds) return LinkRefusal.Time;
        if (answer.From != sent.To || answer.To != self) return LinkRefusal.Address;
        if (answer.OfferHash != PayloadHash.Of(sent.ToBytes()) || answer.LinkId != sent.LinkId)
            return LinkRefusal.Unknown;
        if (answer.Version < sent.VersionMin || answer.Version > sent.VersionMax) return LinkRefusal.Version;
        return LinkFeatures.IsSubset(answer.Features, sent.Features) ? LinkRefusal.None : LinkRefusal.Features;
    }

    private bool HasRightTag(SignedObject signed, SignaturePurpose purpose) =>
        secret is null ? signed.PskTag.IsEmpty : signed.IsTaggedWith(secret, purpose);

    private LinkRefusal Authenticate(
        SignedObject signed, SignaturePurpose purpose, Did from, Did introducer, Instant now,
        out Delegation? delegation)
    {
        var verdict = delegations.Check(signed.Delegation.Span, introducer, now, out var found);
        delegation = null;
        if (verdict == DelegationVerdict.Busy) return LinkRefusal.Busy;
        if (verdict != DelegationVerdict.Valid || found!.Account != from) return LinkRefusal.Delegation;
        if (!found.Verify(purpose, signed.Payload.Span, signed.Signature.Span)) return LinkRefusal.Signature;
        delegation = found;
        return LinkRefusal.None;
    }

    private static T? TryRead<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (ProtocolException)
        {
            return null;
        }
    }
}
