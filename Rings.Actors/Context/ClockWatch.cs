namespace Rings.Actors.Context;

/// <summary>
/// Notices that the machine's clock was set back: whatever waits for a time by it would wait as much longer. A clock
/// that is set ahead lets all that waits end at once, and nobody needs to be told.
/// </summary>
/// <remarks>The one rule for a node in any host, and for the <c>rings</c> program around one.</remarks>
internal sealed class ClockWatch
{
    /// <summary>What a node bears: every wait is longer by less than this.</summary>
    internal static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(10);

    /// <summary>How often to look.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private DateTimeOffset _wall;
    private long _steady;

    /// <param name="time">The clock, and the steady time beside it.</param>
    public ClockWatch(TimeProvider time)
    {
        _time = time;
        Note();
    }

    /// <summary>Looks at the clock.</summary>
    /// <returns>
    /// By how much it was set back since the last look; null: by less than <see cref="Tolerance"/>, or not at all.
    /// </returns>
    public TimeSpan? Look()
    {
        var back = _wall + _time.GetElapsedTime(_steady) - _time.GetUtcNow();
        Note();
        return back >= Tolerance ? back : null;
    }

    private void Note() => (_wall, _steady) = (_time.GetUtcNow(), _time.GetTimestamp());
}
