namespace Rings.Protocol.Wire;

/// <summary>
/// A sender's sequence numbers: one count per destination and lane, each beginning at the present in Unix microseconds,
/// and always above what an earlier run of the same session key can have used (protocol.md, section 3).
/// </summary>
/// <remarks>
/// Bounded: the counts used longest ago are forgotten, and no count begins below the last number of a forgotten one.
/// </remarks>
internal sealed class SequenceCounters
{
    private readonly Dictionary<(Did, Lane), LinkedListNode<Counter>> _counters = [];
    private readonly LinkedList<Counter> _oldestFirst = [];
    private readonly int _capacity;
    private ulong _floor;

    /// <summary>Begins anew, above what an earlier run can have used.</summary>
    /// <param name="persistedMark">The <see cref="Mark"/> stored by the run before; 0 for a new session key.</param>
    /// <param name="capacity">The most counts held.</param>
    public SequenceCounters(ulong persistedMark, int capacity)
        : this(SequenceState.Begin(persistedMark), capacity)
    {
    }

    /// <summary>Goes on where another one was.</summary>
    /// <param name="state">That one's counts.</param>
    /// <param name="capacity">The most counts held.</param>
    public SequenceCounters(SequenceState state, int capacity)
    {
        (_capacity, _floor, Mark) = (capacity, state.Floor, state.Mark);
        foreach (var (destination, lane, last) in state.Counts) Add((destination, lane), last);
    }

    /// <summary>All counts as one value.</summary>
    public SequenceState State => new(
        Mark, _floor, [.. _oldestFirst.Select(counter => (counter.Key.Item1, counter.Key.Item2, counter.Last))]);

    /// <summary>
    /// At least every number given so far. Store it (a little ahead of time, as <see cref="Reserve"/> says) before a
    /// number above the stored one is used.
    /// </summary>
    public ulong Mark { get; private set; }

    /// <summary>Counts held now.</summary>
    public int Count => _counters.Count;

    /// <summary>The next number for a destination and lane.</summary>
    /// <param name="destination">The transaction's destination: a Did or a key.</param>
    /// <param name="lane">The lane of its kind.</param>
    /// <param name="now">The present.</param>
    public ulong Next(Did destination, Lane lane, Instant now)
    {
        if (!_counters.TryGetValue((destination, lane), out var node)) node = Begin((destination, lane), now);
        var next = ++node.Value.Last;
        _oldestFirst.Remove(node);
        _oldestFirst.AddLast(node);
        Mark = Math.Max(Mark, next);
        return next;
    }

    /// <summary>A mark to store that covers the numbers of the coming time, so that storing is rare.</summary>
    /// <param name="now">The present.</param>
    /// <param name="ahead">How far: numbers grow with the clock, one per microsecond at most.</param>
    public ulong Reserve(Instant now, TimeSpan ahead) => Math.Max(Mark, Floor(now + ahead));

    private static ulong Floor(Instant now) => (ulong)Math.Max(0, now.UnixMicroseconds);

    private LinkedListNode<Counter> Begin((Did, Lane) key, Instant now)
    {
        if (_counters.Count >= _capacity)
        {
            var oldest = _oldestFirst.First!.Value;
            _counters.Remove(oldest.Key);
            _oldestFirst.RemoveFirst();
            _floor = Math.Max(_floor, oldest.Last);
        }

        return Add(key, Math.Max(Floor(now), _floor));
    }

    private LinkedListNode<Counter> Add((Did, Lane) key, ulong last)
    {
        var node = _oldestFirst.AddLast(new Counter(key) { Last = last });
        _counters.Add(key, node);
        return node;
    }

    private sealed class Counter((Did, Lane) key)
    {
        public (Did, Lane) Key => key;

        public ulong Last { get; set; }
    }
}
