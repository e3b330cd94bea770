using Akka.Actor;
using Rings.TestKit.Deterministic;

namespace Rings.TestKit.Tests;

public sealed class SimulatedWorldSpecs
{
    [Fact]
    public void A_timer_that_begins_itself_at_once_ends_the_run()
    {
        using var world = new SimulatedWorld(3) { StepsAtOnce = 1000 };
        void Again() => world.Schedule(TimeSpan.Zero, Again);
        Again();

        var endless = Assert.Throws<EndlessStepException>(() => world.Run(TimeSpan.FromSeconds(1)));

        Assert.StartsWith("seed 3: time stands still at 00:00:00 after 1000 steps", endless.Message, StringComparison.Ordinal);
        Assert.True(world.IsEndless);
    }

    [Fact]
    public void Many_steps_over_time_are_no_endless_step()
    {
        using var world = new SimulatedWorld(3) { StepsAtOnce = 10 };
        var fired = 0;
        for (var number = 0; number < 1000; number++) world.Schedule(TimeSpan.FromMilliseconds(number), () => fired++);

        world.Run(TimeSpan.FromSeconds(2));

        Assert.Equal(1000, fired);
    }

    [Fact]
    public void A_slow_actor_and_those_below_it_take_their_time_and_others_none()
    {
        using var system = new SimulatedSystem(5);
        var heard = new List<string>();
        var slow = system.ActorOf(Props.Create(() => new Listener(system.World, heard)), "slow");
        var quick = system.ActorOf(Props.Create(() => new Listener(system.World, heard)), "quick");
        system.World.Run(TimeSpan.FromSeconds(1));
        system.World.SlowDown(slow, TimeSpan.FromSeconds(2));

        slow.Tell("a");
        quick.Tell("b");
        system.World.Run(TimeSpan.FromSeconds(2));
        slow.Tell("c");
        system.World.Run(TimeSpan.FromSeconds(8));
        system.World.SlowDown(slow, TimeSpan.Zero);
        slow.Tell("d");
        system.World.Run(TimeSpan.FromSeconds(1));

        Assert.Equal(["00:00:01 quick b", "00:00:03 slow a", "00:00:05 slow c", "00:00:11 slow d"], heard);
        Assert.Throws<ArgumentOutOfRangeException>(() => system.World.SlowDown(slow, TimeSpan.FromTicks(-1)));
    }

    [Fact]
    public void A_world_is_found_by_its_name_until_it_is_disposed()
    {
        var world = new SimulatedWorld(1);
        Assert.Same(world, SimulatedWorld.Find(world.Name));

        world.Dispose();

        Assert.Throws<KeyNotFoundException>(() => SimulatedWorld.Find(world.Name));
    }

    private sealed class Listener(SimulatedWorld world, List<string> heard) : UntypedActor
    {
        protected override void OnReceive(object message) => heard.Add($"{world.Now:c} {Self.Path.Name} {message}");
    }
}
