using System.Globalization;
using Rings.Protocol.Paths;
using Xunit.Abstractions;

namespace Rings.Protocol.Tests.Paths;

/// <summary>
/// Histories drawn from a seed: how many is said by <c>RINGS_PATH_HISTORIES</c>. After each event every node is looked
/// at: it holds no more than it promised.
/// </summary>
public sealed class PathHistorySpecs(ITestOutputHelper output)
{
    private static readonly int Count = int.Parse(
        Environment.GetEnvironmentVariable("RINGS_PATH_HISTORIES") ?? "12", CultureInfo.InvariantCulture);

    [Fact]
    public void With_every_window_at_its_least_whoever_is_read_gets_on()
    {
        for (var seed = 0; seed < Count; seed++)
        {
            var (world, flows) = Graph(seed, least: true);
            foreach (var flow in flows) flow.Open();
            var done = world.RunUntil(() => flows.All(flow => flow.Arrived >= flow.Wanted), 120);
            Assert.True(done, $"seed {seed}: {world.Fault} {string.Join(' ', flows.Select(flow => flow.Arrived))}");
        }
    }

    [Fact]
    public void Whatever_links_are_cut_the_ends_hear_of_it_and_nothing_is_left()
    {
        for (var seed = 0; seed < Count; seed++)
        {
            var (world, flows) = Graph(seed, least: false);
            foreach (var flow in flows) world.After(world.Random.NextDouble() * 0.2, flow.Open);
            foreach (var link in world.Links.Where(_ => world.Random.Next(3) == 0))
                world.After(world.Random.NextDouble(), link.Cut);
            world.Run(40);
            foreach (var flow in flows.Where(flow => flow.Near is { Ended: null })) flow.Near!.Close(PathCloseReason.Done);
            world.Run(160);
            Assert.True(world.Fault is null, $"seed {seed}: {world.Fault}");
            Assert.All(world.Nodes, node => Assert.Equal((0, 0), (node.Places.Count, node.Places.Promised)));
            Assert.All(flows, flow => Assert.True(flow.Far is null or { Ended: not null }, $"seed {seed}"));
            Assert.All(world.Links, link => Assert.Equal((0, 0), (link.One.Paths.Promised, link.Other.Paths.Promised)));
        }
    }

    [Fact]
    public void Chains_of_any_rates_and_delays_are_used()
    {
        var random = new Random(5);
        for (var run = 0; run < Math.Max(3, Count / 8); run++)
        {
            var hops = random.Next(1, 7);
            // 1 Mbit/s to 1 Gbit/s; in all at most 300 ms there and back.
            double[] rates = [.. Enumerable.Range(0, hops).Select(_ => 125e3 * Math.Pow(1000, random.NextDouble()))];
            double[] delays = [.. Enumerable.Range(0, hops).Select(_ => 0.001 + (random.NextDouble() * 0.149 / hops))];
            var chain = new ChainRun(run, rates, delays);
            output.WriteLine($"{run}: {hops} hops, {chain}");
            Assert.Null(chain.World.Fault);
            Assert.True(chain.IsFast && chain.IsSteady && chain.AddsLittle, $"run {run}, {hops} hops: {chain}");
        }
    }

    [Theory]
    [InlineData(8, 12.5e6, false)]
    [InlineData(64, 12.5e6, false)]
    [InlineData(16, 12.5e6, true)]
    [InlineData(32, 1.25e6, true)]
    [InlineData(16, 125e6, false)]
    public void Flows_that_come_by_as_many_links_share_a_hop(int count, double rate, bool isOnOff)
    {
        var world = new PathWorld(count);
        var (relay, next) = (world.NewNode(), world.NewNode());
        var middle = world.NewLink(relay, next, rate, 0.005).One;
        double[] delays = [0.005, 0.025, 0.075];
        var flows = new List<SimFlow>();
        for (var number = 0; number < count; number++)
        {
            var delay = delays[number % delays.Length];
            var first = world.NewLink(world.NewNode(), relay, 125e6, delay).One;
            var last = world.NewLink(next, world.NewNode(), 125e6, delay).One;
            var flow = new SimFlow(world, first, middle, last) { IsBulk = true, IsNoted = false };
            flows.Add(flow);
            world.After(world.Random.NextDouble() * 0.5, flow.Open);
            if (isOnOff && number % 2 == 1) world.After(1, () => Toggle(world, flow));
        }

        world.Run(5);
        var before = flows.Select(flow => flow.Arrived).ToList();
        world.Run(6);
        var rates = flows.Select((flow, number) => (flow.Arrived - before[number]) / 6.0).ToList();
        var steady = rates.Where((_, number) => !isOnOff || number % 2 == 0).ToList();
        output.WriteLine($"{rates.Sum() / 1e6:0.00} MB/s; {steady.Min() / 1e6:0.000} to {steady.Max() / 1e6:0.000}");
        Assert.Null(world.Fault);
        // A packet that began before the six seconds counts whole.
        Assert.InRange(rates.Sum(), 0.9 * rate, 1.001 * rate);
        Assert.InRange(steady.Max(), 0, 2 * steady.Min());
    }

    private static void Toggle(PathWorld world, SimFlow flow)
    {
        flow.IsBulk = !flow.IsBulk;
        flow.Near?.Offer();
        world.After(0.2 + (world.Random.NextDouble() * 1.5), () => Toggle(world, flow));
    }

    /// <summary>4 to 8 nodes in a ring with chords, and paths over 1 to 5 of its links.</summary>
    private static (PathWorld World, List<SimFlow> Flows) Graph(int seed, bool least)
    {
        var limits = least
            ? new PathLimits { BytesPerSecond = 1e12, EndWindow = PathFrame.LeastWindow, MaxWindow = PathFrame.LeastWindow }
            : new PathLimits { BytesPerSecond = 1e12 };
        var world = new PathWorld(seed, limits) { MailboxSeconds = 20e-6 };
        var count = world.Random.Next(4, 9);
        for (var number = 0; number < count; number++) world.NewNode();
        for (var number = 0; number < count; number++) Link(world, number, (number + 1) % count);
        for (var chord = 0; chord < 3; chord++)
        {
            var from = world.Random.Next(count);
            Link(world, from, (from + 2) % count);
        }

        var flows = new List<SimFlow>();
        for (var number = world.Random.Next(4, 13); number > 0; number--)
        {
            flows.Add(new(world, Walk(world)) { IsBulk = true, Wanted = 100_000, IsNoted = false });
            var odd = world.Random.Next(1, 16_384);
            flows[^1].PacketBytes = sent => sent % 2 == 0 ? odd : 0;
        }

        return (world, flows);
    }

    private static void Link(PathWorld world, int from, int to) =>
        world.NewLink(world.Nodes[from], world.Nodes[to], 1e5 * Math.Pow(100, world.Random.NextDouble()),
            world.Random.NextDouble() * 0.02);

    /// <summary>A way that meets no node twice.</summary>
    private static SimPort[] Walk(PathWorld world)
    {
        var node = world.Nodes[world.Random.Next(world.Nodes.Count)];
        var (been, ports) = (new HashSet<SimNode> { node }, new List<SimPort>());
        for (var hops = world.Random.Next(1, 6); hops > 0; hops--)
        {
            var ways = node.Ports.Where(port => !been.Contains(port.Peer.Node)).ToList();
            if (ways.Count == 0) break;
            ports.Add(ways[world.Random.Next(ways.Count)]);
            been.Add(node = ports[^1].Peer.Node);
        }

        return [.. ports];
    }
}
