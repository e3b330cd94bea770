using Rings.Protocol;
using Rings.Protocol.Ring;
using Rings.Simulation.World;

namespace Rings.Simulation.Experiments;

/// <summary>
/// A look-up in a ring whose tables are as they were before nodes failed, with nothing repaired meanwhile: the set-up
/// of Chord's table II. Each node decides with the production routing table; an attempt to reach a dead one is a
/// time-out, after which that node decides anew without it. Nothing is remembered from one look-up to the next.
/// </summary>
/// <param name="world">The world; its time stands still.</param>
internal sealed class StaleWalk(RingWorld world)
{
    private const int MostHops = 64;

    private readonly Dictionary<int, List<Did>> _avoided = [];

    /// <summary>Walks from a node to the owner of a key.</summary>
    /// <param name="start">A live node.</param>
    /// <param name="key">The key.</param>
    public WalkResult Walk(RingNode start, Did key)
    {
        _avoided.Clear();
        var (node, final, timeOuts) = (start, false, 0);
        Did? cameFrom = null;
        for (var hops = 0; hops <= MostHops;)
        {
            var decision = Table(node).Decide(key, RouteMode.Owner, final, cameFrom);
            if (decision.Verdict == RouteVerdict.Deliver) return new(node.Index, hops, timeOuts);
            if (decision.Verdict == RouteVerdict.Unreachable) break;
            var next = world.Find(decision.Next)!;
            if (!next.IsAlive)
            {
                timeOuts++;
                Avoid(node, next.Did);
                continue;
            }

            (cameFrom, node, final) = (node.Did, next, decision.Final);
            hops++;
        }

        return new(-1, 0, timeOuts);
    }

    private void Avoid(RingNode node, Did dead)
    {
        if (!_avoided.TryGetValue(node.Index, out var avoided)) _avoided[node.Index] = avoided = [];
        avoided.Add(dead);
    }

    private RoutingTable Table(RingNode node)
    {
        if (!_avoided.TryGetValue(node.Index, out var avoided)) return node.Ring.Routing;
        var neighbours = node.Ring.Neighbours;
        var predecessors = neighbours.Predecessors.Where(did => !avoided.Contains(did)).ToArray();
        var successors = neighbours.Successors.Where(did => !avoided.Contains(did)).ToArray();
        return new(
            node.Did,
            node.Ring.Phase,
            First(predecessors),
            [.. node.Ring.Routing.Members.ToArray().Where(did => !avoided.Contains(did))],
            [],
            Last(successors),
            Last(predecessors));
    }

    private static Did? First(Did[] dids) => dids.Length == 0 ? null : dids[0];

    private static Did? Last(Did[] dids) => dids.Length == 0 ? null : dids[^1];
}
