using Rings.Actors.Disk;
using Rings.Actors.Storage;
using Rings.Protocol;
using Rings.Protocol.Storage;

namespace Rings.Actors.Tests.Storage;

/// <summary>Stores of records whose disk a test can fill or break: others' records and what is to be renewed.</summary>
internal sealed class TroubledRecordStore : IRecordStore, IOwnRecordStore, IProbedStore
{
    private readonly MemoryRecordStore _records = new(new());
    private readonly List<OwnRecord> _own = [];
    private bool _isLost;

    /// <summary>What is wrong with the disk; null: nothing.</summary>
    public StoreTrouble? Broken { get; set; }

    /// <summary>How often it was opened and closed again.</summary>
    public int Closed { get; private set; }

    public string? Trouble => Broken is { } trouble ? StoreException.Of("records.db", trouble).Message : null;

    public long Bytes => _records.Bytes;

    public long BytesOf(Did author) => _records.BytesOf(author);

    public RecordSet? Find(Did key) => Broken == StoreTrouble.Damaged
        ? throw StoreException.Of("records.db", StoreTrouble.Damaged)
        : _records.Find(key);

    public void Write(RecordSet set, IReadOnlyCollection<RecordSlot> changed)
    {
        if (Broken is null) _records.Write(set, changed);
        else _isLost = true;
    }

    public RangeDigest Digest(KeyRange range) => _records.Digest(range);

    public IReadOnlyList<Did> Keys(KeyRange range, int most) => _records.Keys(range, most);

    public IReadOnlyList<Did> Expired(Instant now, int most) => _records.Expired(now, most);

    public bool Commit()
    {
        var isKept = !_isLost;
        _isLost = false;
        return isKept;
    }

    public void Delete(Did key) => _records.Delete(key);

    public StoreException? Probe() => Broken is { } trouble ? StoreException.Of("records.db", trouble) : null;

    public IReadOnlyList<OwnRecord> Load() => [.. _own];

    public void Keep(OwnRecord own)
    {
        if (Broken is { } trouble) throw StoreException.Of("own.db", trouble);
        _own.Add(own);
    }

    public void Forget(Did key, RecordSlot slot) => _own.RemoveAll(own => own.Key == key && own.Record.Slot == slot);

    public void Dispose() => Closed++;
}
