using Rings.Protocol.Ring;
using Rings.Simulation.Experiments;
using Rings.Simulation.Runs;
using Rings.Simulation.Scenarios;
using Rings.Simulation.World;

namespace Rings.Simulation.Tests.World;

/// <summary>The properties of the ring that need a whole ring (P-…: the numbers of docs/simulation.md).</summary>
public sealed class RingPropertySpecs
{
    private static readonly NetworkConditions Rough = new() { Latency = "10-100", Duplication = 0.05 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(32)]
    [InlineData(256)]
    public void P05_every_member_of_an_ideal_ring_finds_the_first_member_at_or_after_a_key(int nodes)
    {
        using var world = Worlds.Ideal(nodes, 5, RingSettings.Default);
        foreach (var node in world.Nodes)
            for (var i = 0; i < 8; i++)
                world.LookUp(node, world.AnyKey(), i % 2 == 0 ? LookupStyle.Recursive : LookupStyle.Iterative);

        world.RunFor(TimeSpan.FromSeconds(30));

        Assert.Equal((8L * nodes, 0.0), (world.LookUps.Count, world.LookUps.FailuresPer10000));
        Assert.InRange(world.LookUps.Hops.Max, 0, Math.Log2(nodes) + 2);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(8, true)]
    [InlineData(16, false)]
    [InlineData(64, true)]
    [InlineData(128, true)]
    public void P07_nodes_that_join_become_the_ideal_ring_in_a_logarithmic_number_of_rounds(int nodes, bool atOnce)
    {
        for (var seed = 1UL; seed <= 3; seed++)
        {
            var report = Run(new()
            {
                Name = "p07",
                Description = "",
                Nodes = nodes,
                Seed = seed,
                Start = atOnce ? StartState.AtOnce : StartState.OneByOne,
                Seconds = 90,
                Network = Rough,
                Ring = new() { Round = 1 }
            });

            Assert.True(report.IsIdeal, $"seed {seed}: not ideal");
            var joined = report.Samples.First(sample => sample.State.Members == nodes).Seconds;
            var rounds = report.Samples[^1].Seconds - joined - report.Samples.Reverse().TakeWhile(IsIdeal).Count() + 1;
            Assert.True(rounds <= (2 * Math.Log2(nodes)) + 10, $"seed {seed}: {rounds} rounds after the last join");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void P08_the_invariant_holds_after_every_event_while_an_adversary_crashes_all_that_it_may(ulong seed)
    {
        var report = Run(new()
        {
            Name = "p08",
            Description = "",
            Nodes = 24,
            Seed = seed,
            Seconds = 180,
            Network = Rough,
            Steps =
            [
                new ScenarioStep.Strike { At = 10, Every = 12, For = 90 },
                new ScenarioStep.Join { At = 10, Count = 30, Within = 90 },
            ],
        }, InvariantMode.Always);

        Assert.True(report.InvariantChecks > 500);
    }

    [Fact]
    public void P09_after_a_fifth_has_died_heads_are_right_in_five_rounds_and_lists_in_ten()
    {
        var report = Run(new()
        {
            Name = "p09",
            Description = "",
            Nodes = 200,
            Seconds = 60,
            Ring = new() { Round = 1 },
            Steps = [new ScenarioStep.Crash { At = 10, Share = 0.2 }],
        });

        Assert.All(After(report, 10 + 4 + 5), sample => Assert.Equal(sample.State.Members, sample.State.Heads));
        Assert.All(After(report, 10 + 18 + 10), sample => Assert.True(sample.State.IsReached));
    }

    [Fact]
    public void P10_an_ideal_ring_without_traffic_is_quiet()
    {
        using var world = Worlds.Ideal(64, 1, RingSettings.Default);
        world.RunFor(TimeSpan.FromMinutes(20));
        var (frames, changes) = (world.Frames, world.Changes);
        var dials = world.Nodes.Sum(node => node.Dials);

        world.RunFor(TimeSpan.FromMinutes(10));

        Assert.Equal(changes, world.Changes);
        Assert.Equal(dials, world.Nodes.Sum(node => node.Dials));
        Assert.InRange((world.Frames - frames) / 64.0 / 10, 0, 60);
    }

    [Fact]
    public void P12_a_message_arrives_once_or_its_origin_learns_that_it_did_not()
    {
        using var world = Worlds.Ideal(64, 3, RingSettings.Default with { LongLinkShare = 0 });
        var (arrived, lost) = (new List<(long Id, int Node)>(), new List<long>());
        world.Delivered += (id, node) => arrived.Add((id, node));
        world.Undeliverable += lost.Add;
        var nobody = world.AnyKey();

        for (var i = 0; i < 64; i++) world.SendApplication(world.Nodes[i], world.Nodes[(i + 20) % 64].Did, i);
        for (var i = 0; i < 64; i++) world.SendApplication(world.Nodes[i], nobody, 100 + i);
        world.RunFor(TimeSpan.FromSeconds(20));

        Assert.Equal(Enumerable.Range(0, 64).Select(i => ((long)i, (i + 20) % 64)), arrived.Order());
        Assert.Equal(Enumerable.Range(100, 64).Select(i => (long)i), lost.Order());
    }

    [Fact]
    public void P13_a_newcomer_gets_its_answers_although_no_table_holds_it()
    {
        using var world = Worlds.Ideal(64, 4, RingSettings.Default);
        var newcomer = world.AddNode();
        world.StartJoining(newcomer, 0);
        while (newcomer.Links.Count == 0) world.Step();
        Assert.Equal(RingPhase.Joining, newcomer.Ring.Phase);

        for (var i = 0; i < 20; i++) world.LookUp(newcomer, world.AnyKey());
        world.RunFor(TimeSpan.FromSeconds(20));

        Assert.Equal((20L, 0.0), (world.LookUps.Count, world.LookUps.FailuresPer10000));
        Assert.True(newcomer.IsMember);
    }

    [Fact]
    public void P21_two_rings_that_meet_by_one_link_are_one_within_twenty_rounds()
    {
        var report = Run(new()
        {
            Name = "p21",
            Description = "",
            Nodes = 256,
            Rings = 2,
            Seconds = 60,
            Ring = new() { Round = 1 },
            Steps = [new ScenarioStep.Meet { At = 10 }],
        });

        Assert.True(report.IsIdeal);
        Assert.InRange(report.RoundsToIdeal!.Value, 1, 20);
    }

    [Fact]
    public void P23_a_hostile_tenth_costs_at_most_three_look_ups_in_a_hundred_and_no_memory()
    {
        using var world = Worlds.Ideal(100, 1, RingSettings.Default);
        HostileBehaviour[] kinds = [HostileBehaviour.Lie, HostileBehaviour.BlackHole, HostileBehaviour.Flood];
        for (var i = 0; i < 10; i++) world.Corrupt(world.Nodes[10 * i], kinds[i % 3]);
        for (var i = 0; i < 600; i++)
            world.At(TimeSpan.FromSeconds(10 + (0.1 * i)), () => world.LookUp(Honest(world), world.AnyKey()));

        world.RunFor(TimeSpan.FromSeconds(100));

        Assert.InRange(world.LookUps.FailuresPer10000, 0, 300);
        Assert.All(world.Nodes, node => Assert.InRange(node.Links.Count, 0, 99));
        Assert.InRange(world.Waiting, 0, 20_000);
    }

    private static RingNode Honest(RingWorld world)
    {
        var node = world.AnyMember();
        while (node.Behaviour != HostileBehaviour.None) node = world.AnyMember();
        return node;
    }

    private static bool IsIdeal(Sample sample) => sample.State.IsReached && sample.State.Members == sample.Alive;

    private static IEnumerable<Sample> After(ScenarioReport report, double seconds) =>
        report.Samples.Where(sample => sample.Seconds >= seconds);

    private static ScenarioReport Run(Scenario scenario, InvariantMode mode = InvariantMode.Off) =>
        ScenarioRunner.Run(scenario, new() { Invariant = mode });
}
