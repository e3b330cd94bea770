namespace Rings.Simulation.Engine;

/// <summary>
/// What falls due when: a heap of structs with four children a node, ordered by (time, order of arrival). Items of the
/// same time leave in the order in which they came, on every run.
/// </summary>
/// <typeparam name="TEvent">What is due; a struct keeps the queue free of allocations once it has grown.</typeparam>
internal sealed class EventHeap<TEvent>
{
    private const int Children = 4;

    private Entry[] _heap = new Entry[64];
    private long _order;

    /// <summary>How many items wait.</summary>
    public int Count { get; private set; }

    /// <summary>The most items that ever waited at once.</summary>
    public int Peak { get; private set; }

    /// <summary>When the next item is due; meaningless while nothing waits.</summary>
    public long NextDue => _heap[0].Due;

    /// <summary>Adds an item.</summary>
    /// <param name="due">When it is due, in any unit that all share.</param>
    /// <param name="item">The item.</param>
    public void Enqueue(long due, in TEvent item)
    {
        if (Count == _heap.Length) Array.Resize(ref _heap, Count * 2);
        var entry = new Entry(due, _order++, item);
        var hole = Count++;
        if (Count > Peak) Peak = Count;
        while (hole > 0)
        {
            var parent = (hole - 1) / Children;
            if (!entry.IsBefore(_heap[parent])) break;
            _heap[hole] = _heap[parent];
            hole = parent;
        }

        _heap[hole] = entry;
    }

    /// <summary>Takes the item that is due first.</summary>
    /// <exception cref="InvalidOperationException">Nothing waits.</exception>
    public TEvent Dequeue()
    {
        if (Count == 0) throw new InvalidOperationException("Nothing waits in the queue.");
        var first = _heap[0].Item;
        var last = _heap[--Count];
        _heap[Count] = default;
        if (Count > 0) Sink(last);
        return first;
    }

    private void Sink(in Entry entry)
    {
        var hole = 0;
        while (true)
        {
            var child = (hole * Children) + 1;
            if (child >= Count) break;
            var least = child;
            for (var next = child + 1; next < Math.Min(child + Children, Count); next++)
                if (_heap[next].IsBefore(_heap[least])) least = next;
            if (!_heap[least].IsBefore(entry)) break;
            _heap[hole] = _heap[least];
            hole = least;
        }

        _heap[hole] = entry;
    }

    private readonly struct Entry(long due, long order, in TEvent item)
    {
        public readonly long Due = due;
        public readonly long Order = order;
        public readonly TEvent Item = item;

        public bool IsBefore(in Entry other) => Due != other.Due ? Due < other.Due : Order < other.Order;
    }
}
