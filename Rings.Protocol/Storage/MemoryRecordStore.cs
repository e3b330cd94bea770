namespace Rings.Protocol.Storage;

/// <summary>
/// Keeps records in memory: for tests, for the simulator, and for a node that stores nothing for long.
/// </summary>
/// <param name="limits">Bounds of each key.</param>
public sealed class MemoryRecordStore(RecordLimits limits) : IRecordStore
{
    private static readonly Comparer<Did> ByValue =
        Comparer<Did>.Create((left, right) => Did.Zero.DistanceTo(left).CompareTo(Did.Zero.DistanceTo(right)));

    private readonly Dictionary<Did, Entry> _entries = [];
    private readonly SortedSet<Did> _keys = new(ByValue);
    private readonly PriorityQueue<Did, Instant> _expiries = new();
    private readonly Dictionary<Did, long> _authors = [];

    /// <inheritdoc/>
    public long Bytes { get; private set; }

    /// <inheritdoc/>
    public long BytesOf(Did author) => _authors.GetValueOrDefault(author);

    /// <inheritdoc/>
    public RecordSet? Find(Did key)
    {
        if (!_entries.TryGetValue(key, out var entry)) return null;
        var copy = new RecordSet(key, limits);
        foreach (var record in entry.Records.Values) copy.Restore(record);
        foreach (var (slot, mark) in entry.Marks) copy.Restore(slot, mark);
        return copy;
    }

    /// <inheritdoc/>
    public void Write(RecordSet set, IReadOnlyCollection<RecordSlot> changed)
    {
        if (!_entries.TryGetValue(set.Key, out var entry)) _entries.Add(set.Key, entry = new());
        foreach (var slot in changed)
        {
            if (entry.Records.Remove(slot, out var old)) Account(old, -1);
            entry.Marks.Remove(slot);
            if (set.Find(slot) is { } record)
            {
                entry.Records.Add(slot, record);
                Account(record, 1);
            }
            else if (set.Marks.TryGetValue(slot, out var mark))
            {
                entry.Marks.Add(slot, mark);
            }
        }

        Settle(set, entry);
    }

    /// <inheritdoc/>
    public RangeDigest Digest(KeyRange range)
    {
        var digest = default(RangeDigest);
        foreach (var key in Walk(range)) digest += _entries[key].Digest;
        return digest;
    }

    /// <inheritdoc/>
    public IReadOnlyList<Did> Keys(KeyRange range, int most) => [.. Walk(range).Take(most)];

    /// <inheritdoc/>
    public IReadOnlyList<Did> Expired(Instant now, int most)
    {
        var keys = new HashSet<Did>();
        while (keys.Count < most && _expiries.TryPeek(out var key, out var at) && at <= now)
        {
            _expiries.Dequeue();
            if (!_entries.TryGetValue(key, out var entry)) continue;
            entry.Scheduled = null;
            if (entry.Next <= now) keys.Add(key);
            else Schedule(key, entry);
        }

        return [.. keys];
    }

    /// <inheritdoc/>
    public void Delete(Did key)
    {
        if (!_entries.Remove(key, out var entry)) return;
        foreach (var record in entry.Records.Values) Account(record, -1);
        _keys.Remove(key);
    }

    private IEnumerable<Did> Walk(KeyRange range)
    {
        if (_keys.Count == 0) return [];
        var (first, last) = (Did.Zero, Did.Zero - Distance.PowerOfTwo(0));
        var begin = range.After + Distance.PowerOfTwo(0);
        if (ByValue.Compare(begin, range.UpTo) <= 0) return _keys.GetViewBetween(begin, range.UpTo);
        return _keys.GetViewBetween(begin, last).Concat(_keys.GetViewBetween(first, range.UpTo));
    }

    private void Settle(RecordSet set, Entry entry)
    {
        if (entry.Records.Count > 0) _keys.Add(set.Key);
        else _keys.Remove(set.Key);
        if (entry.Records.Count == 0 && entry.Marks.Count == 0) _entries.Remove(set.Key);
        entry.Digest = entry.Records.Values.Aggregate(default(RangeDigest), (sum, record) => sum.Add(set.Key, record));
        entry.Next = set.NextExpiry();
        Schedule(set.Key, entry);
    }

    private void Schedule(Did key, Entry entry)
    {
        if (entry.Next is not { } next || entry.Scheduled <= next) return;
        entry.Scheduled = next;
        _expiries.Enqueue(key, next);
    }

    private void Account(StoredRecord record, int sign)
    {
        var bytes = sign * record.Bytes.Length;
        Bytes += bytes;
        var author = record.Fields.Author;
        var held = _authors.GetValueOrDefault(author) + bytes;
        if (held == 0) _authors.Remove(author);
        else _authors[author] = held;
    }

    private sealed class Entry
    {
        public Dictionary<RecordSlot, StoredRecord> Records { get; } = [];

        public Dictionary<RecordSlot, RecordMark> Marks { get; } = [];

        public RangeDigest Digest { get; set; }

        public Instant? Next { get; set; }

        public Instant? Scheduled { get; set; }
    }
}
