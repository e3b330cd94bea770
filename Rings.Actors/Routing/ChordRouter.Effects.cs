using Akka.Actor;
using Rings.Actors.Links;
using Rings.Actors.Messages;
using Rings.Actors.Public;
using Rings.Actors.Telemetry;
using Rings.Protocol;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;

namespace Rings.Actors.Routing;

/// <content>What the ring does to the world.</content>
internal sealed partial class ChordRouter : IRingEffects
{
    /// <summary>
    /// The ring watches its own deadlines; the gate forgets a question when none of them can still run.
    /// </summary>
    private TimeSpan Patience => _node.Settings.Ring.LongestAnswerTimeout * 2;

    void IRingEffects.Tell(Did peer, RingMessage message) =>
        Originate(
            new OutboxRequest(Kind.Ring, RouteMode.Node, peer, RingCodec.Write(message), Patience)
            {
                FirstHop = peer,
                WantsReply = false,
            },
            null);

    void IRingEffects.Ask(RingRequest request) =>
        Originate(
            new OutboxRequest(
                Kind.Ring, request.Mode, request.Target, RingCodec.Write(request.Message), Patience)
            {
                FirstHop = request.FirstHop,
                IsFinal = request.Final,
            },
            request.Id);

    void IRingEffects.Connect(Did peer, Did via) => _parts.Links.Tell(new LinkProtocol.Dial(peer, via));

    void IRingEffects.Disconnect(Did peer) => _parts.Links.Tell(new LinkProtocol.CloseIdle(peer));

    void IRingEffects.Keep(Did peer, bool keep) => _parts.Links.Tell(new LinkProtocol.KeepLink(peer, keep));

    void IRingEffects.PhaseChanged(RingPhase phase)
    {
        _parts.Links.Tell(new ConnectionProtocol.SetPhase(phase));
        Context.Parent.Tell(new RingsNodeProtocol.PhaseChanged(phase));
    }

    void IRingEffects.NeighboursChanged(RingNeighbours neighbours)
    {
        _routesChanged = true;
        Context.Parent.Tell(new RingsNodeProtocol.NeighboursChanged(neighbours.Predecessors, neighbours.Successors));
    }

    void IRingEffects.OwnershipChanged(Did? predecessor) =>
        Context.Parent.Tell(new RingsNodeProtocol.OwnershipChanged(predecessor));

    void IRingEffects.RoutingChanged() => _routesChanged = true;

    void IRingEffects.LookupAnswered(LookupId id, LookupAnswer answer)
    {
        if (!_lookups.Remove(id, out var lookup)) return;
        var elapsed = _node.Now - lookup.Since;
        _node.Instruments.LookedUp(elapsed);
        RingsInstruments.End(lookup.Span, "found");
        lookup.Asker.Tell(new RingsNodeProtocol.LookupDone(
            lookup.Key, answer.Owner, answer.Hops, answer.Attempts, elapsed));
    }

    void IRingEffects.LookupFailed(LookupId id, LookupFailure reason)
    {
        if (!_lookups.Remove(id, out var lookup)) return;
        RingsInstruments.End(lookup.Span, $"{reason}");
        lookup.Asker.Tell(new RingsNodeProtocol.LookupFailed(lookup.Key, reason));
    }

    void IRingEffects.Meet() => _parts.Links.Tell(LinkProtocol.Meet.Instance);

    private void Originate(OutboxRequest message, object? tag) =>
        _parts.Gate.Tell(new GateProtocol.Originate(message, Self, tag));

    void IRingEffects.WakeAt(Instant at)
    {
        _wakeAt = at;
        _parts.Stabilizer.Tell(new RouterProtocol.WakeAt(at), Self);
    }
}
