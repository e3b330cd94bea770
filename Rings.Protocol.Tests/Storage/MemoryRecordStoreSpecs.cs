using CsCheck;
using Rings.Protocol.Storage;

namespace Rings.Protocol.Tests.Storage;

public class MemoryRecordStoreSpecs
{
    private static readonly StoredRecord[] Pool =
        [.. Enumerable.Range(0, 60).Select(i => TestRecords.Register(i % 6, $"r{i % 20}", -i, $"v{i}"))];

    private static readonly Gen<StoredRecord[]> Any = Gen.Int[0, Pool.Length - 1].Select(i => Pool[i]).Array[0, 60];

    [Fact]
    public void Digests_are_the_same_in_whatever_order_records_came() => Gen.Select(Any, Gen.Int).Sample((records,
        seed) =>
    {
        var shuffled = records.ToArray();
        new Random(seed).Shuffle(shuffled);

        Assert.Equal(Filled(records).Digest(KeyRange.All), Filled(shuffled).Digest(KeyRange.All));
    });

    [Fact]
    public void Digests_of_parts_add_up_to_that_of_the_whole() =>
        Gen.Select(Any, DidSpecs.Any, DidSpecs.Any, Gen.Int[2, 20]).Sample((records, after, upTo, parts) =>
        {
            var store = Filled(records);
            var range = new KeyRange(after, upTo);
            var split = range.Split(parts);

            Assert.Equal(store.Digest(range), split.Select(store.Digest).Aggregate((a, b) => a + b));
            Assert.Equal(
                store.Digest(KeyRange.All),
                after == upTo ? store.Digest(range) : store.Digest(range) + store.Digest(new(upTo, after)));
        });

    [Fact]
    public void Keys_come_clockwise_and_lie_in_the_range() =>
        Gen.Select(Any, DidSpecs.Any, DidSpecs.Any).Sample((records, after, upTo) =>
        {
            var range = new KeyRange(after, upTo);
            var keys = records.Select(KeyOf).Distinct().Where(range.Contains)
                .OrderBy(key => (after + Distance.PowerOfTwo(0)).DistanceTo(key)).ToList();

            Assert.Equal(keys, Filled(records).Keys(range, 1000));
            Assert.Equal(keys.Take(2), Filled(records).Keys(range, 2));
        });

    [Fact]
    public void Bytes_are_counted_in_all_and_by_author() => Any.Sample(records =>
    {
        var store = Filled(records);
        var held = store.Keys(KeyRange.All, 1000).SelectMany(key => store.Find(key)!.Records).ToList();

        Assert.Equal(held.Sum(r => (long)r.Bytes.Length), store.Bytes);
        for (var author = 0; author < 6; author++)
        {
            var did = TestRecords.Author(author);
            Assert.Equal(held.Where(r => r.Fields.Author == did).Sum(r => (long)r.Bytes.Length), store.BytesOf(did));
        }

        foreach (var key in store.Keys(KeyRange.All, 1000)) store.Delete(key);
        Assert.Equal(0, store.Bytes);
        Assert.Equal(default, store.Digest(KeyRange.All));
    });

    [Fact]
    public void What_was_found_changes_the_store_only_when_written()
    {
        var store = Filled([Pool[0]]);
        var key = KeyOf(Pool[0]);
        var changed = new List<RecordSlot>();
        var set = store.Find(key)!;
        set.Prune(Pool[0].Expires, changed);

        Assert.Single(store.Find(key)!.Records);
        store.Write(set, changed);
        Assert.Empty(store.Find(key)!.Records);
        Assert.Single(store.Find(key)!.Marks);
        Assert.Empty(store.Keys(KeyRange.All, 10));
    }

    [Fact]
    public void Expired_keys_are_told_once_due()
    {
        var store = Filled(Pool[..20]);
        var first = Pool[..20].Min(r => r.Expires);
        var last = Pool[..20].Max(r => r.Expires);

        Assert.Empty(store.Expired(first - TimeSpan.FromMilliseconds(1), 100));
        Assert.Single(store.Expired(first, 1));
        Assert.Equal(19, store.Expired(last, 100).Count);
    }

    private static Did KeyOf(StoredRecord record) => StorageKey.OfRegister(record.Fields.Author, record.Fields.Name);

    private static MemoryRecordStore Filled(IEnumerable<StoredRecord> records)
    {
        var limits = new RecordLimits();
        var store = new MemoryRecordStore(limits);
        foreach (var record in records)
        {
            var set = store.Find(KeyOf(record)) ?? new(KeyOf(record), limits);
            var changed = new List<RecordSlot>();
            set.Merge(record, changed);
            store.Write(set, changed);
        }

        return store;
    }
}
