using Rings.Protocol.Identity;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Links;

/// <summary>Writes this node's offers and answers (protocol.md, 2.2).</summary>
/// <param name="ring">The ring.</param>
/// <param name="secret">The private ring's secret; null in a public ring.</param>
/// <param name="lifetime">How long an offer may be answered: at most two minutes.</param>
/// <param name="relays">Whether the node carries the paths of others.</param>
internal sealed class LinkPapers(RingId ring, RingSecret? secret, TimeSpan lifetime, bool relays)
{
    /// <summary>An offer, signed.</summary>
    /// <param name="signer">This node's key and delegation.</param>
    /// <param name="peer">Whom it is for.</param>
    /// <param name="id">The link's name.</param>
    /// <param name="sdp">The description.</param>
    /// <param name="now">The present.</param>
    public (LinkOffer Offer, SignedObject Signed) Offer(Signer signer, Did peer, LinkId id, string sdp, Instant now)
    {
        ArgumentNullException.ThrowIfNull(signer);
        var offer = new LinkOffer
        {
            VersionMin = LinkCheck.Version,
            VersionMax = LinkCheck.Version,
            Ring = ring,
            From = signer.Account,
            To = peer,
            LinkId = id,
            Features = LinkFeatures.Offered(relays),
            Sdp = sdp,
            IssuedMs = (ulong)now.UnixMilliseconds,
            ExpiresMs = (ulong)(now + lifetime).UnixMilliseconds,
        };
        return (offer, offer.Sign(signer, secret));
    }

    /// <summary>The answer to an offer, signed.</summary>
    /// <param name="signer">This node's key and delegation.</param>
    /// <param name="offer">The offer.</param>
    /// <param name="hash">The hash of the offer's payload as received.</param>
    /// <param name="sdp">The description.</param>
    /// <param name="now">The present.</param>
    public SignedObject Answer(Signer signer, LinkOffer offer, PayloadHash hash, string sdp, Instant now)
    {
        ArgumentNullException.ThrowIfNull(signer);
        ArgumentNullException.ThrowIfNull(offer);
        return new LinkAnswer
        {
            Version = LinkCheck.Version,
            OfferHash = hash,
            From = signer.Account,
            To = offer.From,
            LinkId = offer.LinkId,
            Features = LinkFeatures.Answered(offer.Features, relays),
            Sdp = sdp,
            IssuedMs = (ulong)now.UnixMilliseconds,
        }.Sign(signer, secret);
    }
}
