using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.TestKit.Tests;

/// <summary>How long it takes is printed by <c>.ci/long testkit</c>.</summary>
public sealed class ThirtyTwoNodesSpecs
{
    [Fact]
    public void Thirty_two_nodes_are_ideal_and_every_pair_exchanges_a_message()
    {
        using var ring = new SimulatedRing(32).Nodes(32);
        ring.Run(r => r.IsIdeal);
        foreach (var node in ring.Nodes) ring.Register(node, "pairs/1", []);

        var outcomes = ring.SendFromEachToEach("pairs/1");
        ring.Run(_ => outcomes.Count == 32 * 31);

        Assert.All(outcomes, outcome => Assert.IsType<Delivered>(outcome));
    }
}
