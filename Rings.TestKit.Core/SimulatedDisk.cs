using Rings.Protocol;
using Rings.Protocol.Storage;

namespace Rings.TestKit;

/// <summary>What a node's records are kept on: a node that is killed finds there what it had committed, no more.</summary>
internal sealed class SimulatedDisk(RecordLimits limits)
{
    private readonly MemoryRecordStore _durable = new(limits);

    /// <summary>The store of the next node, or storage, that uses this disk.</summary>
    public IRecordStore Open()
    {
        var view = new MemoryRecordStore(limits);
        foreach (var key in _durable.Keys(KeyRange.All, int.MaxValue)) Copy(_durable.Find(key)!, view);
        return new Store(view, _durable);
    }

    /// <summary>All that is on it.</summary>
    public IEnumerable<StoredRecord> Records =>
        _durable.Keys(KeyRange.All, int.MaxValue).SelectMany(key => _durable.Find(key)!.Records);

    private static void Copy(RecordSet set, MemoryRecordStore to) =>
        to.Write(set, [.. set.Records.Select(record => record.Slot), .. set.Marks.Keys]);

    private sealed class Store(MemoryRecordStore view, MemoryRecordStore durable) : IRecordStore
    {
        private readonly HashSet<Did> _dirty = [];

        public long Bytes => view.Bytes;

        public long BytesOf(Did author) => view.BytesOf(author);

        public RecordSet? Find(Did key) => view.Find(key);

        public void Write(RecordSet set, IReadOnlyCollection<RecordSlot> changed)
        {
            view.Write(set, changed);
            _dirty.Add(set.Key);
        }

        public RangeDigest Digest(KeyRange range) => view.Digest(range);

        public IReadOnlyList<Did> Keys(KeyRange range, int most) => view.Keys(range, most);

        public IReadOnlyList<Did> Expired(Instant now, int most) => view.Expired(now, most);

        public void Delete(Did key)
        {
            view.Delete(key);
            _dirty.Add(key);
        }

        public bool Commit()
        {
            foreach (var key in _dirty)
            {
                durable.Delete(key);
                if (view.Find(key) is { } set) Copy(set, durable);
            }

            _dirty.Clear();
            return true;
        }
    }
}
