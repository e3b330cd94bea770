using Rings.Protocol;
using Rings.Protocol.Storage;

namespace Rings.Simulation.World;

/// <summary>A broken store: a removal takes the element away and leaves nothing behind.</summary>
/// <param name="store">A sound one.</param>
internal sealed class ForgetfulStore(IRecordStore store) : IRecordStore
{
    public long Bytes => store.Bytes;

    public long BytesOf(Did author) => store.BytesOf(author);

    public RecordSet? Find(Did key) => store.Find(key);

    public void Write(RecordSet set, IReadOnlyCollection<RecordSlot> changed)
    {
        if (!set.Records.Any(record => record.IsRemoval))
        {
            store.Write(set, changed);
            return;
        }

        store.Delete(set.Key);
        var rest = new RecordSet(set.Key, new());
        foreach (var record in set.Records.Where(record => !record.IsRemoval)) rest.Restore(record);
        if (!rest.IsEmpty) store.Write(rest, [.. rest.Records.Select(record => record.Slot)]);
    }

    public RangeDigest Digest(KeyRange range) => store.Digest(range);

    public IReadOnlyList<Did> Keys(KeyRange range, int most) => store.Keys(range, most);

    public IReadOnlyList<Did> Expired(Instant now, int most) => store.Expired(now, most);

    public bool Commit() => store.Commit();

    public void Delete(Did key) => store.Delete(key);
}
