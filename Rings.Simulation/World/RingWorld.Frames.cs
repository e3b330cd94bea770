using Rings.Protocol;
using Rings.Protocol.Links;
using Rings.Protocol.Ring;
using Rings.Simulation.Scenarios;

namespace Rings.Simulation.World;

/// <content>Frames: sending, routing at every node, replies along crumbs (protocol.md, section 3).</content>
internal sealed partial class RingWorld
{
    private const int MostHops = 32;

    /// <summary>Frames sent by all nodes until now.</summary>
    public long Frames { get; private set; }

    internal void Tell(RingNode from, Did peer, RingMessage message)
    {
        var envelope = new Envelope { Kind = EnvelopeKind.Tell, Origin = from.Index, Target = peer, Message = message };
        if (_indexes.TryGetValue(peer, out var to)) Transmit(from, to, envelope);
    }

    internal void Ask(RingNode from, in RingRequest request)
    {
        var envelope = new Envelope
        {
            Kind = EnvelopeKind.Question,
            Mode = request.Mode,
            Target = request.Target,
            Origin = from.Index,
            Id = request.Id.Value,
            Message = request.Message,
            Final = request.Final,
        };
        Forward(from, request.FirstHop, envelope);
    }

    /// <summary>Sends an application message to a node over the ring, as a host would.</summary>
    internal void SendApplication(RingNode from, Did target, long id)
    {
        var envelope = new Envelope { Kind = EnvelopeKind.Application, Target = target, Origin = from.Index, Id = id };
        Route(from, null, envelope);
    }

    /// <summary>Called when an application message has arrived: its id, and the node where.</summary>
    internal event Action<long, int>? Delivered;

    /// <summary>Called when its origin learns that an application message could not be delivered.</summary>
    internal event Action<long>? Undeliverable;

    private void Arrive(RingNode node, in WorldEvent frame)
    {
        if (!HasLink(node, frame)) return;
        var envelope = (Envelope)frame.Content!;
        var from = _nodes[frame.Peer].Did;
        if (envelope.Kind == EnvelopeKind.Tell) node.Ring.Receive(from, envelope.Message!, Now);
        else if (!envelope.IsReply) Route(node, from, envelope);
        else SendBack(node, from, envelope);
    }

    private void Route(RingNode node, Did? cameFrom, Envelope envelope)
    {
        if (node.Behaviour != HostileBehaviour.None && cameFrom is not null && Misroute(node, envelope)) return;
        var decision = node.Ring.Routing.Decide(envelope.Target, envelope.Mode, envelope.Final, cameFrom);
        if (decision.Verdict == RouteVerdict.Forward && envelope.Path.Count >= MostHops)
            decision = RouteDecision.Unreachable;
        switch (decision.Verdict)
        {
            case RouteVerdict.Deliver:
                Deliver(node, envelope);
                break;
            case RouteVerdict.Forward:
                envelope.Final = decision.Final;
                Forward(node, decision.Next, envelope);
                break;
            default:
                TurnBack(node, envelope, null);
                break;
        }
    }

    private void Forward(RingNode node, Did next, Envelope envelope)
    {
        envelope.PassedBy(node.Index);
        if (!_indexes.TryGetValue(next, out var to) || !node.Links.ContainsKey(to))
        {
            envelope.TakeCrumb();
            TurnBack(node, envelope, null);
            return;
        }

        Transmit(node, to, envelope);
    }

    private void Deliver(RingNode node, Envelope envelope)
    {
        switch (envelope.Kind)
        {
            case EnvelopeKind.Question:
                var question = (RingMessage.Question)envelope.Message!;
                var hops = Math.Max(1, envelope.Path.Count);
                var reply = node.Ring.Answer(_nodes[envelope.Origin].Did, question, hops, Now);
                TurnBack(node, envelope, node.Behaviour == HostileBehaviour.Lie ? Lie(node, question, reply) : reply);
                break;
            case EnvelopeKind.Offer:
                var introducer = _nodes[envelope.Path[^1]].Did;
                node.Host.Receive(envelope.Offer!, new LinkWay.FromRing(introducer, envelope));
                break;
            case EnvelopeKind.Storage:
                Deliver(node.Storage, node, envelope);
                break;
            default:
                Delivered?.Invoke(envelope.Id, node.Index);
                break;
        }
    }

    private void TurnBack(RingNode node, Envelope envelope, RingMessage? reply)
    {
        envelope.TurnBack(node.Index, reply);
        SendBack(node, null, envelope);
    }

    // Crumb by crumb while each link is there; from the first that is not, routed to the origin like any message.
    private void SendBack(RingNode node, Did? cameFrom, Envelope envelope)
    {
        if (node.Index == envelope.Origin)
        {
            // After the effect that sent it, never inside: a route may end where it began.
            if (cameFrom is null) At(Elapsed, () => Return(node, envelope));
            else Return(node, envelope);
            return;
        }

        if (!envelope.CrumbsLost && envelope.Path.Count > 0 && envelope.TakeCrumb() is var crumb
            && node.Links.ContainsKey(crumb))
        {
            Transmit(node, crumb, envelope);
            return;
        }

        envelope.CrumbsLost = true;
        if (envelope.Transmissions > 2 * MostHops) return;
        var decision = node.Ring.Routing.Decide(_nodes[envelope.Origin].Did, RouteMode.Node, final: false, cameFrom);
        if (decision.Verdict == RouteVerdict.Forward) Transmit(node, _indexes[decision.Next], envelope);
    }

    private void Return(RingNode node, Envelope envelope)
    {
        if (!node.IsAlive) return;
        switch (envelope.Kind)
        {
            case EnvelopeKind.Question when envelope.Reply is RingMessage.Reply reply:
                node.Ring.Answered(new((uint)envelope.Id), _nodes[envelope.Answerer].Did, reply, Now);
                break;
            case EnvelopeKind.Question:
                node.Ring.Undeliverable(new((uint)envelope.Id), Now);
                break;
            case EnvelopeKind.Offer:
                OfferReturned(node, envelope);
                break;
            case EnvelopeKind.Storage:
                node.Storage?.Return(envelope);
                break;
            default:
                Undeliverable?.Invoke(envelope.Id);
                break;
        }
    }

    private void Transmit(RingNode from, int to, Envelope envelope)
    {
        if (!from.Links.TryGetValue(to, out var link)) return;
        from.Sent++;
        Frames++;
        envelope.Transmissions++;
        if (envelope.Question is { } question) Traffic.Add(question, envelope.Bytes);
        if (IsCut(from, _nodes[to]) || _network.Chance(Network.Loss)) return;
        if (_network.Chance(Network.Duplication)) Post(from, to, link, envelope.Copy());
        Post(from, to, link, envelope);
    }

    private void Post(RingNode from, int to, long link, Envelope envelope)
    {
        var due = Now + Delay();
        if (_options.Network.Ordered) due = from.InOrder(to, due);
        _loop.ScheduleAt(due, new(WorldEventKind.Frame, to, from.Index, link, envelope));
    }
}
