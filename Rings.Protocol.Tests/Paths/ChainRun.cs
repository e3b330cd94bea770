using System.Globalization;
using Rings.Protocol.Paths;

namespace Rings.Protocol.Tests.Paths;

/// <summary>One bulk flow over a chain of hops for 20 s, and a small one beside it from the middle on.</summary>
internal sealed class ChainRun
{
    private const double Time = 20;
    private const double Settled = 10;

    private readonly double _slowness;

    public ChainRun(int seed, double[] rates, double[] delays, PathRules broken = PathRules.None, bool isBeside = true)
    {
        World = new(seed, broken: broken);
        var nodes = Enumerable.Range(0, rates.Length + 1).Select(_ => World.NewNode()).ToArray();
        var ports = new SimPort[rates.Length];
        for (var i = 0; i < rates.Length; i++)
            ports[i] = World.NewLink(nodes[i], nodes[i + 1], rates[i], delays[i]).One;
        RoundTrip = 2 * delays.Sum();
        // A hop carries a window in each round trip of its own, and no more.
        Bottleneck = rates.Zip(delays, (rate, delay) => Math.Min(rate, (4 << 20) / Math.Max(2 * delay, 1e-9))).Min();
        _slowness = rates.Sum(rate => 1 / rate);
        Bulk = new(World, ports) { IsBulk = true };
        Beside = new(World, ports);
        Bulk.Open();
        if (isBeside) World.After(Settled, () =>
        {
            Beside.Open();
            Beside.Ping(0.05, 256);
        });
        World.Run(Time);
        Measure(delays.Sum());
    }

    public PathWorld World { get; }

    public SimFlow Bulk { get; }

    public SimFlow Beside { get; }

    public double RoundTrip { get; }

    public double Bottleneck { get; }

    /// <summary>When the rate first was 0.9 of the bottleneck over a round trip, or 200 ms; in seconds.</summary>
    public double Reached { get; private set; } = double.PositiveInfinity;

    /// <summary>Of the bottleneck, in the second half.</summary>
    public double Steady { get; private set; }

    /// <summary>What the flow's own queues add, in seconds, median.</summary>
    public double Added { get; private set; }

    /// <summary>What they add to the flow beside it, 99 %.</summary>
    public double AddedBeside { get; private set; }

    /// <summary>Within 16 round trips; what is measured over 200 ms cannot show less.</summary>
    public bool IsFast => Reached <= Math.Max(16 * RoundTrip, 0.25);

    public bool IsSteady => Steady >= 0.9;

    /// <summary>
    /// Its own queues: 200 ms, and at each hop what the least window and a channel's buffer take. Beside it: 20 ms a hop,
    /// and what a buffer and a packet take there.
    /// </summary>
    public bool AddsLittle => Added <= 0.2 + ((PathFrame.LeastWindow + (8 << 10)) * _slowness)
        && AddedBeside <= (0.02 * Bulk.Hops) + ((8 << 10) * _slowness);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"""
        bottleneck {Bottleneck / 1e6:0.000} MB/s, round trip {RoundTrip * 1e3:0} ms, 0.9 of it after {Reached:0.00} s = {Reached / RoundTrip:0.0} round trips, then {Steady:0.000}; adds {Added * 1e3:0.0} ms, beside it {AddedBeside * 1e3:0.0} ms {World.Fault}
        """);

    private void Measure(double oneWay)
    {
        var span = Math.Max(RoundTrip, 0.2);
        var arrivals = Bulk.Arrivals;
        long before = 0;
        var begin = 0;
        for (var i = 0; i < arrivals.Count; i++)
        {
            while (arrivals[begin].At < arrivals[i].At - span) before = arrivals[begin++].Total;
            if (arrivals[i].At < span || (arrivals[i].Total - before) / span < 0.9 * Bottleneck) continue;
            Reached = arrivals[i].At;
            break;
        }

        var late = arrivals.Where(arrival => arrival.At >= Settled).ToList();
        if (late.Count == 0) return;
        Steady = (late[^1].Total - late[0].Total) / (Time - Settled) / Bottleneck;
        Added = late.Select(arrival => arrival.Late).Order().ElementAt(late.Count / 2) - oneWay;
        var small = Beside.Arrivals.Select(arrival => arrival.Late).Order().ToList();
        if (small.Count > 0) AddedBeside = small[small.Count * 99 / 100] - oneWay;
    }
}
