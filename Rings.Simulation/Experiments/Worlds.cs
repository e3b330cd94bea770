using Rings.Protocol.Ring;
using Rings.Simulation.World;

namespace Rings.Simulation.Experiments;

/// <summary>Steps that several experiments share.</summary>
internal static class Worlds
{
    private static readonly TimeSpan Settle = TimeSpan.FromMinutes(10);

    /// <summary>Settings with a successor list of a fixed length.</summary>
    /// <param name="successors">r.</param>
    /// <param name="longLinks">Whether the idle part of the link budget is spent on further long links.</param>
    public static RingSettings Chord(int successors, bool longLinks) => RingSettings.Default with
    {
        Successors = successors,
        MaxSuccessors = successors,
        LongLinkShare = longLinks ? RingSettings.Default.LongLinkShare : 0,
    };

    /// <summary>An ideal ring.</summary>
    public static RingWorld Ideal(int nodes, ulong seed, RingSettings settings)
    {
        var world = new RingWorld(new() { Seed = seed, Ring = settings });
        IdealStart.Build(world, [.. Enumerable.Range(0, nodes).Select(_ => world.AddNode())]);
        return world;
    }

    /// <summary>Lets the nodes run until they have opened the long links that they like.</summary>
    public static void FillLongLinks(RingWorld world) => world.RunFor(Settle);

    /// <summary>Lets a new node join through a random member.</summary>
    public static void Join(RingWorld world)
    {
        var contact = world.AnyMember().Index;
        world.StartJoining(world.AddNode(), contact);
    }

    /// <summary>Stops a share of the nodes; the others do not learn of it as long as time stands still.</summary>
    public static void StopShare(RingWorld world, double share)
    {
        var nodes = world.Nodes.ToArray();
        world.Choices.Shuffle(nodes.AsSpan());
        foreach (var node in nodes.Take((int)Math.Round(share * nodes.Length))) world.StopSilently(node);
    }

    /// <summary>Walks from random live members to the owners of random keys.</summary>
    public static Tally WalkAll(RingWorld world, int lookUps)
    {
        var tally = new Tally();
        var walk = new StaleWalk(world);
        for (var i = 0; i < lookUps; i++)
        {
            var key = world.AnyKey();
            tally.Add(walk.Walk(world.AnyMember(), key), world.Members.Owner(key));
        }

        return tally;
    }
}
