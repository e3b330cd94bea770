namespace Rings.Transport.Tests.InMemory;

/// <summary>
/// A clock that moves when a test says so and runs its timers on the test's thread, in the order of their due times.
/// </summary>
internal sealed class VirtualTime : TimeProvider
{
    private readonly PriorityQueue<(VirtualTimer Timer, long Version), (long Due, long Order)> _due = new();
    private long _now;
    private long _order;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(_now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Runs all that falls due within the span, then stands at its end.</summary>
    public void Advance(TimeSpan span)
    {
        var end = _now + span.Ticks;
        while (_due.TryPeek(out var next, out var at) && at.Due <= end)
        {
            _due.Dequeue();
            if (next.Timer.Version != next.Version) continue;
            _now = at.Due;
            next.Timer.Fire();
        }

        _now = end;
    }

    /// <summary>Runs what is due now.</summary>
    public void Settle() => Advance(TimeSpan.Zero);

    private sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        public long Version { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Assert.Equal(Timeout.InfiniteTimeSpan, period);
            Version++;
            if (dueTime >= TimeSpan.Zero)
                time._due.Enqueue((this, Version), (time._now + dueTime.Ticks, time._order++));
            return true;
        }

        public void Fire() => callback(state);

        public void Dispose() => Version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
