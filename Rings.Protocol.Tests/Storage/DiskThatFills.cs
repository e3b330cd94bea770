using Rings.Protocol.Storage;

namespace Rings.Protocol.Tests.Storage;

/// <summary>A store whose disk a test can fill: then nothing is kept, and what was there is read.</summary>
internal sealed class DiskThatFills(MemoryRecordStore store) : IRecordStore
{
    private bool _lost;

    public bool IsFull { get; set; }

    public long Room { get; set; } = long.MaxValue;

    public string? Trouble => IsFull ? "the disk is full" : null;

    public long Bytes => store.Bytes;

    public long BytesOf(Did author) => store.BytesOf(author);

    public RecordSet? Find(Did key) => store.Find(key);

    public void Write(RecordSet set, IReadOnlyCollection<RecordSlot> changed)
    {
        _lost |= IsFull;
        if (!IsFull) store.Write(set, changed);
    }

    public RangeDigest Digest(KeyRange range) => store.Digest(range);

    public IReadOnlyList<Did> Keys(KeyRange range, int most) => store.Keys(range, most);

    public IReadOnlyList<Did> Expired(Instant now, int most) => store.Expired(now, most);

    public void Delete(Did key)
    {
        _lost |= IsFull;
        if (!IsFull) store.Delete(key);
    }

    public bool Commit()
    {
        var kept = !_lost;
        _lost = false;
        return kept;
    }
}
