using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.Ring;
using Rings.Simulation.Scenarios;

namespace Rings.Simulation.World;

/// <content>Nodes that do not keep the rules. Their signatures are their own: they cannot speak for others.</content>
internal sealed partial class RingWorld
{
    private const int FloodPerSecond = 100;
    private const int LieLength = 8;

    /// <summary>Makes a node hostile.</summary>
    internal void Corrupt(RingNode node, HostileBehaviour behaviour)
    {
        node.Behaviour = behaviour;
        if (behaviour == HostileBehaviour.Flood) Flood(node);
    }

    // A relay that should pass it on: the liar claims the key, the black hole swallows it.
    private bool Misroute(RingNode node, Envelope envelope)
    {
        if (envelope.Mode == RouteMode.Node && envelope.Target == node.Did) return false;
        if (envelope.Mode == RouteMode.Owner && node.Ring.Routing.Owns(envelope.Target)) return false;
        if (node.Behaviour == HostileBehaviour.BlackHole) return true;
        if (node.Behaviour != HostileBehaviour.Lie || envelope.Message is not RingMessage.FindOwner) return false;
        var claim = new RingMessage.OwnerFound(node.Did, null, MadeUp(node), Math.Max(1, envelope.Path.Count));
        TurnBack(node, envelope, claim);
        return true;
    }

    private RingMessage? Lie(RingNode node, RingMessage.Question question, RingMessage? truth) => question switch
    {
        RingMessage.AskNeighbours => new RingMessage.Neighbours(RingPhase.Member, AnyKey(), MadeUp(node), MadeUp(node)),
        RingMessage.FindNext => new RingMessage.NextFound(false, false, null, MadeUp(node)),
        _ => truth,
    };

    // Half members from anywhere, half Dids of nobody, in the order of the circle so that the list looks right.
    private ImmutableArray<Did> MadeUp(RingNode node) =>
    [
        .. Enumerable.Range(0, LieLength)
            .Select(i => i % 2 == 0 ? AnyMember().Did : AnyKey())
            .Where(did => did != node.Did)
            .Distinct()
            .OrderBy(node.Did.DistanceTo),
    ];

    private void Flood(RingNode node)
    {
        if (!node.IsAlive) return;
        if (node.Links.Count > 0)
        {
            var peer = node.Links.Keys.ElementAt(_choices.Next(node.Links.Count));
            var mode = _choices.Next(2) == 0 ? RouteMode.Owner : RouteMode.Node;
            var key = AnyKey();
            Ask(node, new(new(uint.MaxValue), mode, key, _nodes[peer].Did, false, new RingMessage.FindOwner(key)));
            Tell(node, _nodes[peer].Did, new RingMessage.Notify(MadeUp(node)));
        }

        At(Elapsed + TimeSpan.FromSeconds(1.0 / FloodPerSecond), () => Flood(node));
    }
}
