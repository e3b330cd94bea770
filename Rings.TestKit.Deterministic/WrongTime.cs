namespace Rings.TestKit.Deterministic;

/// <summary>A clock that is away from the right time; its steady time and its timers are not.</summary>
public sealed class WrongTime(TimeProvider right) : TimeProvider
{
    /// <summary>By how much it is ahead.</summary>
    public TimeSpan Wrong { get; set; }

    /// <inheritdoc/>
    public override long TimestampFrequency => right.TimestampFrequency;

    /// <inheritdoc/>
    public override long GetTimestamp() => right.GetTimestamp();

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => right.GetUtcNow() + Wrong;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        right.CreateTimer(callback, state, dueTime, period);
}
