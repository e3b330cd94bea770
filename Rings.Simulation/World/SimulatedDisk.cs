using Rings.Protocol;
using Rings.Protocol.Storage;

namespace Rings.Simulation.World;

/// <summary>
/// A node's store and the disk below it: reads see every write at once; a crash undoes what was not yet durable.
/// </summary>
/// <param name="limits">Bounds of each key.</param>
internal sealed class SimulatedDisk(RecordLimits limits) : IRecordStore
{
    private readonly Dictionary<Did, RecordSet> _durable = [];
    private readonly Queue<(Did Key, RecordSet? Set)> _pending = [];
    private MemoryRecordStore _store = new(limits);
    private long _flushed;

    /// <summary>Called when a key's content has become durable.</summary>
    public event Action<Did>? Flushed;

    /// <summary>How many writes and deletions there were: what a commit names.</summary>
    public long Position => _flushed + _pending.Count;

    /// <summary>Keys that outlive a crash.</summary>
    public IReadOnlyDictionary<Did, RecordSet> Durable => _durable;

    /// <inheritdoc/>
    public long Bytes => _store.Bytes;

    /// <inheritdoc/>
    public long BytesOf(Did author) => _store.BytesOf(author);

    /// <inheritdoc/>
    public RecordSet? Find(Did key) => _store.Find(key);

    /// <inheritdoc/>
    public void Write(RecordSet set, IReadOnlyCollection<RecordSlot> changed)
    {
        _store.Write(set, changed);
        _pending.Enqueue((set.Key, set));
    }

    /// <inheritdoc/>
    public RangeDigest Digest(KeyRange range) => _store.Digest(range);

    /// <inheritdoc/>
    public IReadOnlyList<Did> Keys(KeyRange range, int most) => _store.Keys(range, most);

    /// <inheritdoc/>
    public IReadOnlyList<Did> Expired(Instant now, int most) => _store.Expired(now, most);

    /// <inheritdoc/>
    public void Delete(Did key)
    {
        _store.Delete(key);
        _pending.Enqueue((key, null));
    }

    /// <inheritdoc/>
    public bool Commit()
    {
        Flush(Position);
        return true;
    }

    /// <summary>Makes everything up to a position durable.</summary>
    /// <param name="position">As <see cref="Position"/> was when the commit was asked for.</param>
    public void Flush(long position)
    {
        while (_flushed < position && _pending.TryDequeue(out var write))
        {
            _flushed++;
            if (write.Set is { IsEmpty: false } set) _durable[write.Key] = set;
            else _durable.Remove(write.Key);
            Flushed?.Invoke(write.Key);
        }
    }

    /// <summary>What a restart finds: the durable part alone.</summary>
    public void Crash()
    {
        _flushed += _pending.Count;
        _pending.Clear();
        _store = new(limits);
        foreach (var set in _durable.Values)
            _store.Write(set, [.. set.Records.Select(record => record.Slot), .. set.Marks.Keys]);
    }

    /// <summary>Whether a record, or a later word for its slot, would be there after a crash.</summary>
    public bool Keeps(Did key, StoredRecord record)
    {
        if (!_durable.TryGetValue(key, out var set)) return false;
        if (set.Find(record.Slot) is { } held) return !record.Supersedes(held.Fields.Seq, held.Hash);
        return set.Marks.TryGetValue(record.Slot, out var mark) && !record.Supersedes(mark.Seq, mark.Hash);
    }
}
