using Akka.Actor;

namespace Rings.TestKit.Tests;

/// <summary>What a test asks for and cannot be had: the answer says which step of which seed.</summary>
public sealed class BadStepSpecs
{
    public static TheoryData<string, Action<SimulatedRing>> BadSteps => new()
    {
        { "there is no node 9: the ring has nodes 0 to 1", ring => ring.Crash(9) },
        { "there is no node -1", ring => ring.Restart(-1) },
        { "there is no node 2", ring => ring.Partition([0, 2]) },
        { "a node is named twice", ring => ring.Partition([0, 0]) },
        { "a side of the partition has no node", ring => ring.Partition([]) },
        { "a side of the partition has no node", ring => ring.Partition([0, 1]) },
        { "there is no partition to heal", ring => ring.Heal() },
        { "a ring has 1 to 1024 nodes", ring => ring.Nodes(0) },
        { "a ring has 1 to 1024 nodes", ring => ring.Nodes(1023) },
        { "a share is from 0 to less than 1", ring => ring.Lose(1) },
        { "a share is from 0 to less than 1", ring => ring.Lose(double.NaN) },
        { "a share is from 0 to 1", ring => ring.Duplicate(-0.1) },
        { "nothing arrives before it was sent", ring => ring.Delay(TimeSpan.FromMilliseconds(-1)) },
        { "nothing arrives before it was sent", ring => ring.DelayBetween(0, 1, TimeSpan.FromMilliseconds(-1)) },
        { "a cost is not less than zero", ring => ring.Slow(0, TimeSpan.FromMilliseconds(-1)) },
        { "time passes by 0 to", ring => ring.Advance(TimeSpan.FromDays(401)) },
        { "a deadline is up to", ring => ring.Run(_ => true, TimeSpan.Zero) },
        { "Unknown wants a String, which is not known here", ring => ring.WithProtocol<Unknown>("unknown/1") },
    };

    [Theory]
    [MemberData(nameof(BadSteps), DisableDiscoveryEnumeration = true)]
    public void A_bad_step_says_which_step_of_which_seed(string why, Action<SimulatedRing> step)
    {
        using var ring = new SimulatedRing(11).Nodes(2);
        ring.History.Test = "BadStepSpecs";

        var refused = Assert.Throws<RingStepException>(() => step(ring));

        Assert.Equal((11, 2), (refused.Seed, refused.Step));
        Assert.StartsWith("Step 2 of seed 11 (", refused.Message, StringComparison.Ordinal);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Contains("RINGS_SEED=11 dotnet test --filter FullyQualifiedName~BadStepSpecs", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_crashes_once_and_a_protocol_is_given_once()
    {
        using var ring = new SimulatedRing(11).Nodes(2);
        ring.Crash(1).WithProtocol("loop/1", _ => Props.Create(() => new Loop()));

        Assert.Contains("node 1 does not run", Assert.Throws<RingStepException>(() => ring.Crash(1)).Message, StringComparison.Ordinal);
        Assert.Contains("node 1 does not run", Assert.Throws<RingStepException>(() => ring.Leave(1)).Message, StringComparison.Ordinal);
        Assert.Contains("has loop/1 already", Assert.Throws<RingStepException>(
            () => ring.WithProtocol("loop/1", _ => Props.Create(() => new Loop()))).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => ring.Node(0).Protocol("other/1"));
        Assert.Throws<InvalidOperationException>(() => ring.Node(1).Tell("no command"));
    }

    [Fact]
    public void A_step_that_never_ends_is_ended()
    {
        using var ring = new SimulatedRing(12).Nodes(1).WithProtocol("loop/1", _ => Props.Create(() => new Loop()));
        ring.World.StepsAtOnce = 20_000;
        ring.Node(0).Tell("go");

        var endless = Assert.Throws<RingStepException>(() => ring.Advance(TimeSpan.FromSeconds(1)));

        Assert.StartsWith("Step 3 of seed 12 (advance 00:00:01): it never ends", endless.Message, StringComparison.Ordinal);
        Assert.Contains("n0-loop-1", endless.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_never_becomes_so_fails_with_the_ring_as_each_node_sees_it()
    {
        using var ring = new SimulatedRing(13).Nodes(3);

        var late = Assert.Throws<RingStepException>(() => ring.Run(_ => false, TimeSpan.FromSeconds(30)));

        Assert.StartsWith("Step 2 of seed 13 (run within 00:00:30): it never became so within 00:00:30", late.Message, StringComparison.Ordinal);
        foreach (var name in new[] { "n0", "n1", "n2" }) Assert.Contains($"\n{name} Member predecessor n", late.Message, StringComparison.Ordinal);
        Assert.Contains("n1 PhaseChanged Phase Member", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ring_that_never_falls_quiet_fails_at_its_deadline()
    {
        using var ring = new SimulatedRing(14).Nodes(2).WithProtocol("clock/1", _ => Props.Create(() => new Clock()));

        var late = Assert.Throws<RingStepException>(() => ring.RunUntilQuiet(TimeSpan.FromSeconds(40)));

        Assert.StartsWith("Step 3 of seed 14 (run until quiet within 00:00:40): the ring did not become quiet within 00:00:40",
            late.Message, StringComparison.Ordinal);
        Assert.Contains("Replay: RINGS_SEED=14 dotnet test", late.Message, StringComparison.Ordinal);
        foreach (var name in new[] { "n0", "n1" }) Assert.Contains($"\n{name} Member predecessor n", late.Message, StringComparison.Ordinal);
        Assert.Contains("n1 clock/1 was told ", late.Message, StringComparison.Ordinal);
    }

    private sealed class Unknown(string name) : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(name);
    }

    private sealed class Loop : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is "go") Self.Tell(message);
        }
    }

    private sealed class Clock : UntypedActor, IWithTimers
    {
        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart() => Timers.StartPeriodicTimer("tick", "tick", TimeSpan.FromSeconds(2));

        protected override void OnReceive(object message)
        {
        }
    }
}
