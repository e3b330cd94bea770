namespace Rings.TestKit.Deterministic;

/// <summary>The clock of a <see cref="SimulatedWorld"/>, for whatever takes a <see cref="TimeProvider"/>.</summary>
public sealed class SimulatedTime(SimulatedWorld world) : TimeProvider
{
    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => world.Now.Ticks;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => SimulatedWorld.Epoch + world.Now;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(world, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(SimulatedWorld world, TimerCallback callback, object? state) : ITimer
    {
        private long _version;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var version = ++_version;
            if (dueTime >= TimeSpan.Zero) world.Schedule(dueTime, () => Fire(version, period));
            return true;
        }

        public void Dispose() => _version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Fire(long version, TimeSpan period)
        {
            if (version != _version) return;
            if (period > TimeSpan.Zero) world.Schedule(period, () => Fire(version, period));
            callback(state);
        }
    }
}
