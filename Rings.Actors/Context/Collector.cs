using Akka.Actor;

namespace Rings.Actors.Context;

/// <summary>
/// Has asked others, answers once, and stops: when all of them have told, or after a while, or when it is stopped before that,
/// with what it knows then.
/// </summary>
/// <param name="patience">How long they may take.</param>
internal abstract class Collector(TimeSpan patience) : UntypedActor, IWithTimers
{
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>Whether all have told.</summary>
    protected abstract bool IsWhole { get; }

    protected override void PreStart()
    {
        Timers.StartSingleTimer(Deadline.Instance, Deadline.Instance, patience);
        if (IsWhole) Context.Stop(Self);
    }

    protected override void PostStop() => Answer();

    protected override void OnReceive(object message)
    {
        if (message is not Deadline) Take(message);
        if (message is Deadline || IsWhole) Context.Stop(Self);
    }

    /// <summary>One of them tells.</summary>
    protected abstract void Take(object message);

    /// <summary>Says what is known.</summary>
    protected abstract void Answer();

    private sealed record Deadline : INoSerializationVerificationNeeded
    {
        public static readonly Deadline Instance = new();
    }
}
