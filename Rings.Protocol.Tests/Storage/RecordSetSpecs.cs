using CsCheck;
using Rings.Protocol.Storage;

namespace Rings.Protocol.Tests.Storage;

/// <summary>P-14: merging is a join, equal to a reference model, and keeps the limits.</summary>
public class RecordSetSpecs
{
    private static readonly Did Key = StorageKey.OfSet("s", TestRecords.Author(0));

    private static readonly RecordLimits Tight = new() { PerAuthor = 3, PerKey = 7, OwnerRemovals = 5, Marks = 4 };

    /// <summary>Elements and removals of five authors in an owned Set, with many times and tags in common.</summary>
    private static readonly StoredRecord[] Pool =
    [
        .. from author in Enumerable.Range(0, 5)
           from tag in Enumerable.Range(0, 5)
           from seconds in Enumerable.Range(0, 3)
           select (author + tag + seconds) % 4 == 0
               ? TestRecords.Removal(author, "s", $"t{tag}", -10 * tag - 3 * seconds - author, owner: 0)
               : TestRecords.Element(author, "s", $"t{tag}", -10 * tag - 3 * seconds - author, owner: 0),
        .. from target in Enumerable.Range(0, 5)
           from tag in new[] { null, "t0", "t1" }
           select TestRecords.OwnerRemoval(0, "s", target, tag, -10 - target),
    ];

    private static readonly Gen<StoredRecord[]> Any = Gen.Int[0, Pool.Length - 1].Select(i => Pool[i]).Array[0, 90];

    [Fact]
    public void The_order_of_merging_does_not_matter() => Gen.Select(Any, Gen.Int).Sample((records, seed) =>
    {
        var shuffled = records.ToArray();
        new Random(seed).Shuffle(shuffled);

        Assert.Equal(Content(Merge(records)), Content(Merge(shuffled)));
    });

    [Fact]
    public void Merging_sets_is_associative_commutative_and_idempotent() =>
        Gen.Select(Any, Any, Any).Sample((a, b, c) =>
        {
            var left = Union(Union(Merge(a), Merge(b)), Merge(c));
            var right = Union(Merge(a), Union(Merge(b), Merge(c)));
            var turned = Union(Merge(c), Union(Merge(b), Merge(a)));

            Assert.Equal(Content(left), Content(right));
            Assert.Equal(Content(left), Content(turned));
            Assert.Equal(Content(left), Content(Union(left, Merge(b))));
        });

    [Fact]
    public void What_is_held_is_what_the_reference_model_holds() => Any.Sample(records =>
        Assert.Equal(Content(Model(records)), Content(Merge(records).Records)));

    [Fact]
    public void What_is_seen_is_in_force_newest_first_and_not_ended() => Any.Sample(records =>
    {
        var set = Merge(records);
        var expected = set.Records.Where(r => !r.IsRemoval && !set.Records.Any(end =>
            end.Fields.Target == r.Fields.Author && end.Fields.Seq >= r.Fields.Seq
            && (end.Fields.EveryTag || end.Fields.Tag == r.Fields.Tag)));

        var visible = set.Visible(TestRecords.Now);

        Assert.Equal(Content(expected), Content(visible));
        Assert.Equal(visible.OrderByDescending(r => r.Fields.Seq).ThenByDescending(r => r.Hash), visible);
    });

    [Fact]
    public void Changes_that_are_told_are_all_there_are() => Gen.Select(Any, Any).Sample((before, after) =>
    {
        var set = Merge(before);
        var old = set.Records.ToDictionary(r => r.Slot, r => r.Hash);
        var told = new HashSet<RecordSlot>();
        foreach (var record in after) set.Merge(record, told);

        var slots = old.Keys.Union(set.Records.Select(r => r.Slot));
        foreach (var slot in slots.Where(slot => !told.Contains(slot)))
            Assert.Equal(old.GetValueOrDefault(slot), set.Find(slot)!.Hash);
    });

    [Fact]
    public void No_author_pushes_out_the_others()
    {
        var set = new RecordSet(Key, Tight);
        for (var author = 0; author < 5; author++)
        {
            for (var tag = 0; tag < 20; tag++)
                set.Merge(TestRecords.Element(author, "s", $"x{tag}", author * 100 - 900 + tag, owner: 0), []);
        }

        var perAuthor = set.Records.GroupBy(r => r.Fields.Author).Select(g => g.Count()).ToList();
        Assert.Equal(5, perAuthor.Count);
        Assert.Equal(7, perAuthor.Sum());
        Assert.All(perAuthor, count => Assert.InRange(count, 1, 2));
        Assert.Equal(
            MergeOutcome.OverLimit, set.Merge(TestRecords.Element(4, "s", "old", -5000, owner: 0), []));
    }

    [Fact]
    public void Each_outcome_is_told()
    {
        var set = new RecordSet(StorageKey.OfRegister(TestRecords.Author(1), "r"), new());
        var old = TestRecords.Register(1, "r", -10, "old");
        var fresh = TestRecords.Register(1, "r", -5, "new");

        Assert.Equal(MergeOutcome.Added, set.Merge(old, []));
        Assert.Equal(MergeOutcome.Known, set.Merge(old, []));
        Assert.Equal(MergeOutcome.Added, set.Merge(fresh, []));
        Assert.Equal(MergeOutcome.Superseded, set.Merge(old, []));
        Assert.Same(fresh, Assert.Single(set.Visible(TestRecords.Now)));
    }

    [Fact]
    public void What_is_gone_does_not_come_back()
    {
        var set = new RecordSet(StorageKey.OfRegister(TestRecords.Author(1), "r"), new());
        var longer = TestRecords.Register(1, "r", -10, "old", TimeSpan.FromDays(6));
        var shorter = TestRecords.Register(1, "r", -5, "new", TimeSpan.FromHours(1));
        set.Merge(longer, []);
        set.Merge(shorter, []);
        var changed = new HashSet<RecordSlot>();

        set.Prune(shorter.Expires, changed);

        Assert.Empty(set.Visible(shorter.Expires));
        Assert.Equal([shorter.Slot], changed);
        Assert.Equal(MergeOutcome.Superseded, set.Merge(longer, []));
        Assert.Equal(shorter.Fields.Signed + TimeSpan.FromDays(7), set.NextExpiry());
        set.Prune(set.NextExpiry()!.Value, changed);
        Assert.True(set.IsEmpty);
    }

    [Fact]
    public void Marks_are_bounded_and_the_oldest_goes()
    {
        var set = new RecordSet(Key, Tight);
        for (var i = 0; i < 12; i++)
        {
            set.Merge(TestRecords.Element(1, "s", $"x{i}", i - 100, 0, TimeSpan.FromMinutes(1)), []);
            set.Prune(TestRecords.Now + TimeSpan.FromMinutes(5), new HashSet<RecordSlot>());
        }

        Assert.Equal(4, set.Marks.Count);
        Assert.Equal(Enumerable.Range(8, 4).Select(i => TestRecords.Seq(i - 100)), set.Marks.Values.Select(m =>
            m.Seq).Order());
    }

    private static RecordSet Merge(IEnumerable<StoredRecord> records)
    {
        var set = new RecordSet(Key, Tight);
        foreach (var record in records) set.Merge(record, []);
        return set;
    }

    private static RecordSet Union(RecordSet left, RecordSet right) => Merge(left.Records.Concat(right.Records));

    /// <summary>The rule as protocol.md says it, over all records at once.</summary>
    private static IEnumerable<StoredRecord> Model(IEnumerable<StoredRecord> records)
    {
        var newest = records.GroupBy(r => r.Slot)
            .Select(g => g.OrderBy(r => r.Fields.Seq).ThenBy(r => r.Hash).Last()).ToList();
        var ends = newest.Where(r => r.Slot.Role != SlotRole.Author)
            .OrderByDescending(r => r.Fields.Seq).ThenByDescending(r => r.Hash).Take(Tight.OwnerRemovals);
        var ranked = newest.Where(r => r.Slot.Role == SlotRole.Author)
            .GroupBy(r => r.Fields.Author)
            .SelectMany(g => g.OrderByDescending(r => r.Fields.Seq).ThenByDescending(r => r.Hash)
                .Take(Tight.PerAuthor).Select((r, rank) => (rank, Weight(r.Fields.Author), r)))
            .OrderBy(r => r.rank).ThenBy(r => r.Item2).Take(Tight.PerKey).Select(r => r.r);
        return ends.Concat(ranked);
    }

    private static BlobHash Weight(Did author) => BlobHash.Read(
        System.Security.Cryptography.SHA256.HashData([.. Key.ToByteArray(), .. author.ToByteArray()]));

    private static List<BlobHash> Content(RecordSet set) => Content(set.Records);

    private static List<BlobHash> Content(IEnumerable<StoredRecord> records) => [.. records.Select(r =>
        r.Hash).Order()];
}
