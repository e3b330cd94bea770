using System.Globalization;
using Rings.TestKit;
using Xunit.Abstractions;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Nodes;

public sealed class RingFormationSpecs(ITestOutputHelper output)
{
    [Theory]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    [InlineData(16, 1)]
    public void Nodes_that_join_through_one_seed_become_one_ideal_ring(int count, int seed)
    {
        using var ring = new SimulatedRing(seed);
        ring.Grow(count);

        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(60)), ring.Describe());
        output.WriteLine($"{count} nodes ideal after {ring.World.Now}, {ring.World.Steps} mailbox runs");
    }

    /// <summary>More than the seed has room for: 128, or as many as RINGS_RING_NODES says (<c>.ci/long ring-256</c>).</summary>
    [Fact]
    public void More_nodes_than_the_seed_has_room_for_begin_at_once_and_become_one_ring()
    {
        var count = int.Parse(
            Environment.GetEnvironmentVariable("RINGS_RING_NODES") ?? "128", CultureInfo.InvariantCulture);
        using var ring = new SimulatedRing(seed: 256);
        ring.Grow(count);

        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(60)), ring.Describe());
        output.WriteLine($"{count} nodes ideal after {ring.World.Now}, {ring.World.Steps} mailbox runs");
    }

    [Fact]
    public void Sixty_four_nodes_join_through_one_seed_and_every_pair_exchanges_a_message()
    {
        using var ring = new SimulatedRing(seed: 64);
        ring.Grow(64);
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(60)), ring.Describe());
        output.WriteLine($"ideal after {ring.World.Now}, {ring.World.Steps} mailbox runs");

        var received = new List<Received>();
        foreach (var node in ring.Nodes) ring.Register(node, "pair/1", received);
        var outcomes = ring.SendFromEachToEach("pair/1");
        ring.World.RunUntil(ring.World.Now + TimeSpan.FromSeconds(60), () => outcomes.Count == 64 * 63);

        Assert.Equal(64 * 63, outcomes.OfType<Delivered>().Count());
        Assert.Equal(64 * 63, received.Count);
        output.WriteLine($"all delivered after {ring.World.Now}, {ring.World.Steps} mailbox runs");
    }

    [Fact]
    public void A_lossy_network_with_jitter_delays_and_loses_no_message_with_a_receipt()
    {
        var network = new Rings.Transport.InMemory.InMemoryNetworkOptions
        {
            Delay = TimeSpan.FromMilliseconds(10),
            Jitter = TimeSpan.FromMilliseconds(40),
            LossRate = 0.02,
        };
        using var ring = new SimulatedRing(seed: 9, network);
        ring.Grow(12);
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(60)), ring.Describe());

        var received = new List<Received>();
        foreach (var node in ring.Nodes) ring.Register(node, "pair/1", received);
        var outcomes = ring.SendFromEachToEach("pair/1");
        ring.World.Run(TimeSpan.FromSeconds(60));

        Assert.Equal(12 * 11, outcomes.OfType<Delivered>().Count());
        Assert.Equal(12 * 11, received.Count);
    }

    [Fact]
    public void A_seed_whose_link_budget_is_spent_still_lets_newcomers_in()
    {
        using var ring = new SimulatedRing(seed: 8, config: "rings.ring.link-budget = 8");
        ring.Grow(24);

        Assert.True(ring.RunUntilIdeal(TimeSpan.FromMinutes(3)), ring.Describe());
    }

    [Fact]
    public void The_same_seed_tells_the_same_story_and_another_tells_another()
    {
        var first = Story(seed: 5);

        Assert.Equal(first, Story(seed: 5));
        Assert.NotEqual(first, Story(seed: 6));
    }

    private static string Story(int seed)
    {
        using var ring = new SimulatedRing(seed);
        ring.Grow(16);
        var story = new List<string>();
        foreach (var node in ring.Nodes)
            ring.Subscribe(node, happened => story.Add($"{ring.World.Now} {node.Name} {happened}"));
        ring.World.Run(TimeSpan.FromSeconds(20));
        return $"{ring.World.Steps}\n{string.Join('\n', story)}";
    }
}
