using System.Collections.Immutable;
using Rings.Protocol.Identity;
using Rings.Protocol.Links;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Links;

/// <summary>
/// A node of a <see cref="BookWorld"/>: the book under test and a host without network or signatures.
/// </summary>
internal sealed class BookNode : ILinkEffects
{
    private readonly BookWorld _world;
    private readonly HashSet<Did> _linked = [];

    public BookNode(BookWorld world, Did did, LinkRules broken, LinkLimits limits)
    {
        (_world, Did) = (world, did);
        Book = new(did, limits, this, new Random(1), broken);
    }

    public Did Did { get; }

    public LinkBook Book { get; }

    /// <summary>Connections that are up or coming up, and what ties each to its other end.</summary>
    public Dictionary<LinkNumber, (Did Peer, (LinkId, PayloadHash, PayloadHash)? Bound)> Connections { get; } = [];

    /// <summary>What became of offers that nobody of this world made: answers, refusals.</summary>
    public List<(object Request, LinkFailure? Refusal)> Outcomes { get; } = [];

    public List<(Did Peer, LinkFailure Reason)> RingFailures { get; } = [];

    public List<Did> Redials { get; } = [];

    public List<LinkNumber> Restarts { get; } = [];

    public List<string> Wrong { get; } = [];

    public int Taken { get; private set; }

    public bool IsClosed { get; private set; }

    public bool IsAdmitting { get; set; } = true;

    void ILinkEffects.Begin(LinkNumber link, Did peer, LinkSource source) => Connections.Add(link, (peer, null));

    void ILinkEffects.DescribeOffer(LinkNumber link, bool isRestart)
    {
        if (isRestart) Restarts.Add(link);
        _world.Post(() => Book.Described(link, "offer"));
    }

    void ILinkEffects.DescribeAnswer(LinkNumber link, string sdp, bool isRestart)
    {
        if (isRestart) Restarts.Add(link);
        _world.Post(() => Book.Described(link, "answer"));
    }

    void ILinkEffects.WriteOffer(LinkNumber link, Did peer, LinkId? id, string sdp, LinkWay way)
    {
        var offer = _world.Offer(Did, peer, id);
        Book.OfferWritten(link, offer, BookWorld.HashOf(offer), default, offer.ToBytes());
    }

    void ILinkEffects.Carry(LinkNumber link, Did peer, LinkWay way, ReadOnlyMemory<byte> offer) =>
        _world.Deliver(this, link, LinkOffer.Read(offer.Span), way is LinkWay.ToContact);

    void ILinkEffects.WriteAnswer(LinkNumber link, LinkOffer offer, PayloadHash hash, string sdp)
    {
        var answer = _world.Answer(offer, hash);
        Book.AnswerWritten(link, answer.ToBytes(), PayloadHash.Of(answer.ToBytes()), default, _world.Now);
    }

    void ILinkEffects.Answer(LinkWay way, ReadOnlyMemory<byte> answer)
    {
        if (RequestOf(way) is not BookRequest request) Outcomes.Add((RequestOf(way), null));
        else if (request.Settle()) _world.Return(request, LinkAnswer.Read(answer.Span));
        else Wrong.Add("an offer was settled twice");
    }

    void ILinkEffects.Refuse(
        LinkWay way, Did? peer, LinkFailure reason, string detail, ImmutableArray<Did> neighbours)
    {
        if (RequestOf(way) is not BookRequest request) Outcomes.Add((RequestOf(way), reason));
        else if (request.Settle()) _world.Fail(request, reason);
        else Wrong.Add("an offer was settled twice");
    }

    void ILinkEffects.TakeAnswer(LinkNumber link, string sdp) => Taken++;

    void ILinkEffects.Bind(
        LinkNumber link, LinkId id, PayloadHash offer, PayloadHash answer, LinkAgreement agreement, Delegation? peer)
    {
        Connections[link] = (Connections[link].Peer, (id, offer, answer));
        _world.Meet(this, link);
    }

    void ILinkEffects.AskRing(Did peer, long question) =>
        _world.Post(() => Book.Admitted(question, IsAdmitting, [], _world.Now));

    void ILinkEffects.Close(LinkNumber link, GoAwayReason reason) => _world.Close(this, link, reason);

    void ILinkEffects.Drop(LinkNumber link) => Connections.Remove(link);

    void ILinkEffects.Ready(LinkNumber link, Did peer, Uri? contact, bool isFirst)
    {
        if (_linked.Add(peer) != isFirst) Wrong.Add($"the link to {peer} was told {isFirst} as the first");
    }

    void ILinkEffects.Closed(Did peer, string reason)
    {
        if (!_linked.Remove(peer)) Wrong.Add($"the end of no link to {peer} was told");
        else if (Connections.Values.Any(link => link.Peer == peer && link.Bound is not null)
            && Book.StandingWith(peer) is not null) Wrong.Add($"the end of a link to {peer} was told that stands");
    }

    void ILinkEffects.SuspicionChanged(Did peer, bool isSuspect)
    {
        if (!_linked.Contains(peer)) Wrong.Add($"no link to {peer} became suspect");
    }

    void ILinkEffects.TellOffer(object asker, ReadOnlyMemory<byte> offer) => ((BookAsker)asker).Told++;

    void ILinkEffects.TellLinked(object asker, Did peer) => ((BookAsker)asker).Told++;

    void ILinkEffects.TellFailed(object asker, Did? peer, LinkFailure reason, string detail) =>
        ((BookAsker)asker).Told++;

    void ILinkEffects.DialFailed(Did peer, LinkFailure reason, ImmutableArray<Did> neighbours) =>
        RingFailures.Add((peer, reason));

    void ILinkEffects.Missed(Did peer, Uri contact, string detail)
    {
        // The peer book is not part of this world.
    }

    void ILinkEffects.RedialAfter(Did peer, TimeSpan wait) => Redials.Add(peer);

    void ILinkEffects.AllClosed() => IsClosed = true;

    private static object RequestOf(LinkWay way) => way switch
    {
        LinkWay.FromRing ring => ring.Request,
        LinkWay.FromOutside outside => outside.ReplyTo,
        _ => throw new InvalidOperationException($"{way} brings no offer"),
    };
}
