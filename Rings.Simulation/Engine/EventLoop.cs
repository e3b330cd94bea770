using Rings.Protocol;

namespace Rings.Simulation.Engine;

/// <summary>
/// Virtual time: takes the events one by one in the order in which they are due, and hands each to its handler with the
/// clock set to that very moment. One thread; nothing here waits for real time.
/// </summary>
/// <typeparam name="TEvent">What happens.</typeparam>
/// <param name="handle">Called for each event; may schedule more.</param>
internal sealed class EventLoop<TEvent>(Action<TEvent> handle)
{
    private readonly EventHeap<TEvent> _heap = new();

    /// <summary>The virtual time now.</summary>
    public Instant Now { get; private set; } = VirtualTime.Start;

    /// <summary>The virtual time since the start.</summary>
    public TimeSpan Elapsed => Now - VirtualTime.Start;

    /// <summary>How many events have been handled.</summary>
    public long Handled { get; private set; }

    /// <summary>How many events wait.</summary>
    public int Waiting => _heap.Count;

    /// <summary>The most events that ever waited at once.</summary>
    public int PeakWaiting => _heap.Peak;

    /// <summary>Schedules an event; one for the past happens now, after what is already due.</summary>
    /// <param name="after">How long from now.</param>
    /// <param name="what">The event.</param>
    public void Schedule(TimeSpan after, in TEvent what) => ScheduleAt(Now + after, what);

    /// <summary>Schedules an event; one for the past happens now, after what is already due.</summary>
    /// <param name="when">The moment.</param>
    /// <param name="what">The event.</param>
    public void ScheduleAt(Instant when, in TEvent what) =>
        _heap.Enqueue(Math.Max(when.UnixMicroseconds, Now.UnixMicroseconds), what);

    /// <summary>Handles the next event.</summary>
    /// <returns>False if nothing waits.</returns>
    public bool Step()
    {
        if (_heap.Count == 0) return false;
        Now = new Instant(_heap.NextDue);
        Handled++;
        handle(_heap.Dequeue());
        return true;
    }

    /// <summary>Handles all that is due until a moment, which is then now.</summary>
    /// <param name="end">The moment; events of that moment are handled.</param>
    public void RunUntil(Instant end)
    {
        while (_heap.Count > 0 && _heap.NextDue <= end.UnixMicroseconds) Step();
        if (Now < end) Now = end;
    }

    /// <summary>Handles all that is due within a time from now.</summary>
    /// <param name="span">How long.</param>
    public void RunFor(TimeSpan span) => RunUntil(Now + span);
}
