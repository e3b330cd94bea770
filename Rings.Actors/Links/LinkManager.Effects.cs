using System.Collections.Immutable;
using Akka.Actor;
using Rings.Actors.Frames;
using Rings.Actors.Messages;
using Rings.Actors.Peers;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Links;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;
using static Rings.Actors.Frames.FrameProtocol;
using static Rings.Actors.Links.ConnectionProtocol;
using static Rings.Actors.Links.LinkProtocol;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Links;

/// <content>What the book says is done.</content>
internal sealed partial class LinkManager : ILinkEffects
{
    private static readonly TimeSpan LongestAsked = TimeSpan.FromSeconds(10);

    void ILinkEffects.Begin(LinkNumber link, Did peer, LinkSource source)
    {
        var props = ConnectionActor.Props(_node, peer, source, _phase, new(_gate, _router, _paths))
            .WithDispatcher(_node.Dispatcher);
        var connection = Context.ActorOf(props, $"{peer}-{link.Value}");
        Context.WatchWith(connection, new Gone(connection));
        if (_routes is { } routes) connection.Tell(new SetRoutes(routes));
        _connections.Add(link, connection);
    }

    void ILinkEffects.DescribeOffer(LinkNumber link, bool isRestart) =>
        _connections[link].Tell(new DescribeOffer(isRestart));

    void ILinkEffects.DescribeAnswer(LinkNumber link, string sdp, bool isRestart) =>
        _connections[link].Tell(new DescribeAnswer(sdp, isRestart));

    void ILinkEffects.WriteOffer(LinkNumber link, Did peer, LinkId? id, string sdp, LinkWay way)
    {
        var signer = _node.Signer;
        var (offer, signed) = _papers.Offer(signer, peer, id ?? _node.NewLinkId(), sdp, _node.Now);
        _book.OfferWritten(link, offer, signed.Hash, signer.Delegation.Id, signed.ToBytes());
    }

    void ILinkEffects.Carry(LinkNumber link, Did peer, LinkWay way, ReadOnlyMemory<byte> offer)
    {
        if (way is LinkWay.ToContact contact)
        {
            AskContact(link, contact.Address, offer.ToArray());
            return;
        }

        var lifetime = _node.Settings.Links.OfferLifetime;
        var patience = lifetime < LongestAsked ? lifetime : LongestAsked;
        var request = new OutboxRequest(Kind.Connect, RouteMode.Node, peer, offer.ToArray(), patience)
        {
            FirstHop = (way as LinkWay.OverRing)?.Via,
        };
        _gate.Tell(new GateProtocol.Originate(request, Self, link));
    }

    void ILinkEffects.WriteAnswer(LinkNumber link, LinkOffer offer, PayloadHash hash, string sdp)
    {
        var signer = _node.Signer;
        var signed = _papers.Answer(signer, offer, hash, sdp, _node.Now);
        _book.AnswerWritten(link, signed.ToBytes(), signed.Hash, signer.Delegation.Id, _node.Now);
    }

    void ILinkEffects.Answer(LinkWay way, ReadOnlyMemory<byte> answer)
    {
        if (way is LinkWay.FromRing { Request: Arrived request })
            _gate.Tell(new GateProtocol.Respond(request, Kind.ConnectAnswer, answer.ToArray()));
        else if (way is LinkWay.FromOutside { ReplyTo: IActorRef asker })
            asker.Tell(new RingsNodeProtocol.OfferAnswered(answer.ToArray()));
    }

    void ILinkEffects.Refuse(
        LinkWay way, Did? peer, LinkFailure reason, string detail, ImmutableArray<Did> neighbours)
    {
        _node.Instruments.Dropped("offer");
        if (way is LinkWay.FromOutside { ReplyTo: IActorRef asker }) asker.Tell(new LinkRefused(peer, reason, detail));
        else if (way is LinkWay.FromRing { Request: Arrived request })
            _gate.Tell(reason == LinkFailure.Busy
                ? new GateProtocol.Respond(request, Kind.Busy, new Busy(1000).ToBytes())
                : new GateProtocol.Respond(request, Kind.ConnectRefused, LinkRefusals.Write(reason, neighbours)));
    }

    void ILinkEffects.TakeAnswer(LinkNumber link, string sdp) => _connections[link].Tell(new TakeAnswer(sdp));

    void ILinkEffects.Bind(
        LinkNumber link, LinkId id, PayloadHash offer, PayloadHash answer, LinkAgreement agreement, Delegation? peer) =>
        _connections[link].Tell(new Bind(id, offer, answer, agreement, peer!));

    void ILinkEffects.AskRing(Did peer, long question) => _router.Tell(new AskAdmission(peer, question));

    void ILinkEffects.Close(LinkNumber link, GoAwayReason reason) =>
        _connections[link].Tell(new Close(reason, reason == GoAwayReason.Leaving ? Neighbours() : []));

    void ILinkEffects.Drop(LinkNumber link)
    {
        if (!_connections.Remove(link, out var connection)) return;
        Context.Unwatch(connection);
        Context.Stop(connection);
    }

    void ILinkEffects.Ready(LinkNumber link, Did peer, Uri? contact, bool isFirst)
    {
        TellOfListener(_connections[link]);
        if (contact is not null)
        {
            _company.Solved(contact);
            Context.Parent.Tell(new PeerBookProtocol.Reached(peer, ContactCalls.WithoutFragment(contact), Announced: false));
        }

        if (isFirst) Context.Parent.Tell(new LinkOpened(peer));
    }

    void ILinkEffects.Closed(Did peer, string reason) => Context.Parent.Tell(new LinkClosed(peer, reason));

    void ILinkEffects.SuspicionChanged(Did peer, bool isSuspect) => Context.Parent.Tell(
        isSuspect ? new LinkSuspected(peer) : (RingsNodeProtocol.IEvent)new LinkRestored(peer));

    void ILinkEffects.TellOffer(object asker, ReadOnlyMemory<byte> offer) =>
        ((IActorRef)asker).Tell(new OfferCreated(offer.ToArray()));

    void ILinkEffects.TellLinked(object asker, Did peer) => ((IActorRef)asker).Tell(new Connected(peer));

    void ILinkEffects.TellFailed(object asker, Did? peer, LinkFailure reason, string detail) =>
        ((IActorRef)asker).Tell(new LinkRefused(peer, reason, detail));

    void ILinkEffects.DialFailed(Did peer, LinkFailure reason, ImmutableArray<Did> neighbours) =>
        _router.Tell(new DialFailed(peer, reason, neighbours));

    void ILinkEffects.Missed(Did peer, Uri contact, string detail)
    {
        // A node that leaves has closed the link itself: that says nothing about the peer.
        if (_closingFor is not null) return;
        _company.Note(contact, detail, _log);
        Context.Parent.Tell(new PeerBookProtocol.Missed(peer));
    }

    void ILinkEffects.RedialAfter(Did peer, TimeSpan wait) =>
        Timers.StartSingleTimer((nameof(DiallingProtocol.Redial), peer), new DiallingProtocol.Redial(peer), wait);

    void ILinkEffects.AllClosed() => _closingFor?.Tell(AllClosed.Instance);

    private ImmutableArray<Did> Neighbours() =>
        [.. (_routes?.Neighbours ?? ImmutableHashSet<Did>.Empty).Take(LinkControl.MaxNeighbours)];
}
