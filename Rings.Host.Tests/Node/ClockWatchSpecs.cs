using Microsoft.Extensions.Time.Testing;
using Rings.Host.Node;

namespace Rings.Host.Tests.Node;

/// <summary>A machine's clock that is set while a node runs.</summary>
public sealed class ClockWatchSpecs
{
    private readonly SetClock _clock = new();

    [Theory]
    [InlineData(10)]
    [InlineData(108_000)]
    public async Task A_clock_that_is_set_back_is_noticed_with_how_far(int seconds)
    {
        var noticed = new ClockWatch(_clock).SetBackAsync(CancellationToken.None);
        await RunAsync(30, noticed);

        _clock.Offset = TimeSpan.FromSeconds(-seconds);
        await RunAsync(2, noticed);

        Assert.Equal(TimeSpan.FromSeconds(seconds), await noticed);
    }

    [Theory]
    [InlineData(-9)]
    [InlineData(3600)]
    public async Task One_that_is_set_ahead_or_only_a_little_back_is_not(int seconds)
    {
        using var ending = new CancellationTokenSource();
        var noticed = new ClockWatch(_clock).SetBackAsync(ending.Token);

        _clock.Offset = TimeSpan.FromSeconds(seconds);
        await RunAsync(30, noticed);

        Assert.False(noticed.IsCompleted);
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => noticed);
    }

    /// <summary>Each look begins the next wait after it, on another thread.</summary>
    private async Task RunAsync(int looks, Task until)
    {
        for (var look = 0; look < looks && !until.IsCompleted; look++)
        {
            var before = _clock.Waits;
            _clock.Advance(ClockWatch.Interval);
            while (_clock.Waits == before && !until.IsCompleted) await Task.Yield();
        }
    }

    private sealed class SetClock : FakeTimeProvider
    {
        private int _waits;

        public int Waits => Volatile.Read(ref _waits);

        /// <summary>What the clock on the wall is away from the steady time.</summary>
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => base.GetUtcNow().Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Interlocked.Increment(ref _waits);
            return timer;
        }
    }
}
