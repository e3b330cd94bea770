using System.Diagnostics.CodeAnalysis;

namespace Rings.Protocol.Limits;

/// <summary>When to look again at which of many things: one moment each, the earliest first.</summary>
/// <remarks>
/// A moment that is replaced or removed stays in the queue until it comes up, or until such leftovers outnumber what
/// counts; so memory is bounded by twice the number of keys, and nothing is ever searched for.
/// </remarks>
/// <typeparam name="TKey">What is waited for.</typeparam>
internal sealed class Deadlines<TKey>
    where TKey : notnull
{
    private const int FewLeftovers = 64;

    private readonly Dictionary<TKey, Entry> _entries = [];
    private readonly PriorityQueue<TKey, Entry> _queue = new();
    private long _order;

    /// <summary>Keys that have a moment.</summary>
    public int Count => _entries.Count;

    /// <summary>The earliest moment; null where there is none.</summary>
    public Instant? Next
    {
        get
        {
            DropLeftovers();
            return _queue.TryPeek(out _, out var first) ? first.Due : null;
        }
    }

    /// <summary>All keys with their moments, the earliest first; of equal ones the one that was set first.</summary>
    public IEnumerable<(TKey Key, Instant Due)> InOrder => _entries
        .OrderBy(entry => entry.Value).Select(entry => (entry.Key, entry.Value.Due));

    /// <summary>Sets a key's moment; the former one does not count any more.</summary>
    public void Set(TKey key, Instant due)
    {
        if (_queue.Count > (2 * _entries.Count) + FewLeftovers) Rebuild();
        var entry = new Entry(due, _order++);
        _entries[key] = entry;
        _queue.Enqueue(key, entry);
    }

    /// <summary>Forgets a key.</summary>
    public void Remove(TKey key) => _entries.Remove(key);

    /// <summary>Takes a key whose moment has come; call until it answers false.</summary>
    public bool TryTake(Instant now, [MaybeNullWhen(false)] out TKey key)
    {
        DropLeftovers();
        if (!_queue.TryPeek(out key, out var first) || first.Due > now) return false;
        _queue.Dequeue();
        return _entries.Remove(key);
    }

    private void DropLeftovers()
    {
        while (_queue.TryPeek(out var key, out var first) && !Counts(key, first)) _queue.Dequeue();
    }

    private bool Counts(TKey key, Entry entry) => _entries.TryGetValue(key, out var current) && current == entry;

    private void Rebuild()
    {
        _queue.Clear();
        _queue.EnqueueRange(_entries.Select(entry => (entry.Key, entry.Value)));
    }

    private readonly record struct Entry(Instant Due, long Order) : IComparable<Entry>
    {
        public int CompareTo(Entry other)
        {
            var byTime = Due.CompareTo(other.Due);
            return byTime != 0 ? byTime : Order.CompareTo(other.Order);
        }
    }
}
