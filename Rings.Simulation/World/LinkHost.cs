using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Links;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;

namespace Rings.Simulation.World;

/// <summary>The links of one node: the production <see cref="LinkBook"/>, and what a host does for it.</summary>
/// <remarks>
/// Nothing is signed: the world vouches for who speaks. What the book has for the ring is told as an event of its own,
/// as between two actors, so neither is called while it is at work.
/// </remarks>
/// <param name="world">The network.</param>
/// <param name="node">Whose links they are.</param>
/// <param name="limits">The book's numbers.</param>
/// <param name="random">Spreads the book's waits.</param>
internal sealed class LinkHost(RingWorld world, RingNode node, LinkLimits limits, Random random) : ILinkEffects
{
    private const string Description = "-";

    private static readonly RingId Ring = RingId.OfPublic("simulation");
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(30);

    private readonly Dictionary<LinkNumber, LinkEnd> _ends = [];
    private LinkBook? _book;

    private LinkBook Book => _book ??= new(node.Did, limits, this, random);

    /// <summary>Wants a link.</summary>
    public void Dial(Did peer, LinkWay way) => Book.Dial(peer, way, null, world.Now);

    /// <summary>The ring needs a link no more.</summary>
    public void Close(Did peer) => Book.Close(peer, GoAwayReason.Idle);

    /// <summary>The node leaves.</summary>
    public void CloseAll() => Book.CloseAll();

    /// <summary>Takes a link that stands already.</summary>
    /// <param name="peer">The other end.</param>
    /// <param name="link">The world's number of it.</param>
    public void Adopt(RingNode peer, long link)
    {
        var number = Book.Adopt(peer.Did, IdOf(link), world.Now);
        _ends.Add(number, new(peer.Index, LinkSource.Ring) { Link = link, IsUp = true });
        node.Links.Add(peer.Index, link);
    }

    /// <summary>An offer has arrived.</summary>
    public void Receive(LinkOffer offer, LinkWay way)
    {
        if (Book.LooksAt(way, world.Now)) Book.OfferCame(offer, HashOf(offer), null, way, world.Now);
    }

    /// <summary>The reply to an offer, or that there is none. The first one counts.</summary>
    public void Answered(LinkNumber link, LinkOffer offer, OfferReply reply)
    {
        if (!ReferenceEquals(Book.OfferOf(link), offer)) return;
        if (reply.Failure is { } failure) Book.ExchangeFailed(link, failure, "no answer", reply.Instead);
        else Book.AnswerCame(link, LinkAnswer.Read(reply.Answer.Span), PayloadHash.Of(reply.Answer.Span), null);
    }

    /// <summary>The end of a link that is coming up; null: there is none, or it is no longer wanted.</summary>
    /// <param name="link">The world's number of it.</param>
    public LinkNumber? ComingUp(long link) => Find(link) is { } number && !_ends[number].IsUp ? number : null;

    /// <summary>A valid check came in for a link that is coming up.</summary>
    /// <param name="link">The world's number of it.</param>
    public void PathFound(long link)
    {
        if (Find(link) is { } number) Book.PathFound(number);
    }

    /// <summary>Both ends are there.</summary>
    public void Up(LinkNumber link) => Book.Up(link);

    /// <summary>A link does not answer, or does again.</summary>
    /// <param name="link">The world's number of it.</param>
    /// <param name="isSuspect">Which of them.</param>
    public void SetSuspect(long link, bool isSuspect)
    {
        if (Find(link) is { } number) Book.SetSuspect(number, isSuspect);
    }

    /// <summary>A link is closed.</summary>
    /// <param name="link">The world's number of it.</param>
    /// <param name="goAway">What the peer said; null: nothing, or this node closed it.</param>
    public void Closed(long link, GoAwayReason? goAway)
    {
        if (Find(link) is not { } number) return;
        if (goAway is not null) Book.Closing(number, $"the peer said {goAway}", goAway, []);
        Down(number);
    }

    void ILinkEffects.Begin(LinkNumber link, Did peer, LinkSource source)
    {
        _ends.Add(link, new(world.Find(peer)?.Index ?? -1, source));
        world.At(node, HandshakeTimeout, () => GiveUp(link));
    }

    void ILinkEffects.DescribeOffer(LinkNumber link, bool isRestart) => Book.Described(link, Description);

    void ILinkEffects.DescribeAnswer(LinkNumber link, string sdp, bool isRestart) => Book.Described(link, Description);

    void ILinkEffects.WriteOffer(LinkNumber link, Did peer, LinkId? id, string sdp, LinkWay way)
    {
        var now = world.Now;
        var offer = new LinkOffer
        {
            VersionMin = LinkCheck.Version,
            VersionMax = LinkCheck.Version,
            Ring = Ring,
            From = node.Did,
            To = peer,
            LinkId = id ?? IdOf(world.NewLink()),
            Sdp = sdp,
            IssuedMs = (ulong)now.UnixMilliseconds,
            ExpiresMs = (ulong)(now + LinkOffer.MaxLifetime).UnixMilliseconds,
        };
        Book.OfferWritten(link, offer, HashOf(offer), default, default);
    }

    void ILinkEffects.Carry(LinkNumber link, Did peer, LinkWay way, ReadOnlyMemory<byte> offer)
    {
        var written = Book.OfferOf(link)!;
        node.Dials++;
        if (way is LinkWay.OverRing over) world.CarryOffer(node, written, link, over.Via);
        else world.AskContact(new(node, link, written), _ends[link].Peer);
        world.At(node, AnswerPatience, () => Answered(link, written, OfferReply.None));
    }

    void ILinkEffects.WriteAnswer(LinkNumber link, LinkOffer offer, PayloadHash hash, string sdp)
    {
        var answer = new LinkAnswer
        {
            Version = LinkCheck.Version,
            OfferHash = hash,
            From = node.Did,
            To = offer.From,
            LinkId = offer.LinkId,
            Sdp = sdp,
            IssuedMs = (ulong)world.Now.UnixMilliseconds,
        }.ToBytes();
        Book.AnswerWritten(link, answer, PayloadHash.Of(answer), default, world.Now);
    }

    void ILinkEffects.Answer(LinkWay way, ReadOnlyMemory<byte> answer) =>
        Reply(way, new(answer, null, []));

    void ILinkEffects.Refuse(
        LinkWay way, Did? peer, LinkFailure reason, string detail, ImmutableArray<Did> neighbours) =>
        Reply(way, new(default, reason, neighbours));

    void ILinkEffects.TakeAnswer(LinkNumber link, string sdp)
    {
        // A restart finds the same way: a simulated link has one.
        var end = _ends[link];
        if (!end.IsUp) world.ShakeHands(node, end);
    }

    void ILinkEffects.Bind(
        LinkNumber link, LinkId id, PayloadHash offer, PayloadHash answer, LinkAgreement agreement, Delegation? peer) =>
        _ends[link].Link = NumberOf(id);

    void ILinkEffects.AskRing(Did peer, long question)
    {
        var isAdmitted = node.Ring.Admits(peer, world.Now);
        var around = node.Ring.Neighbours;
        Book.Admitted(
            question, isAdmitted, isAdmitted ? [] : [.. around.Successors, .. around.Predecessors], world.Now);
    }

    void ILinkEffects.Close(LinkNumber link, GoAwayReason reason) => world.CloseLink(node, _ends[link], reason);

    void ILinkEffects.Drop(LinkNumber link) => _ends.Remove(link);

    void ILinkEffects.Ready(LinkNumber link, Did peer, Uri? contact, bool isFirst)
    {
        var end = _ends[link];
        end.IsUp = true;
        Tell(() => node.LinkUp(end));
    }

    void ILinkEffects.Closed(Did peer, string reason) => Tell(() => node.Ring.LinkDown(peer, world.Now));

    void ILinkEffects.SuspicionChanged(Did peer, bool isSuspect) => Tell(() =>
    {
        if (isSuspect) node.Ring.Suspect(peer, world.Now);
        else node.Ring.Restored(peer, world.Now);
    });

    void ILinkEffects.TellOffer(object asker, ReadOnlyMemory<byte> offer) => throw NobodyAsked();

    void ILinkEffects.TellLinked(object asker, Did peer) => throw NobodyAsked();

    void ILinkEffects.TellFailed(object asker, Did? peer, LinkFailure reason, string detail) => throw NobodyAsked();

    void ILinkEffects.DialFailed(Did peer, LinkFailure reason, ImmutableArray<Did> neighbours) =>
        Tell(() => node.Ring.ConnectFailed(peer, reason, neighbours, world.Now));

    void ILinkEffects.Missed(Did peer, Uri contact, string detail) => world.Missed(node);

    void ILinkEffects.RedialAfter(Did peer, TimeSpan wait) =>
        world.At(node, wait, () => Book.RedialDue(peer, world.Now));

    void ILinkEffects.AllClosed()
    {
        // A node that leaves waits for nobody.
    }

    private void GiveUp(LinkNumber link)
    {
        if (!_ends.TryGetValue(link, out var end) || end.IsUp) return;
        Book.Closing(link, "no handshake in time", null, []);
        Down(link);
    }

    private void Down(LinkNumber link)
    {
        if (!_ends.Remove(link, out var end)) return;
        Tell(() => node.Forget(end));
        Book.Down(link);
    }

    private void Reply(LinkWay way, OfferReply reply)
    {
        if (way is LinkWay.FromRing { Request: Envelope envelope }) world.AnswerOffer(node, envelope, reply);
        else if (way is LinkWay.FromOutside { ReplyTo: ContactCall call }) world.AnswerContact(call, reply);
    }

    private LinkNumber? Find(long link)
    {
        foreach (var (number, end) in _ends)
            if (end.Link == link) return number;
        return null;
    }

    private void Tell(Action action) => world.At(node, TimeSpan.Zero, action);

    private static PayloadHash HashOf(LinkOffer offer) => PayloadHash.Of(offer.ToBytes());

    private static LinkId IdOf(long link)
    {
        Span<byte> id = stackalloc byte[LinkId.Bytes];
        id.Clear();
        BinaryPrimitives.WriteInt64BigEndian(id, link);
        return LinkId.Read(id);
    }

    private static long NumberOf(LinkId id)
    {
        Span<byte> bytes = stackalloc byte[LinkId.Bytes];
        id.Write(bytes);
        return BinaryPrimitives.ReadInt64BigEndian(bytes);
    }

    private static UnreachableException NobodyAsked() => new("Nobody in a simulated world asks for a link.");
}
