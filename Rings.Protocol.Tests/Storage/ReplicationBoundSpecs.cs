using Rings.Protocol.Storage;

namespace Rings.Protocol.Tests.Storage;

/// <summary>What holders take to the last byte, what a node that is none answers, and more records than one list tells.</summary>
public sealed class ReplicationBoundSpecs
{
    private static readonly StoredRecord Record = TestRecords.Register(1, "r", 0, "value");
    private static readonly Did Key = StorageKey.OfRegister(TestRecords.Author(1), "r");

    [Fact]
    public void Quotas_may_be_filled_to_the_last_byte()
    {
        var other = TestRecords.Register(1, "o", 0, "v");
        PutOutcome Second(StorageSettings settings)
        {
            var node = new StorageCluster(6, settings).Join(1)[0];
            Assert.IsType<PutOutcome.StoredLocally>(node.PutAndWait(Key, Record));
            return node.PutAndWait(StorageKey.OfRegister(TestRecords.Author(1), "o"), other);
        }

        var (one, two) = (Record.Bytes.Length, other.Bytes.Length);
        Assert.Equal(new PutOutcome.Refused(StorageRefusal.AuthorQuota), Second(new() { AuthorBytes = one }));
        Assert.Equal(new PutOutcome.Refused(StorageRefusal.AuthorQuota), Second(new() { AuthorBytes = one + two - 1 }));
        Assert.IsType<PutOutcome.StoredLocally>(Second(new() { AuthorBytes = one + two }));
        Assert.Equal(new PutOutcome.Refused(StorageRefusal.Full), Second(new() { ForeignBytes = one + two - 1 }));
        Assert.IsType<PutOutcome.StoredLocally>(Second(new() { ForeignBytes = one + two }));
    }

    [Fact]
    public void A_node_that_is_no_holder_answers_so_and_does_nothing_else()
    {
        var cluster = new StorageCluster(7);
        var nodes = cluster.Join(12);
        var holders = cluster.HoldersOf(Key);
        var node = nodes.First(one => !holders.Contains(one));
        var answers = new List<StorageMessage.Answer>();
        var stranger = cluster.AnyDid();

        node.Ask(stranger, new StorageMessage.Read(Key, Consistency.Quorum, 0), answers.Add);
        node.Ask(stranger, new StorageMessage.Write(Key, Record, Consistency.Quorum), answers.Add);
        node.Ask(stranger, new StorageMessage.Watch(Key), answers.Add);
        cluster.Run(TimeSpan.FromSeconds(5));

        Assert.Equal(Enumerable.Repeat(new StorageMessage.Refused(StorageRefusal.NotHere), 3), answers);
        Assert.Equal(0, node.Store.Bytes);
    }

    [Fact]
    public void More_records_than_one_list_tells_reach_a_newcomer()
    {
        const int Records = Replication.PageRows + 44;
        var cluster = new StorageCluster(8);
        var first = cluster.Join(1)[0];
        for (var number = 0; number < Records; number++)
            first.PutAndWait(StorageKey.OfSet($"s{number}"), TestRecords.Element(1, $"s{number}", "t", 0));

        var newcomer = cluster.Join(1)[0];
        cluster.Run(TimeSpan.FromMinutes(1));

        Assert.Equal(Records, newcomer.Store.Keys(KeyRange.All, int.MaxValue).Count);
        Assert.Equal(first.Store.Digest(KeyRange.All), newcomer.Store.Digest(KeyRange.All));
    }
}
