using Akka.Actor;
using Rings.TestKit.Deterministic;

namespace Rings.TestKit.Tests;

public sealed class SimulatedSystemSpecs
{
    [Fact]
    public void The_same_seed_tells_the_same_story_and_another_tells_another()
    {
        var first = Run(7);

        Assert.Equal(first, Run(7));
        Assert.NotEqual(first, Run(8));
    }

    [Fact]
    public void An_hour_of_timers_takes_no_time_and_keeps_its_order()
    {
        using var system = new SimulatedSystem(1);
        var story = new List<string>();
        system.ActorOf(Props.Create(() => new Ticker(system.World, story, null)), "ticker");

        system.World.Run(TimeSpan.FromHours(1));

        Assert.Equal(360, story.Count);
        Assert.Equal("01:00:00 ticker", story[^1]);
    }

    [Fact]
    public void A_timer_of_the_clock_fires_at_its_time_unless_it_was_changed()
    {
        using var world = new SimulatedWorld(1);
        var fired = new List<TimeSpan>();
        using var timer = world.Time.CreateTimer(
            _ => fired.Add(world.Now), null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);

        timer.Change(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(3));
        world.Run(TimeSpan.FromSeconds(10));

        Assert.Equal([TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(8)], fired);
    }

    private static string Run(int seed)
    {
        using var system = new SimulatedSystem(seed);
        var story = new List<string>();
        var hub = system.ActorOf(Props.Create(() => new Hub(system.World, story)), "hub");
        for (var number = 0; number < 20; number++)
        {
            var name = $"n{number}";
            system.ActorOf(Props.Create(() => new Ticker(system.World, story, hub)), name);
        }

        system.World.Run(TimeSpan.FromMinutes(1));
        return string.Join('\n', story);
    }

    private sealed class Ticker(SimulatedWorld world, List<string> story, IActorRef? hub) : UntypedActor, IWithTimers
    {
        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart() => Timers.StartPeriodicTimer("tick", "tick", TimeSpan.FromSeconds(10));

        protected override void OnReceive(object message)
        {
            if (hub is null) story.Add($"{world.Now} {Self.Path.Name}");
            else hub.Tell(Self.Path.Name);
        }
    }

    private sealed class Hub(SimulatedWorld world, List<string> story) : UntypedActor
    {
        protected override void OnReceive(object message) => story.Add($"{world.Now} {message}");
    }
}
