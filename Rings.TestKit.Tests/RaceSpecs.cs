using System.Globalization;
using System.Text.RegularExpressions;
using Akka.Actor;
using Rings.Transport.InMemory;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.TestKit.Tests;

public sealed partial class RaceSpecs
{
    private const string Name = "Rings.TestKit.Tests.RaceSpecs.A_planted_race";

    [Fact]
    public void A_planted_race_is_found_within_200_seeds_and_replayed_from_the_printed_line()
    {
        var passed = 0;
        var found = Assert.Throws<RingSeedException>(() => RingSeeds.Run(200, Name, seed =>
        {
            Sell(seed, out _);
            passed++;
        }));

        var line = ReplayLine().Match(found.Message);
        Assert.EndsWith($"dotnet test --filter FullyQualifiedName~{Name}", line.Value, StringComparison.Ordinal);
        var seed = int.Parse(line.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        var first = Assert.Throws<InvalidOperationException>(() => Sell(seed, out _));
        var second = Assert.Throws<InvalidOperationException>(() => Sell(seed, out _));

        Assert.Equal(found.Seed, seed);
        Assert.InRange(passed, 1, 199);
        Assert.Equal(found.InnerException!.Message, first.Message);
        Assert.Equal(first.Message, second.Message);
    }

    private static void Sell(int seed, out string history)
    {
        var sold = new List<string>();
        var network = new InMemoryNetworkOptions { Delay = TimeSpan.FromMilliseconds(5), Jitter = TimeSpan.FromMilliseconds(40) };
        using var ring = new SimulatedRing(seed, network).Nodes(3)
            .WithProtocol("tickets/1", node => Props.Create(() => new TicketOffice(node.Name == "n0" ? sold : new())));
        ring.Run(r => r.IsIdeal);
        ring.Node(1).Tell(new SendPlain(ring.Node(0).Did, "tickets/1", [1]));
        ring.Node(2).Tell(new SendPlain(ring.Node(0).Did, "tickets/1", [2]));
        ring.Advance(TimeSpan.FromSeconds(1));
        history = ring.History.ToString();
        if (sold.Count != 1) throw new InvalidOperationException($"{sold.Count} tickets were sold of one, to {string.Join(" and ", sold)}; {ring.History.Fingerprint}");
    }

    [GeneratedRegex(@"RINGS_SEED=(-?\d+) dotnet test .*")]
    private static partial Regex ReplayLine();
}
