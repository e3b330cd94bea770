namespace Rings.Protocol.Storage;

/// <summary>
/// Keeps records in memory: for tests, for the simulator, and for a node that stores nothing for long.
/// </summary>
/// <param name="limits">Bounds of each key.</param>
internal sealed class MemoryRecordStore(RecordLimits limits) : IRecordStore
{
    private readonly Dictionary<Did, Content> _contents = [];
    private readonly RecordIndex _index = new();

    /// <inheritdoc/>
    public long Bytes => _index.Bytes;

    /// <inheritdoc/>
    public long BytesOf(Did author) => _index.BytesOf(author);

    /// <inheritdoc/>
    public RecordSet? Find(Did key)
    {
        if (!_contents.TryGetValue(key, out var content)) return null;
        var set = new RecordSet(key, limits);
        foreach (var record in content.Records.Values) set.Restore(record);
        foreach (var (slot, mark) in content.Marks) set.Restore(slot, mark);
        return set;
    }

    /// <inheritdoc/>
    public void Write(RecordSet set, IReadOnlyCollection<RecordSlot> changed)
    {
        if (!_contents.TryGetValue(set.Key, out var content)) _contents.Add(set.Key, content = new());
        foreach (var slot in changed)
        {
            content.Records.Remove(slot);
            content.Marks.Remove(slot);
            if (set.Find(slot) is { } record) content.Records.Add(slot, record);
            else if (set.Marks.TryGetValue(slot, out var mark)) content.Marks.Add(slot, mark);
        }

        if (set.IsEmpty) _contents.Remove(set.Key);
        _index.Set(set);
    }

    /// <inheritdoc/>
    public RangeDigest Digest(KeyRange range) => _index.Digest(range);

    /// <inheritdoc/>
    public IReadOnlyList<Did> Keys(KeyRange range, int most) => _index.Keys(range, most);

    /// <inheritdoc/>
    public IReadOnlyList<Did> Expired(Instant now, int most) => _index.Expired(now, most);

    /// <inheritdoc/>
    public bool Commit() => true;

    /// <inheritdoc/>
    public void Delete(Did key)
    {
        _contents.Remove(key);
        _index.Remove(key);
    }

    private sealed class Content
    {
        public Dictionary<RecordSlot, StoredRecord> Records { get; } = [];

        public Dictionary<RecordSlot, RecordMark> Marks { get; } = [];
    }
}
