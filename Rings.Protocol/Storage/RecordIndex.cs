namespace Rings.Protocol.Storage;

/// <summary>
/// What a store has to know of its records without reading them: keys in order, digests, bytes by author, expiries.
/// </summary>
internal sealed class RecordIndex
{
    private static readonly Comparer<Did> ByValue =
        Comparer<Did>.Create((left, right) => Did.Zero.DistanceTo(left).CompareTo(Did.Zero.DistanceTo(right)));

    private readonly Dictionary<Did, Entry> _entries = [];
    private readonly SortedSet<Did> _keys = new(ByValue);
    private readonly PriorityQueue<Did, Instant> _expiries = new();
    private readonly Dictionary<Did, Instant> _scheduled = [];
    private readonly Dictionary<Did, long> _authors = [];

    /// <summary>The bytes of all records.</summary>
    public long Bytes { get; private set; }

    /// <summary>The bytes of one author's records.</summary>
    public long BytesOf(Did author) => _authors.GetValueOrDefault(author);

    /// <summary>Whether there is anything under a key, be it a mark alone.</summary>
    public bool Contains(Did key) => _entries.ContainsKey(key);

    /// <summary>Notes what a key holds now.</summary>
    public void Set(RecordSet set)
    {
        Remove(set.Key);
        if (set.IsEmpty) return;
        var entry = new Entry { Next = set.NextExpiry() };
        foreach (var record in set.Records)
        {
            entry.Digest = entry.Digest.Add(set.Key, record);
            var (author, bytes) = (record.Fields.Author, record.Bytes.Length);
            entry.Bytes[author] = entry.Bytes.GetValueOrDefault(author) + bytes;
        }

        Account(entry, 1);
        _entries.Add(set.Key, entry);
        if (set.Records.Count > 0) _keys.Add(set.Key);
        Schedule(set.Key, entry);
    }

    /// <summary>Forgets a key.</summary>
    public void Remove(Did key)
    {
        if (!_entries.Remove(key, out var entry)) return;
        Account(entry, -1);
        _keys.Remove(key);
    }

    /// <summary>The digest over all records of a range.</summary>
    public RangeDigest Digest(KeyRange range)
    {
        var digest = default(RangeDigest);
        foreach (var key in Walk(range)) digest += _entries[key].Digest;
        return digest;
    }

    /// <summary>Keys of a range that hold records, clockwise from its beginning.</summary>
    public IReadOnlyList<Did> Keys(KeyRange range, int most) => [.. Walk(range).Take(most)];

    /// <summary>Keys where <see cref="RecordSet.Prune"/> has something to do; each is told once.</summary>
    public IReadOnlyList<Did> Expired(Instant now, int most)
    {
        var keys = new List<Did>();
        while (keys.Count < most && _expiries.TryPeek(out var key, out var at) && at <= now)
        {
            _expiries.Dequeue();
            if (_scheduled.GetValueOrDefault(key) == at) _scheduled.Remove(key);
            if (!_entries.TryGetValue(key, out var entry)) continue;
            if (entry.Next > now) Schedule(key, entry);
            else if (!keys.Contains(key)) keys.Add(key);
        }

        return keys;
    }

    /// <summary>One place in the queue is enough, unless an earlier one is needed.</summary>
    private void Schedule(Did key, Entry entry)
    {
        if (entry.Next is not { } next) return;
        if (_scheduled.TryGetValue(key, out var at) && at <= next) return;
        _scheduled[key] = next;
        _expiries.Enqueue(key, next);
    }

    private IEnumerable<Did> Walk(KeyRange range)
    {
        if (_keys.Count == 0) return [];
        var last = Did.Zero - Distance.PowerOfTwo(0);
        var begin = range.After + Distance.PowerOfTwo(0);
        return ByValue.Compare(begin, range.UpTo) <= 0
            ? _keys.GetViewBetween(begin, range.UpTo)
            : _keys.GetViewBetween(begin, last).Concat(_keys.GetViewBetween(Did.Zero, range.UpTo));
    }

    private void Account(Entry entry, int sign)
    {
        foreach (var (author, bytes) in entry.Bytes)
        {
            Bytes += sign * bytes;
            var held = _authors.GetValueOrDefault(author) + (sign * bytes);
            if (held == 0) _authors.Remove(author);
            else _authors[author] = held;
        }
    }

    private sealed class Entry
    {
        public RangeDigest Digest { get; set; }

        public Instant? Next { get; init; }

        public Dictionary<Did, long> Bytes { get; } = [];
    }
}
