using Rings.Actors.Disk;
using Rings.Protocol;
using Rings.Protocol.Storage;

namespace Rings.TestKit;

/// <summary>What a node's records are kept on: a node that is killed finds there what it had committed, no more.</summary>
internal sealed class SimulatedDisk(RecordLimits limits)
{
    private readonly MemoryRecordStore _durable = new(limits);

    /// <summary>Whether it takes nothing more.</summary>
    public bool IsFull { get; set; }

    /// <summary>The store of the next node, or storage, that uses this disk.</summary>
    public IRecordStore Open()
    {
        var view = new MemoryRecordStore(limits);
        foreach (var key in _durable.Keys(KeyRange.All, int.MaxValue)) Copy(_durable.Find(key)!, view);
        return new Store(this, view, _durable);
    }

    /// <summary>All that is on it.</summary>
    public IEnumerable<StoredRecord> Records =>
        _durable.Keys(KeyRange.All, int.MaxValue).SelectMany(key => _durable.Find(key)!.Records);

    private static void Copy(RecordSet set, MemoryRecordStore to) =>
        to.Write(set, [.. set.Records.Select(record => record.Slot), .. set.Marks.Keys]);

    private sealed class Store(SimulatedDisk disk, MemoryRecordStore view, MemoryRecordStore durable) : IRecordStore, IProbedStore
    {
        private readonly HashSet<Did> _dirty = [];

        public string? Trouble { get; private set; }

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

        public StoreException? Probe() => disk.IsFull ? StoreException.Of("records.db", StoreTrouble.Full) : null;

        public bool Commit()
        {
            var isKept = !disk.IsFull || _dirty.Count == 0;
            var (from, to) = isKept ? (view, durable) : (durable, view);
            foreach (var key in _dirty)
            {
                to.Delete(key);
                if (from.Find(key) is { } set) Copy(set, to);
            }

            _dirty.Clear();
            Trouble = isKept ? null : Probe()?.Message;
            return isKept;
        }
    }
}
