using System.Collections.Immutable;
using Rings.Protocol.Identity;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Links;

/// <content>Offers of others: which are looked at, wanted, answered.</content>
internal sealed partial class LinkBook
{
    /// <summary>Questions to the ring that wait, at most: what the rates let through in a minute.</summary>
    private const int MaxQuestions = 1024;

    /// <summary>Whether an offer that comes this way is looked at now. Refused here where it is not.</summary>
    public bool LooksAt(LinkWay way, Instant now)
    {
        if (_rates.TryTake(way, now)) return true;
        _effects.Refuse(way, null, LinkFailure.Busy, "too many offers", []);
        return false;
    }

    /// <summary>A verified offer of another node. It is answered or refused, once.</summary>
    /// <param name="offer">The offer.</param>
    /// <param name="hash">The hash of its payload.</param>
    /// <param name="by">The delegation that it was signed under; null where the host answers for the offerer.</param>
    /// <param name="way">How it came.</param>
    /// <param name="now">The present.</param>
    public void OfferCame(LinkOffer offer, PayloadHash hash, Delegation? by, LinkWay way, Instant now)
    {
        ArgumentNullException.ThrowIfNull(offer);
        var peer = offer.From;
        var standing = Standing(peer);
        if (_isClosing) Refuse(way, peer, LinkFailure.Stopped, "the node is leaving");
        else if (!_limits.Allows(peer)) Refuse(way, peer, LinkFailure.Refused, "policy");
        else if (standing is not null && standing.Id == offer.LinkId)
            AnswerRestart(standing, new(way) { Offer = offer, Hash = hash }, by, now);
        else if (_answers.TryGet(offer, now, out var answer)) _effects.Answer(way, answer);
        else if (!_answers.HasRoom(now)) Refuse(way, peer, LinkFailure.Busy, "too many answers are remembered");
        else if (Room(peer, way, now) is null) Refuse(way, peer, LinkFailure.Busy, "half-open links");
        else if (OwnOfferStands(peer)) Refuse(way, peer, LinkFailure.Superseded, "this node's own offer stands");
        else if (standing is { Phase: LinkPhase.Ready } && !Replaces(offer, by, standing))
            Refuse(way, peer, LinkFailure.Superseded, "the link is ready");
        else if (_questions.Count >= MaxQuestions) Refuse(way, peer, LinkFailure.Busy, "too many offers");
        else
        {
            _questions.Add(++_lastQuestion, new(offer, hash, by, way));
            _effects.AskRing(peer, _lastQuestion);
        }
    }

    /// <summary>The ring says whether a peer may link.</summary>
    /// <param name="question">What was asked.</param>
    /// <param name="isAdmitted">Whether it may.</param>
    /// <param name="neighbours">Whom to take instead of this node.</param>
    /// <param name="now">The present.</param>
    public void Admitted(long question, bool isAdmitted, ImmutableArray<Did> neighbours, Instant now)
    {
        if (!_questions.Remove(question, out var asked)) return;
        var (offer, hash, by, way) = asked;
        var peer = offer.From;
        if (_isClosing) Refuse(way, peer, LinkFailure.Stopped, "the node is leaving");
        else if (!isAdmitted && !IsNewcomerWithinGrace(way))
            _effects.Refuse(way, peer, LinkFailure.Full, "the link budget is spent", neighbours);
        else if (OwnOfferStands(peer)) Refuse(way, peer, LinkFailure.Superseded, "this node's own offer stands");
        else if (Room(peer, way, now) is not { } giveWay) Refuse(way, peer, LinkFailure.Busy, "half-open links");
        else
        {
            foreach (var slow in giveWay)
                Abandon(slow, LinkFailure.Busy, slow.IsChecked
                    ? "it gave way to another: it was not ready in time, and most of the places were its address's"
                    : "it gave way to another: no connectivity check came in");
            var link = Begin(peer, way, Opening(peer), now);
            link.Exchange = new(way) { Offer = offer, Hash = hash };
            (link.Delegation, link.Id, link.LatestOfferMs) = (by, offer.LinkId, offer.IssuedMs);
            _effects.DescribeAnswer(link.Number, offer.Sdp, isRestart: false);
        }
    }

    /// <summary>
    /// A valid connectivity check came in for a link that is being opened: it does not give way to make room, except
    /// where its address or introducer takes more than its share.
    /// </summary>
    public void PathFound(LinkNumber number)
    {
        if (_links.TryGetValue(number, out var link)) link.IsChecked = true;
    }

    /// <summary>An offer of the same link: an ICE restart, or what was answered before.</summary>
    private void AnswerRestart(BookedLink link, Exchange exchange, Delegation? by, Instant now)
    {
        var (way, offer) = (exchange.Way, exchange.Offer!);
        var isOld = offer.IssuedMs <= link.LatestOfferMs && (_broken & LinkRules.OldOffersRestart) == 0;
        if (isOld && _answers.TryGet(offer, now, out var answer)) _effects.Answer(way, answer);
        else if (isOld) Refuse(way, link.Peer, LinkFailure.Superseded, "a later offer of the link was answered");
        else if (link.Exchange is { Way.IsOwn: true } && StandsAgainst(link.Peer))
            Refuse(way, link.Peer, LinkFailure.Superseded, "this node's own offer stands");
        else
        {
            if (link.Exchange is { Way.IsOwn: false } earlier)
                Refuse(earlier.Way, link.Peer, LinkFailure.Superseded, "a later offer of the link came");
            (link.Exchange, link.LatestOfferMs) = (exchange, offer.IssuedMs);
            link.Delegation = by ?? link.Delegation;
            _effects.DescribeAnswer(link.Number, offer.Sdp, isRestart: true);
        }
    }

    private bool OwnOfferStands(Did peer) => Opening(peer) is { Way.IsOwn: true } && StandsAgainst(peer);

    /// <summary>Of two crossing offers the one from the numerically smaller Did stands.</summary>
    private bool StandsAgainst(Did peer) => (_broken & LinkRules.NoOfferStands) == 0
        && Did.Zero.DistanceTo(_self) < Did.Zero.DistanceTo(peer);

    /// <summary>
    /// A newer offer of the same session key takes over, and so does a later delegation of the same Did.
    /// </summary>
    private bool Replaces(LinkOffer offer, Delegation? by, BookedLink ready) =>
        (_broken & LinkRules.AnyOfferReplaces) != 0
        || (by is null || ready.Delegation is not { } current || current.SessionKey.Equals(by.SessionKey)
            ? offer.IssuedMs > ready.LatestOfferMs
            : LiveNodeRule.Supersedes(by, current));

    /// <summary>
    /// A newcomer has nowhere else to go: beyond the budget a few are let in, to find their place over this link. The
    /// ring closes it, or an idler one, when it is not needed.
    /// </summary>
    private bool IsNewcomerWithinGrace(LinkWay way) =>
        way is LinkWay.FromOutside && StandingCount < _limits.LinkBudget + _limits.Quarter;

    /// <summary>
    /// The half-open links that have to give way to a new one; none where there is room, null where there is no room
    /// and nothing that may be taken away. One that the new link takes the place of anyway does not count.
    /// </summary>
    private List<BookedLink>? Room(Did peer, LinkWay way, Instant now)
    {
        var giveWay = new List<BookedLink>();
        if ((_broken & LinkRules.NoBounds) != 0) return giveWay;
        var replaced = Opening(peer);
        var source = SourceOf(way);
        var others = _links.Values
            .Where(link => link.IsOpening && !link.Way.IsOwn && link != replaced).OrderBy(link => link.Begun).ToList();
        return Fits(link => link.Way.GetType() == way.GetType(), _limits.Quarter)
            && Fits(link => link.Peer == peer, _limits.HalfOpenPerNode)
            && (source is null || Fits(link => source == SourceOf(link.Way), _limits.HalfOpenPerAddress))
            ? giveWay : null;

        bool Fits(Predicate<BookedLink> isCounted, int most)
        {
            var counted = others.Where(link => isCounted(link) && !giveWay.Contains(link)).ToList();
            for (var excess = counted.Count - most; excess >= 0; excess--)
            {
                var silent = counted.Find(link => MayGiveWay(link, now));
                if ((silent ?? OverShare(counted, source, now)) is not { } oldest) return false;
                counted.Remove(oldest);
                giveWay.Add(oldest);
            }

            return true;
        }
    }

    private bool MayGiveWay(BookedLink link, Instant now) => (_broken & LinkRules.NothingGivesWay) == 0
        && (!link.IsChecked || (_broken & LinkRules.CheckedGiveWay) != 0)
        && now - link.Begun >= _limits.UncheckedTime;

    /// <summary>
    /// The oldest link of the source that takes most of the places, if that stays no poorer than the source of the new
    /// one, and if it had time to become ready: whoever answers checks and goes no further keeps out no other address.
    /// </summary>
    private BookedLink? OverShare(List<BookedLink> counted, string? source, Instant now)
    {
        if ((_broken & LinkRules.NothingGivesWay) != 0) return null;
        var own = counted.Count(link => SourceOf(link.Way) == source);
        return counted.GroupBy(link => SourceOf(link.Way)).Where(of => of.Count() > own + 1)
            .OrderByDescending(of => of.Count()).FirstOrDefault()
            ?.FirstOrDefault(link => now - link.Begun >= _limits.SharedTime);
    }

    /// <summary>
    /// What offers that come this way have in common: the address, or the neighbour that introduces them.
    /// </summary>
    private static string? SourceOf(LinkWay way) => way switch
    {
        LinkWay.FromOutside { Address: { } address } => AddressGroup.Of(address),
        LinkWay.FromRing ring => ring.Introducer.ToString(),
        _ => null,
    };
}
