using Rings.Actors.Context;
using Rings.TestKit.Deterministic;

namespace Rings.Actors.Tests.Context;

/// <summary>A machine's clock that is set while a node runs.</summary>
public sealed class ClockWatchSpecs
{
    private readonly SimulatedWorld _world = new(seed: 1);
    private readonly WrongTime _clock;
    private readonly ClockWatch _watch;

    public ClockWatchSpecs()
    {
        _clock = new(_world.Time);
        _watch = new(_clock);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(108_000)]
    public void A_clock_that_is_set_back_is_noticed_once_with_how_far(int seconds)
    {
        Assert.All(Enumerable.Range(0, 30), _ => Assert.Null(LookLater()));

        _clock.Wrong = TimeSpan.FromSeconds(-seconds);

        Assert.Equal(TimeSpan.FromSeconds(seconds), LookLater());
        Assert.Null(LookLater());
    }

    [Theory]
    [InlineData(-9)]
    [InlineData(3600)]
    public void One_that_is_set_ahead_or_only_a_little_back_is_not(int seconds)
    {
        _clock.Wrong = TimeSpan.FromSeconds(seconds);

        Assert.All(Enumerable.Range(0, 30), _ => Assert.Null(LookLater()));
    }

    private TimeSpan? LookLater()
    {
        _world.Run(ClockWatch.Interval);
        return _watch.Look();
    }
}
