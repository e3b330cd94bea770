using System.Collections.Immutable;
using Rings.Protocol.Identity;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Links;

/// <summary>
/// The links of one node, from the wish for one to its end: who may link, which of two offers stands, how many may be
/// half open and who gives way, what replaces what, who is dialled again (protocol.md, sections 2 and 9).
/// </summary>
/// <remarks>
/// Pure: the host makes connections, signs and verifies, carries offers and keeps time, as <see cref="ILinkEffects"/>
/// says, and tells the book what happened. There is one record and one <see cref="LinkPhase"/> for each link. Of links
/// to one peer at most one is opening and at most one stands (ready or suspect); those that end are in addition.
/// </remarks>
internal sealed partial class LinkBook
{
    /// <summary>Over the ring, wherever the routes lead.</summary>
    private static readonly LinkWay.OverRing Anywhere = new(Via: null);

    private readonly Did _self;
    private readonly LinkLimits _limits;
    private readonly ILinkEffects _effects;
    private readonly LinkRules _broken;
    private readonly OfferRates _rates;
    private readonly Redials _redials;
    private readonly RememberedAnswers _answers = new();
    private readonly Dictionary<LinkNumber, BookedLink> _links = [];
    private readonly Dictionary<long, Question> _questions = [];
    private long _lastLink;
    private long _lastQuestion;
    private bool _isClosing;

    /// <summary>Makes the book of a node that has no links.</summary>
    /// <param name="self">The node.</param>
    /// <param name="limits">The numbers.</param>
    /// <param name="effects">Does what the book says.</param>
    /// <param name="random">Spreads waits; nothing secret.</param>
    public LinkBook(Did self, LinkLimits limits, ILinkEffects effects, Random random)
        : this(self, limits, effects, random, LinkRules.None)
    {
    }

    internal LinkBook(Did self, LinkLimits limits, ILinkEffects effects, Random random, LinkRules broken)
    {
        ArgumentNullException.ThrowIfNull(limits);
        (_self, _limits, _effects, _broken) = (self, limits, effects, broken);
        _rates = new(limits);
        _redials = new(limits, random);
    }

    /// <summary>Links of any phase.</summary>
    public int Count => _links.Count;

    /// <summary>Links that are ready or suspect.</summary>
    public int StandingCount => _links.Values.Count(link => link.Stands);

    /// <summary>The links that are ready or suspect.</summary>
    public IEnumerable<LinkNumber> StandingLinks =>
        _links.Values.Where(link => link.Stands).Select(link => link.Number);

    /// <summary>All records, for tests.</summary>
    internal IReadOnlyCollection<BookedLink> Links => _links.Values;

    /// <summary>The link to a peer that is ready or suspect; null: none.</summary>
    public LinkNumber? StandingWith(Did peer) => Standing(peer)?.Number;

    /// <summary>The link to a peer that is being opened; null: none.</summary>
    public LinkNumber? OpeningWith(Did peer) => Opening(peer)?.Number;

    /// <summary>Whether somebody who was dialled at an address has answered, and is linked or coming up.</summary>
    public bool HasAnswered(Uri contact) => _links.Values.Any(
        link => link.Delegation is not null && link.Way is LinkWay.ToContact way && way.Address == contact);

    /// <summary>Whether a peer is not linked and may be.</summary>
    public bool IsStranger(Did peer) => Standing(peer) is null && _limits.Allows(peer);

    /// <summary>The offer of this node that a link waits to have answered; null: it waits for none.</summary>
    public LinkOffer? OfferOf(LinkNumber number) =>
        _links.TryGetValue(number, out var link) && link.Exchange is { Way.IsOwn: true } under ? under.Offer : null;

    /// <summary>Wants a link to a peer. The asker hears once what became of it.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="way">How this node's offer travels.</param>
    /// <param name="asker">Who wants to hear; null: nobody.</param>
    /// <param name="now">The present.</param>
    public void Dial(Did peer, LinkWay way, object? asker, Instant now)
    {
        var opening = Opening(peer);
        if (peer == _self) Fail(asker, peer, LinkFailure.Invalid, "a node does not link to itself");
        else if (_isClosing) Fail(asker, peer, LinkFailure.Stopped, "the node is leaving");
        else if (Standing(peer) is { Phase: LinkPhase.Ready }) TellLinked(asker, peer);
        else if (!_limits.Allows(peer))
            Fail(asker, peer, LinkFailure.Refused, "the node's own policy denies this peer");
        else if (opening is not null && way is not LinkWay.ByHand)
        {
            AddAsker(opening, asker);
            opening.RingWaits |= way.IsForRing;
        }
        else if (way is LinkWay.OverRing { IsSpare: true } && StandingCount >= _limits.LinkBudget)
            Fail(asker, peer, LinkFailure.Full, "the link budget is spent");
        else if (_links.Values.Count(link => link.IsOpening && link.Way.IsOwn) >= _limits.HalfOpen / 2)
            Fail(asker, peer, LinkFailure.Busy, "too many links are being opened");
        else
        {
            var link = Begin(peer, way, opening, now);
            AddAsker(link, asker);
            _effects.DescribeOffer(link.Number, isRestart: false);
        }
    }

    /// <summary>Takes over a link that stands already: for a host whose ring was built as a whole.</summary>
    /// <param name="peer">The other end, to which there is no link yet.</param>
    /// <param name="id">The link's name.</param>
    /// <param name="now">The present.</param>
    public LinkNumber Adopt(Did peer, LinkId id, Instant now)
    {
        var link = new BookedLink(new(++_lastLink), peer, Anywhere, now)
        {
            Id = id,
            Phase = LinkPhase.Ready,
            Exchange = null,
        };
        _links.Add(link.Number, link);
        return link.Number;
    }

    /// <summary>The connection has described itself: its offer or answer can be written.</summary>
    public void Described(LinkNumber number, string sdp)
    {
        if (!_links.TryGetValue(number, out var link) || link.Exchange is not { } exchange) return;
        if (exchange.Way.IsOwn) _effects.WriteOffer(number, link.Peer, link.Id, sdp, exchange.Way);
        else _effects.WriteAnswer(number, exchange.Offer!, exchange.Hash, sdp);
    }

    /// <summary>This node's offer is signed: it goes on its way.</summary>
    /// <param name="number">The link.</param>
    /// <param name="offer">The offer.</param>
    /// <param name="hash">The hash of its payload.</param>
    /// <param name="under">The delegation that it was signed under.</param>
    /// <param name="bytes">The bytes of the signed offer.</param>
    public void OfferWritten(
        LinkNumber number, LinkOffer offer, PayloadHash hash, DelegationId under, ReadOnlyMemory<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(offer);
        if (!_links.TryGetValue(number, out var link) || link.Exchange is not { Way.IsOwn: true } exchange) return;
        link.Exchange = exchange with { Offer = offer, Hash = hash, Under = under };
        link.Id = offer.LinkId;
        if (exchange.Way is not LinkWay.ByHand)
        {
            _effects.Carry(number, link.Peer, exchange.Way, bytes);
            return;
        }

        // The text is what was asked for. Whoever brings the answer hears of the link.
        foreach (var asker in link.Askers) _effects.TellOffer(asker, bytes);
        link.Askers.Clear();
    }

    /// <summary>This node's answer to a peer's offer is signed.</summary>
    /// <param name="number">The link.</param>
    /// <param name="answer">The bytes of the signed answer.</param>
    /// <param name="hash">The hash of its payload.</param>
    /// <param name="under">The delegation that it was signed under.</param>
    /// <param name="now">The present.</param>
    public void AnswerWritten(
        LinkNumber number, ReadOnlyMemory<byte> answer, PayloadHash hash, DelegationId under, Instant now)
    {
        if (!_links.TryGetValue(number, out var link) || link.Exchange is not { Way.IsOwn: false } exchange) return;
        link.ShownTo = under;
        link.Exchange = null;
        if (link.Phase == LinkPhase.Answering)
        {
            link.Phase = LinkPhase.Connecting;
            _effects.Bind(
                number, link.Id!.Value, exchange.Hash, hash, LinkAgreement.OfAnswerer(exchange.Offer!.Features),
                link.Delegation);
            _answers.Add(exchange.Offer!, answer, now);
        }

        _effects.Answer(exchange.Way, answer);
    }

    /// <summary>A verified answer to the offer that a link waits to have answered (<see cref="OfferOf"/>).</summary>
    /// <param name="number">The link.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="hash">The hash of its payload.</param>
    /// <param name="by">The delegation that it was signed under.</param>
    /// <returns>False: the link waits for none, and nothing was done.</returns>
    public bool AnswerCame(LinkNumber number, LinkAnswer answer, PayloadHash hash, Delegation? by)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (OfferOf(number) is null) return false;
        var link = _links[number];
        var exchange = link.Exchange!;
        if ((_broken & LinkRules.AnswersAreTakenTwice) == 0) link.Exchange = null;
        (link.Delegation, link.ShownTo) = (by ?? link.Delegation, exchange.Under);
        link.LatestOfferMs = Math.Max(link.LatestOfferMs, answer.IssuedMs); // What the peer offered before, it gave up.
        if (link.IsOpening)
        {
            link.Phase = LinkPhase.Connecting;
            _effects.Bind(
                number, answer.LinkId, exchange.Hash, hash, LinkAgreement.OfOfferer(answer.Features), by);
        }

        _effects.TakeAnswer(number, answer.Sdp);
        return true;
    }

    /// <summary>Who brings an answer by hand wants to hear of its link.</summary>
    public void Await(LinkNumber number, object asker)
    {
        if (_links.TryGetValue(number, out var link) && link.IsOpening) link.Askers.Add(asker);
    }

    /// <summary>
    /// The exchange under way comes to nothing: no way to the peer, no answer or a wrong one, or no description. A link
    /// that is not ready ends with it; one that stands goes on.
    /// </summary>
    /// <param name="number">The link.</param>
    /// <param name="reason">Why.</param>
    /// <param name="detail">The same in words.</param>
    /// <param name="neighbours">Whom the peer named instead of itself.</param>
    public void ExchangeFailed(LinkNumber number, LinkFailure reason, string detail, ImmutableArray<Did> neighbours)
    {
        if (!_links.TryGetValue(number, out var link)) return;
        if (!link.IsOpening)
        {
            RefuseUnanswered(link, reason, detail);
            link.Exchange = null; // The link itself may still recover, or is dropped in its time.
            return;
        }

        link.Instead = neighbours;
        Abandon(link, reason, detail);
    }

    /// <summary>
    /// The node's own offers are over, and its links are closed. <see cref="ILinkEffects.AllClosed"/> follows.
    /// </summary>
    public void CloseAll()
    {
        _isClosing = true;
        foreach (var link in _links.Values)
        {
            if (link.Stands) (link.Phase, link.EndsByChoice) = (LinkPhase.Ending, true);
            _effects.Close(link.Number, GoAwayReason.Leaving);
        }

        TellIfAllClosed();
    }

    private BookedLink? Standing(Did peer)
    {
        foreach (var link in _links.Values)
            if (link.Stands && link.Peer == peer) return link;
        return null;
    }

    private BookedLink? Opening(Did peer)
    {
        foreach (var link in _links.Values)
            if (link.IsOpening && link.Peer == peer) return link;
        return null;
    }

    /// <summary>
    /// Begins a link, in the place of one that was being opened: whoever waited for that waits for this.
    /// </summary>
    private BookedLink Begin(Did peer, LinkWay way, BookedLink? inPlaceOf, Instant now)
    {
        var link = new BookedLink(new(++_lastLink), peer, way, now);
        if (inPlaceOf is not null)
        {
            if ((_broken & LinkRules.AskersAreForgotten) == 0) link.Askers.AddRange(inPlaceOf.Askers);
            inPlaceOf.Askers.Clear();
            link.RingWaits |= inPlaceOf.RingWaits;
            RefuseUnanswered(inPlaceOf, LinkFailure.Superseded, "a newer link takes over");
            _links.Remove(inPlaceOf.Number);
            _effects.Drop(inPlaceOf.Number);
        }

        _links.Add(link.Number, link);
        var source = way is LinkWay.OverRing or LinkWay.FromRing ? LinkSource.Ring : LinkSource.Contact;
        _effects.Begin(link.Number, peer, source);
        return link;
    }

    /// <summary>Forgets a link that never became ready, and says why to all whom it concerns.</summary>
    private void Abandon(BookedLink link, LinkFailure reason, string detail)
    {
        _links.Remove(link.Number);
        _effects.Drop(link.Number);
        TellNotReady(link, reason, detail);
    }

    private void TellNotReady(BookedLink link, LinkFailure reason, string detail)
    {
        foreach (var asker in link.Askers) _effects.TellFailed(asker, link.Peer, reason, detail);
        link.Askers.Clear();
        RefuseUnanswered(link, reason, detail);
        if (link.Way is LinkWay.ToContact contact && reason != LinkFailure.Superseded)
            _effects.Missed(link.Peer, contact.Address, detail);
        if (link.RingWaits && Opening(link.Peer) is null)
            _effects.DialFailed(link.Peer, reason, link.Instead);
    }

    private void RefuseUnanswered(BookedLink link, LinkFailure reason, string detail)
    {
        if (link.Exchange is { Way.IsOwn: false } open) Refuse(open.Way, link.Peer, reason, detail);
    }

    private void Refuse(LinkWay way, Did peer, LinkFailure reason, string detail) =>
        _effects.Refuse(way, peer, reason, detail, []);

    private void Fail(object? asker, Did peer, LinkFailure reason, string detail)
    {
        if (asker is not null) _effects.TellFailed(asker, peer, reason, detail);
    }

    private void TellLinked(object? asker, Did peer)
    {
        if (asker is not null) _effects.TellLinked(asker, peer);
    }

    private static void AddAsker(BookedLink link, object? asker)
    {
        if (asker is not null) link.Askers.Add(asker);
    }

    private void TellIfAllClosed()
    {
        if (_isClosing && _links.Count == 0) _effects.AllClosed();
    }

    private sealed record Question(LinkOffer Offer, PayloadHash Hash, Delegation? By, LinkWay Way);
}
