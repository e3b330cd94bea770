using Rings.Protocol.Ring;

namespace Rings.Simulation.Experiments;

/// <summary>Hops and state per node by the size of the ring. Each ring runs, maintains itself, and answers
/// look-ups.</summary>
internal static class ScaleCurve
{
    private const int LookUps = 10_000;

    private static readonly int[] AllSizes = [10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000];
    private static readonly TimeSpan Time = TimeSpan.FromMinutes(1);

    /// <summary>The sizes of the curve.</summary>
    /// <param name="largest">The largest.</param>
    public static IEnumerable<int> Sizes(int largest) => AllSizes.Where(size => size <= largest);

    /// <summary>One point.</summary>
    /// <param name="nodes">The size.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="longLinks">Whether the idle part of the link budget is spent on further long links.</param>
    public static ScalePoint Run(int nodes, ulong seed, bool longLinks)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var settings = RingSettings.Default;
        using var world = Worlds.Ideal(nodes, seed, longLinks ? settings : settings with { LongLinkShare = 0 });
        if (longLinks) Worlds.FillLongLinks(world);
        var (start, frames) = (world.Elapsed, world.Frames);
        for (var i = 0; i < LookUps; i++)
        {
            var at = start + (Time * world.Choices.NextDouble());
            world.At(at, () => world.LookUp(world.AnyMember(), world.AnyKey()));
        }

        world.RunFor(Time + TimeSpan.FromSeconds(10));
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / nodes;
        return new()
        {
            Row = Tally.Row(longLinks ? "scale-long-links" : "scale", world, nodes, world.LookUps),
            BytesPerNode = bytes,
            Successors = world.Nodes.Average(node => (double)node.Ring.Neighbours.Successors.Length),
            Fingers = world.Nodes.Average(node => (double)node.Ring.Fingers.Length),
            Events = world.Events,
            FramesPerNodeMinute = (world.Frames - frames) / (double)nodes / (world.Elapsed - start).TotalMinutes,
        };
    }
}
