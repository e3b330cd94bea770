namespace Rings.Actors.Tests.Simulation;

/// <summary>A clock that is away from the right time; its steady time and its timers are not.</summary>
internal sealed class WrongTime(TimeProvider right) : TimeProvider
{
    /// <summary>By how much it is ahead.</summary>
    public TimeSpan Wrong { get; set; }

    public override long TimestampFrequency => right.TimestampFrequency;

    public override long GetTimestamp() => right.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => right.GetUtcNow() + Wrong;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        right.CreateTimer(callback, state, dueTime, period);
}
