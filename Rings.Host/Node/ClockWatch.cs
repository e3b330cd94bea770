namespace Rings.Host.Node;

/// <summary>
/// Notices that the machine's clock was set back: whatever waits for a time by it would wait as much longer. A clock
/// that is set ahead lets all that waits end at once, and nobody needs to be told.
/// </summary>
/// <param name="time">The clock, and the steady time beside it.</param>
internal sealed class ClockWatch(TimeProvider time)
{
    /// <summary>What a node bears: every wait is longer by less than this.</summary>
    internal static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(10);

    /// <summary>How often it looks.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Waits until the clock is set back by <see cref="Tolerance"/> or more.</summary>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>By how much.</returns>
    /// <exception cref="OperationCanceledException">It was not.</exception>
    public async Task<TimeSpan> SetBackAsync(CancellationToken cancel)
    {
        while (true)
        {
            var (wall, steady) = (time.GetUtcNow(), time.GetTimestamp());
            await Task.Delay(Interval, time, cancel);
            var back = wall + time.GetElapsedTime(steady) - time.GetUtcNow();
            if (back >= Tolerance) return back;
        }
    }
}
