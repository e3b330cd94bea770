using System.Threading.Channels;

namespace Rings.Host.Events;

/// <summary>
/// Hands each event to every listener. A listener that is slow loses its oldest events, and is told how many.
/// Thread-safe.
/// </summary>
internal sealed class EventHub
{
    /// <summary>Listeners at once, at most.</summary>
    public const int MaxListeners = 32;

    /// <summary>Events that wait for one listener, at most: all that are kept, and as many news.</summary>
    public const int MaxWaiting = 2 * EventHistory.MaxEvents;

    /// <summary>Log lines that are kept for listeners still to come, at most.</summary>
    public const int MaxLogLines = 1_000;

    /// <summary>Told to a listener that wants what was kept, between that and what is new.</summary>
    public static readonly NodeEvent Live = new("live", "{}");

    private readonly Lock _lock = new();
    private readonly List<Listener> _listeners = [];
    private readonly Queue<NodeEvent> _logLines = new();
    private readonly EventHistory _history = new();

    /// <summary>Gives an event to all, and keeps it for those who come later.</summary>
    /// <returns>Whether somebody heard it who does not listen only for the log.</returns>
    public bool Publish(NodeEvent happened)
    {
        lock (_lock)
        {
            _history.Add(happened);
            foreach (var listener in _listeners) listener.Offer(happened);
            return _listeners.Exists(listener => !listener.WantsLog || listener.WantsHistory);
        }
    }

    /// <summary>Gives a line of the log to those who listen to it, and keeps it for those who come later.</summary>
    public void PublishLogLine(NodeEvent line)
    {
        lock (_lock)
        {
            if (_logLines.Count == MaxLogLines) _logLines.Dequeue();
            _logLines.Enqueue(line);
            foreach (var listener in _listeners.Where(listener => listener.WantsLog)) listener.Offer(line);
        }
    }

    /// <summary>Begins to listen.</summary>
    /// <param name="wantsLog">Whether the log is told too: first the lines that were kept, and <see cref="Live"/> after them.</param>
    /// <param name="wantsHistory">Whether the events that were kept are told first, and <see cref="Live"/> after them.</param>
    /// <returns>Null when there are too many listeners already.</returns>
    public Listener? TryListen(bool wantsLog = false, bool wantsHistory = false)
    {
        lock (_lock)
        {
            if (_listeners.Count >= MaxListeners) return null;
            var listener = new Listener(this, wantsLog, wantsHistory);
            if (wantsHistory) foreach (var happened in _history.Events) listener.Offer(happened);
            if (wantsLog) foreach (var line in _logLines) listener.Offer(line);
            if (wantsHistory || wantsLog) listener.Offer(Live);
            _listeners.Add(listener);
            return listener;
        }
    }

    /// <summary>One listener's queue; dispose it to stop listening.</summary>
    internal sealed class Listener : IDisposable
    {
        private readonly EventHub _hub;
        private readonly Channel<NodeEvent> _events;
        private long _lost;

        internal Listener(EventHub hub, bool wantsLog, bool wantsHistory)
        {
            (_hub, WantsLog, WantsHistory) = (hub, wantsLog, wantsHistory);
            _events = Channel.CreateBounded<NodeEvent>(
                new BoundedChannelOptions(MaxWaiting)
                {
                    FullMode = BoundedChannelFullMode.DropOldest,
                    SingleReader = true,
                },
                _ => Interlocked.Increment(ref _lost));
        }

        internal bool WantsLog { get; }

        internal bool WantsHistory { get; }

        /// <summary>Events that were lost since this was last asked.</summary>
        public long TakeLost() => Interlocked.Exchange(ref _lost, 0);

        /// <summary>The events as they come.</summary>
        public IAsyncEnumerable<NodeEvent> ReadAllAsync(CancellationToken cancel) =>
            _events.Reader.ReadAllAsync(cancel);

        /// <inheritdoc/>
        public void Dispose()
        {
            lock (_hub._lock) _hub._listeners.Remove(this);
            _events.Writer.TryComplete();
        }

        internal void Offer(NodeEvent happened) => _events.Writer.TryWrite(happened);
    }
}
