namespace Rings.Transport.InMemory;

/// <summary>
/// What is about to happen at one end of a connection, now or later. Handles one event at a time, on the thread pool
/// or, on a clock that is not the system's, out of the clock's timer.
/// </summary>
internal sealed class Inbox : IThreadPoolWorkItem, IDisposable
{
    private readonly InMemoryNetwork _network;
    private readonly Action<InboxEvent> _handle;
    private readonly bool _pooled;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly PriorityQueue<InboxEvent, (long Due, long Order)> _later = new();
    private Queue<InboxEvent> _ready = new();
    private Queue<InboxEvent> _taken = new();
    private long _order;
    private long _armed = long.MaxValue;
    private bool _running;
    private bool _stopped;

    public Inbox(InMemoryNetwork network, Action<InboxEvent> handle)
    {
        _network = network;
        _handle = handle;
        _pooled = ReferenceEquals(network.Time, TimeProvider.System);
        _timer = network.Time.CreateTimer(
            static inbox => ((Inbox)inbox!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Handles the event soon, after those posted before it.</summary>
    public bool Post(in InboxEvent item)
    {
        lock (_gate)
        {
            if (_stopped) return false;
            _ready.Enqueue(item);
            if (_running) return true;
            _running = true;
        }

        Start();
        return true;
    }

    /// <summary>Handles the event at a time of the network's clock, in ticks.</summary>
    public bool PostAt(in InboxEvent item, long due)
    {
        lock (_gate)
        {
            if (_stopped) return false;
            _later.Enqueue(item, (due, _order++));
            if (!_running) Arm();
            return true;
        }
    }

    /// <summary>Ends the inbox; what was in it is returned, for its buffers.</summary>
    public IReadOnlyList<InboxEvent> Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            var rest = _ready.Concat(_later.UnorderedItems.Select(entry => entry.Element)).ToArray();
            _ready.Clear();
            _later.Clear();
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return rest;
        }
    }

    public void Dispose() => _timer.Dispose();

    void IThreadPoolWorkItem.Execute() => Run();

    private void OnTimer()
    {
        lock (_gate)
        {
            _armed = long.MaxValue;
            if (_running && _pooled) return;
            _running = true;
        }

        Run();
    }

    private void Start()
    {
        if (_pooled) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        else _timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void Run()
    {
        while (Take())
        {
            while (_taken.TryDequeue(out var item)) _handle(item);
        }
    }

    /// <summary>Moves all that is due to <see cref="_taken"/>; with nothing due, ends the run.</summary>
    private bool Take()
    {
        lock (_gate)
        {
            if (_later.Count > 0)
            {
                var now = _network.Now;
                while (_later.TryPeek(out var item, out var at) && at.Due <= now)
                {
                    _later.Dequeue();
                    _ready.Enqueue(item);
                }
            }

            if (_ready.Count > 0)
            {
                (_ready, _taken) = (_taken, _ready);
                return true;
            }

            _running = false;
            Arm();
            return false;
        }
    }

    private void Arm()
    {
        if (_stopped || !_later.TryPeek(out _, out var next) || next.Due >= _armed) return;
        _armed = next.Due;
        var wait = TimeSpan.FromTicks(Math.Max(0, next.Due - _network.Now));
        // The system's timers count whole milliseconds: rounding up fires once, not early and again.
        if (_pooled) wait = TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }
}
