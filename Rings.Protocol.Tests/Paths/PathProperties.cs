using Rings.Protocol.Paths;

namespace Rings.Protocol.Tests.Paths;

/// <summary>What must hold of paths, each as a short history in virtual time: null, or what went wrong.</summary>
internal static class PathProperties
{
    private const double Fast = 125e6;
    private const double Slow = 12.5e6;

    public static string? A_relay_holds_no_more_than_it_promised(PathRules broken)
    {
        var world = Chain(broken, out var flow, (Fast, 0.005), (Fast, 0.005), (1.25e6, 0.005));
        flow.IsBulk = true;
        flow.Open();
        world.Run(3);
        return world.Fault;
    }

    public static string? Two_paths_of_a_link_are_told_apart(PathRules broken)
    {
        var world = Chain(broken, out var flow, (Slow, 0.005));
        var other = new SimFlow(world, flow.Ports[0]);
        foreach (var path in new[] { flow, other })
        {
            path.IsBulk = true;
            path.Wanted = 100_000;
            path.Open();
        }

        world.Run(2);
        return world.Fault ?? (flow.Arrived >= 100_000 && other.Arrived >= 100_000 ? null : "a path carried too little");
    }

    public static string? A_bottleneck_does_not_fill_the_windows_before_it(PathRules broken)
    {
        var run = new ChainRun(1, [Fast, Fast, 1.25e6], [0.02, 0.02, 0.02], broken);
        return run.World.Fault ?? (run.AddsLittle ? null : $"{run}");
    }

    public static string? After_a_fall_of_the_rate_what_was_granted_drains(PathRules broken)
    {
        var world = Chain(broken, out var flow, (Fast, 0.02), (Slow, 0.05));
        flow.IsBulk = true;
        flow.Open();
        world.Run(6);
        flow.Ports[1].Link.Rate = Slow / 20;
        world.Run(30);
        var late = flow.Arrivals.Where(arrival => arrival.At > 31).Max(arrival => arrival.Late);
        return world.Fault ?? (late <= 1 ? null : $"a packet was under way for {late:0.0} s");
    }

    public static string? No_mixture_of_packets_stops_a_path(PathRules broken)
    {
        foreach (var small in new[] { 1, 1000, 5000, 9000 })
        {
            var world = Chain(broken, out var flow, (Slow, 0.02), (Slow, 0.02), (Slow, 0.02));
            flow.PacketBytes = sent => sent % 40 == 39 ? 16_384 : small;
            (flow.IsBulk, flow.Wanted) = (true, (small * 390L) + (10 * 16_384));
            flow.Open();
            if (!world.RunUntil(() => flow.Arrived >= flow.Wanted, 25))
                return world.Fault ?? $"packets of {small} bytes stopped after {flow.Arrived} of {flow.Wanted}";
        }

        return null;
    }

    public static string? Packets_do_not_wait_for_the_credit_of_the_lane(PathRules broken)
    {
        var run = new ChainRun(1, [60e6], [0.025], broken, isBeside: false);
        return run.World.Fault ?? (run.IsSteady ? null : $"{run}");
    }

    /// <summary>64 paths of one neighbour, one of another, one link on: the one has half of it.</summary>
    public static string? Neighbours_share_a_link_evenly(PathRules broken)
    {
        var world = new PathWorld(1, broken: broken);
        var (relay, far) = (world.NewNode(), world.NewNode());
        var many = world.NewLink(world.NewNode(), relay, Fast, 0.005).One;
        var few = world.NewLink(world.NewNode(), relay, Fast, 0.05).One;
        var on = world.NewLink(relay, far, Slow, 0.02).One;
        for (var number = 0; number < 64; number++) Bulk(new(world, many, on));
        var one = Bulk(new(world, few, on));
        world.Run(4);
        var before = one.Arrived;
        world.Run(4);
        var rate = (one.Arrived - before) / 4;
        return world.Fault ?? (rate >= 0.8 * Slow / 2 ? null : $"the one got {rate / 1e6:0.00} MB/s of 12.5");
    }

    /// <summary>
    /// A neighbour that asks for paths without an end, all to a node that never answers: another's opens at once all the
    /// same.
    /// </summary>
    public static string? Who_asks_for_too_much_keeps_nobody_out(PathRules broken)
    {
        var world = new PathWorld(1, new() { BytesPerSecond = 1e12, Places = 128, PerLink = 32, PerPair = 32 }, broken);
        var relay = world.NewNode();
        var greedy = world.NewLink(world.NewNode(), relay, Fast, 0.005).One;
        var honest = world.NewLink(world.NewNode(), relay, Fast, 0.005).One;
        var silent = world.NewLink(relay, world.NewNode(), Slow, 0.02).One;
        var on = world.NewLink(relay, world.NewNode(), Slow, 0.02).One;
        for (var number = 0; number < 1000; number++)
        {
            var flow = new SimFlow(world, greedy, silent) { IsBulk = true, IsIgnored = true, IsUncounted = true };
            world.After(number * 0.002, flow.Open);
        }

        world.Run(1);
        var one = Bulk(new(world, honest, on));
        if (!world.RunUntil(() => one.Arrived > 0, 1)) return world.Fault ?? "an honest path did not open within a second";
        world.Run(1);
        var before = one.Arrived;
        world.Run(2);
        return world.Fault ?? ((one.Arrived - before) / 2 >= Slow / 2 ? null : "an honest path got less than half of its link");
    }

    private static SimFlow Bulk(SimFlow flow)
    {
        flow.IsBulk = true;
        flow.IsNoted = false;
        flow.PacketBytes = _ => 8192;
        flow.Open();
        return flow;
    }

    private static PathWorld Chain(PathRules broken, out SimFlow flow, params (double Rate, double Delay)[] hops)
    {
        var world = new PathWorld(1, broken: broken);
        var node = world.NewNode();
        var ports = new List<SimPort>();
        foreach (var (rate, delay) in hops)
        {
            var next = world.NewNode();
            ports.Add(world.NewLink(node, next, rate, delay).One);
            node = next;
        }

        flow = new(world, [.. ports]);
        return world;
    }
}
