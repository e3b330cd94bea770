using System.Collections.Immutable;
using System.Numerics;
using Rings.Protocol;
using Rings.Protocol.Ring;

namespace Rings.Simulation.World;

/// <summary>Builds the ideal ring directly: every list, predecessor and finger right, every link there.</summary>
internal static class IdealStart
{
    /// <summary>Links and starts nodes that have not started.</summary>
    /// <param name="world">Their world.</param>
    /// <param name="nodes">The nodes; they form one ring.</param>
    public static void Build(RingWorld world, IReadOnlyList<RingNode> nodes)
    {
        var ring = new MemberIndex();
        ring.AddAll(nodes.Select(node => (node.Did, node.Index)));
        var settings = world.Options.Ring;
        var wanted = Math.Max(settings.Successors, BitOperations.Log2((uint)Math.Max(1, nodes.Count - 1)) + 1);
        var length = Math.Min(Math.Min(wanted, settings.MaxSuccessors), nodes.Count - 1);
        var fingers = nodes.ToDictionary(node => node.Index, node => Fingers(world, ring, node));
        for (var place = 0; place < ring.Count; place++)
        {
            var node = world.Nodes[ring.At(place)];
            for (var i = 1; i <= length; i++) world.LinkBeforeStart(node, world.Nodes[ring.At(place + i)]);
            foreach (var finger in fingers[node.Index]) world.LinkBeforeStart(node, world.Nodes[finger]);
        }

        world.TellLinksBeforeStart(nodes);
        for (var place = 0; place < ring.Count; place++)
        {
            var node = world.Nodes[ring.At(place)];
            var checkpoint = new RingCheckpoint(
                Around(world, ring, place, -1, length),
                Around(world, ring, place, 1, length),
                [.. fingers[node.Index].Select(finger => world.Nodes[finger].Did)]);
            world.StartIdeal(node, checkpoint);
        }
    }

    private static ImmutableArray<Did> Around(RingWorld world, MemberIndex ring, int place, int step, int length) =>
        [.. Enumerable.Range(1, length).Select(i => world.Nodes[ring.At(place + (i * step))].Did)];

    // From the longest finger down to the first that the head covers: all shorter ones are the head too.
    private static int[] Fingers(RingWorld world, MemberIndex ring, RingNode node)
    {
        if (ring.Count == 1) return [];
        var head = ring.At(ring.OwnerPlace(node.Did) + 1);
        var fingers = new List<int>();
        for (var exponent = Did.Bits - 1; exponent >= 0; exponent--)
        {
            var owner = ring.Owner(node.Did.Finger(exponent));
            if (owner != node.Index && !fingers.Contains(owner)) fingers.Add(owner);
            if (owner == head && node.Did.DistanceTo(world.Nodes[head].Did) >= Distance.PowerOfTwo(exponent)) break;
        }

        return [.. fingers];
    }
}
