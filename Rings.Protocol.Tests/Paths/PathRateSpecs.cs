using Xunit.Abstractions;

namespace Rings.Protocol.Tests.Paths;

/// <summary>S-05: how fast one flow gets on, and what it adds to what passes beside it.</summary>
public sealed class PathRateSpecs(ITestOutputHelper output)
{
    [Theory]
    [MemberData(nameof(Chains))]
    public void A_lone_flow_reaches_the_rate_of_its_way_and_adds_little_delay(
        string name, double[] rates, double[] delays)
    {
        var run = new ChainRun(1, rates, delays);

        output.WriteLine($"{name}: {run}");
        Assert.Null(run.World.Fault);
        Assert.True(run.IsFast && run.IsSteady && run.AddsLittle, $"{run}");
    }

    public static TheoryData<string, double[], double[]> Chains => new()
    {
        { "direct, 1 Gbit/s, 1 ms", [125e6], [0.0005] },
        { "2 even hops, 100 Mbit/s, 20 ms each", [12.5e6, 12.5e6], [0.02, 0.02] },
        { "3 hops, slow last, 10 Mbit/s", [12.5e6, 12.5e6, 1.25e6], [0.02, 0.02, 0.02] },
        { "3 hops, slow middle, 10 Mbit/s", [12.5e6, 1.25e6, 12.5e6], [0.02, 0.02, 0.02] },
        { "3 hops, slow first, 10 Mbit/s", [1.25e6, 12.5e6, 12.5e6], [0.02, 0.02, 0.02] },
        { "3 hops, 1 Mbit/s last", [12.5e6, 12.5e6, 125e3], [0.02, 0.02, 0.02] },
        { "4 hops, 100 Mbit/s, 75 ms each", Of(4, 12.5e6), Of(4, 0.075) },
        { "2 hops, 1 Gbit/s, 10 ms", [125e6, 125e6], [0.01, 0.01] },
        { "6 hops, 100 Mbit/s, 25 ms each", Of(6, 12.5e6), Of(6, 0.025) },
    };

    private static double[] Of(int hops, double value) => [.. Enumerable.Repeat(value, hops)];
}
