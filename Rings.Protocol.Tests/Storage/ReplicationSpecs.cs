using System.Collections.Immutable;
using Rings.Protocol.Storage;

namespace Rings.Protocol.Tests.Storage;

public class ReplicationSpecs
{
    private static readonly StoredRecord Record = TestRecords.Register(1, "r", 0, "value");
    private static readonly Did Key = StorageKey.OfRegister(TestRecords.Author(1), "r");
    private static readonly Did Missing = StorageKey.OfSet("nothing");

    [Fact]
    public void A_lone_node_stores_locally_and_knows_what_is_not_there()
    {
        var cluster = new StorageCluster(1);
        var node = cluster.Join(1)[0];

        var stored = Assert.IsType<PutOutcome.StoredLocally>(node.PutAndWait(Key, Record));

        Assert.Equal(node.Did, Assert.Single(stored.Copies));
        Assert.Equal(Record.Hash, Assert.Single(Found(node.GetAndWait(Key))).Hash);
        var missing = Assert.IsType<GetOutcome.Found>(node.GetAndWait(Missing));
        Assert.True(missing.IsFinal);
        Assert.Empty(missing.Records);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void A_write_is_acknowledged_by_its_holders_and_read_from_everywhere(int members)
    {
        var cluster = new StorageCluster(members);
        var nodes = cluster.Join(members);

        var stored = Assert.IsType<PutOutcome.Stored>(nodes[0].PutAndWait(Key, Record));
        cluster.Run(TimeSpan.FromSeconds(1));

        var holders = cluster.HoldersOf(Key);
        Assert.InRange(stored.Copies.Length, 2, holders.Length);
        Assert.Subset(holders.Select(n => n.Did).ToHashSet(), stored.Copies.ToHashSet());
        Assert.Equal(Math.Min(3, members), cluster.CopiesOf(Key, Record));
        foreach (var node in nodes)
        {
            foreach (var consistency in Enum.GetValues<Consistency>())
                Assert.Equal(Record.Hash, Assert.Single(Found(node.GetAndWait(Key, consistency))).Hash);
        }
    }

    /// <summary>P-18, as far as storage goes: the ring's look-up adds its own hops.</summary>
    [Fact]
    public void Not_found_is_final_at_quorum_and_only_there()
    {
        var cluster = new StorageCluster(3);
        var nodes = cluster.Join(9);
        var delivered = cluster.Delivered;

        var quorum = Assert.IsType<GetOutcome.Found>(nodes[0].GetAndWait(Missing));
        var transmissions = cluster.Delivered - delivered;
        var one = Assert.IsType<GetOutcome.Found>(nodes[0].GetAndWait(Missing, Consistency.One));

        Assert.True(quorum.IsFinal);
        Assert.InRange(quorum.Agreed.Length, 2, 3);
        Assert.False(one.IsFinal);
        Assert.InRange(transmissions, 1, 6);
    }

    [Fact]
    public void All_waits_for_every_holder()
    {
        var cluster = new StorageCluster(4);
        var nodes = cluster.Join(6);

        var stored = Assert.IsType<PutOutcome.Stored>(nodes[0].PutAndWait(Key, Record, Consistency.All));

        Assert.Equal(cluster.HoldersOf(Key).Select(n => n.Did).Order(ByValue), stored.Copies.Order(ByValue));
        Assert.Equal(3, cluster.CopiesOf(Key, Record));
    }

    [Fact]
    public void What_may_not_be_kept_is_refused_with_a_reason_and_changes_nothing()
    {
        var cluster = new StorageCluster(5, new() { AuthorBytes = 1000, ForeignBytes = 2000 });
        var node = cluster.Join(4)[0];
        PutOutcome Put(Did key, StoredRecord record) => node.PutAndWait(key, record);
        void Refused(StorageRefusal reason, Did key, StoredRecord record) =>
            Assert.Equal(new PutOutcome.Refused(reason), Put(key, record));
        var newer = TestRecords.Register(1, "r", 5, "newer");

        Refused(StorageRefusal.Invalid, Missing, Record);
        Assert.Empty(cluster.OwnerOf(Missing).Store.Keys(KeyRange.All, 10));
        Put(Key, newer);
        Refused(StorageRefusal.Superseded, Key, Record);
        Refused(
            StorageRefusal.AuthorQuota, StorageKey.OfRegister(TestRecords.Author(2), "big"),
            TestRecords.Register(2, "big", 0, new('x', 900)));
        Assert.Equal(newer.Hash, Assert.Single(Found(node.GetAndWait(Key))).Hash);
    }

    [Fact]
    public void A_full_store_refuses_new_records_and_keeps_serving()
    {
        var cluster = new StorageCluster(6, new() { ForeignBytes = 1000 });
        var node = cluster.Join(1)[0];
        node.PutAndWait(Key, Record);

        var refused = node.PutAndWait(
            StorageKey.OfRegister(TestRecords.Author(2), "big"), TestRecords.Register(2, "big", 0, new('x', 900)));

        Assert.Equal(new PutOutcome.Refused(StorageRefusal.Full), refused);
        Assert.Single(Found(node.GetAndWait(Key)));
    }

    [Fact]
    public void Strangers_neither_replicate_nor_compare()
    {
        var cluster = new StorageCluster(7);
        var node = cluster.Join(12)[0];
        var answers = new List<StorageMessage.Answer>();
        var stranger = cluster.AnyDid();

        node.Ask(stranger, new StorageMessage.Replicate([new(Key, Record)]), answers.Add);
        node.Ask(stranger, new StorageMessage.Compare(KeyRange.All, default, 0), answers.Add);
        node.Ask(stranger, new StorageMessage.Fetch([RecordRow.Of(Key, Record)]), answers.Add);

        Assert.Equal(3, answers.Count);
        Assert.All(answers, answer => Assert.Equal(new StorageMessage.Refused(StorageRefusal.NotHere), answer));
        Assert.Equal(0, node.Store.Bytes);
    }

    [Fact]
    public void Answers_that_nobody_asked_for_change_nothing()
    {
        var cluster = new StorageCluster(8);
        var node = cluster.Join(3)[0];

        node.Storage.Answered(new(999_999), cluster.AnyDid(), new StorageMessage.Records([new(Key, Record)], 1),
            cluster.Now);

        Assert.Equal(0, node.Store.Bytes);
    }

    [Fact]
    public void Elements_of_many_authors_come_in_pages_and_together()
    {
        var cluster = new StorageCluster(9);
        var nodes = cluster.Join(5);
        var key = StorageKey.OfSet("topic");
        var elements = Enumerable.Range(0, 60)
            .Select(i => TestRecords.Element(i % 6, "topic", new string((char)('a' + (i / 6)), 60), -i)).ToList();
        var big = Enumerable.Range(0, 6).Select(i => StoredRecord.Sign(
            RecordKind.SetElement,
            elements[i].Fields with { Tag = TestRecords.Tag("big"), Value = new byte[30_000] },
            TestRecords.Signer(i))).ToList();
        foreach (var element in elements.Concat(big)) nodes[1].Put(key, element);
        cluster.Run(TimeSpan.FromSeconds(10));

        var found = Found(nodes[2].GetAndWait(key));

        Assert.Equal(66, found.Length);
        Assert.Equal(elements.Concat(big).Select(e => e.Hash).Order(), found.Select(e => e.Hash).Order());
    }

    [Fact]
    public void What_expires_is_gone_everywhere_and_leaves_no_bytes()
    {
        var cluster = new StorageCluster(10);
        var nodes = cluster.Join(4);
        var brief = TestRecords.Element(1, "service/web", "t", 0, null, TimeSpan.FromMinutes(2));
        nodes[0].PutAndWait(StorageKey.OfSet("service/web"), brief);

        cluster.Run(TimeSpan.FromMinutes(3));

        var found = Assert.IsType<GetOutcome.Found>(nodes[1].GetAndWait(StorageKey.OfSet("service/web")));
        Assert.Empty(found.Records);
        Assert.True(found.IsFinal);
        Assert.All(nodes, node => Assert.Equal(0, node.Store.Bytes));
    }

    [Fact]
    public void Too_many_operations_at_once_are_refused()
    {
        var cluster = new StorageCluster(11, new() { Operations = 2 });
        var node = cluster.Join(3)[0];
        var operations = Enumerable.Range(0, 4).Select(i => node.Put(Key, Record)).ToList();

        Assert.Equal(2, node.Puts.Count(put => put.Value == new PutOutcome.Refused(StorageRefusal.Busy)));
        cluster.Run(TimeSpan.FromSeconds(5));
        Assert.Equal(2, operations.Count(o => node.Puts[o] is PutOutcome.Stored));
    }

    private static readonly IComparer<Did> ByValue =
        Comparer<Did>.Create((a, b) => Did.Zero.DistanceTo(a).CompareTo(Did.Zero.DistanceTo(b)));

    private static ImmutableArray<StoredRecord> Found(GetOutcome outcome) =>
        Assert.IsType<GetOutcome.Found>(outcome).Records;
}
