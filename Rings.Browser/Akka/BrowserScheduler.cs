using System.Diagnostics;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Rings.Browser.Akka;

/// <summary>A scheduler on the browser's timers: Akka's own keeps a thread, and a tab has none to give.</summary>
internal sealed class BrowserScheduler(Config settings, ILoggingAdapter log) : SchedulerBase(settings, log), IDisposable
{
    private readonly HashSet<Timer> _live = [];
    private bool _isDisposed;

    /// <inheritdoc/>
    public override TimeSpan MonotonicClock => Stopwatch.GetElapsedTime(0);

    /// <inheritdoc/>
    public override TimeSpan HighResMonotonicClock => Stopwatch.GetElapsedTime(0);

    /// <inheritdoc/>
    protected override DateTimeOffset TimeNow => TimeProvider.System.GetUtcNow();

    /// <summary>Stops all timers.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        foreach (var timer in _live) timer.Dispose();
        _live.Clear();
    }

    /// <inheritdoc/>
    protected override void InternalScheduleTellOnce(
        TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Begin(delay, Timeout.InfiniteTimeSpan, () => receiver.Tell(message, sender), cancelable);

    /// <inheritdoc/>
    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender,
        ICancelable cancelable) =>
        Begin(initialDelay, interval, () => receiver.Tell(message, sender), cancelable);

    /// <inheritdoc/>
    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) =>
        Begin(delay, Timeout.InfiniteTimeSpan, action, cancelable);

    /// <inheritdoc/>
    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) =>
        Begin(delay, Timeout.InfiniteTimeSpan, action.Run, cancelable);

    /// <inheritdoc/>
    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        Begin(initialDelay, interval, action, cancelable);

    /// <inheritdoc/>
    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        Begin(initialDelay, interval, action.Run, cancelable);

    private void Begin(TimeSpan delay, TimeSpan interval, Action action, ICancelable? cancelable)
    {
        if (_isDisposed) throw new SchedulerException("The scheduler has ended.");
        if (cancelable is { IsCancellationRequested: true }) return;
        var isOnce = interval == Timeout.InfiniteTimeSpan;
        CancellationTokenRegistration ending = default;
        Timer timer = null!;
        timer = new Timer(_ =>
        {
            if (!_live.Contains(timer)) return;
            if (isOnce) End(timer, ending);
            Run(action);
        });
        _live.Add(timer);
        if (cancelable is not null) ending = cancelable.Token.Register(() => End(timer, default));
        timer.Change(delay, interval);
    }

    private void Run(Action action)
    {
        try
        {
            action();
        }
#pragma warning disable CA1031 // An action of one actor must not end the timers of all.
        catch (Exception failed)
#pragma warning restore CA1031
        {
            Log.Error(failed, "What was scheduled failed");
        }
    }

    private void End(Timer timer, CancellationTokenRegistration ending)
    {
        ending.Dispose();
        if (_live.Remove(timer)) timer.Dispose();
    }
}
