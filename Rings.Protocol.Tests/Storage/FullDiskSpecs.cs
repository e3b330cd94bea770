using System.Collections.Immutable;
using Rings.Protocol.Storage;

namespace Rings.Protocol.Tests.Storage;

/// <summary>What a node does whose disk takes nothing: it refuses, serves what it has, and takes writes again.</summary>
public class FullDiskSpecs
{
    private static readonly StoredRecord Before = TestRecords.Register(1, "before", 0, "kept");
    private static readonly Did BeforeKey = StorageKey.OfRegister(TestRecords.Author(1), "before");
    private static readonly StoredRecord After = TestRecords.Register(2, "after", 0, "late");
    private static readonly Did AfterKey = StorageKey.OfRegister(TestRecords.Author(2), "after");

    [Fact]
    public void A_write_that_the_disk_refuses_is_answered_full_and_nothing_of_it_is_there()
    {
        var node = new StorageCluster(1).Join(1)[0];
        node.PutAndWait(BeforeKey, Before);
        node.Disk.IsFull = true;

        Assert.Equal(new PutOutcome.Refused(StorageRefusal.Full), node.PutAndWait(AfterKey, After));

        Assert.Empty(Found(node.GetAndWait(AfterKey)));
        Assert.Equal(Before.Hash, Assert.Single(Found(node.GetAndWait(BeforeKey))).Hash);
    }

    [Fact]
    public void While_the_disk_is_full_nothing_is_tried_and_what_is_known_is_still_acknowledged()
    {
        var cluster = new StorageCluster(2);
        var node = cluster.Join(1)[0];
        node.PutAndWait(BeforeKey, Before);
        node.Disk.IsFull = true;
        node.PutAndWait(AfterKey, After);
        node.Disk.IsFull = false;

        Assert.Equal(new PutOutcome.Refused(StorageRefusal.Full), node.PutAndWait(AfterKey, After));
        Assert.IsType<PutOutcome.StoredLocally>(node.PutAndWait(BeforeKey, Before));
    }

    [Fact]
    public void Writes_are_taken_again_within_10_s_of_the_return_of_room()
    {
        var cluster = new StorageCluster(3);
        var node = cluster.Join(1)[0];
        node.Disk.IsFull = true;
        node.PutAndWait(AfterKey, After);
        node.Disk.IsFull = false;

        cluster.Run(TimeSpan.FromSeconds(10));

        Assert.IsType<PutOutcome.StoredLocally>(node.PutAndWait(AfterKey, After));
    }

    [Fact]
    public void A_host_that_finds_room_says_so_and_need_not_wait()
    {
        var node = new StorageCluster(4).Join(1)[0];
        node.Disk.IsFull = true;
        node.PutAndWait(AfterKey, After);
        node.Disk.IsFull = false;

        node.Storage.HasRoom();

        Assert.IsType<PutOutcome.StoredLocally>(node.PutAndWait(AfterKey, After));
    }

    [Fact]
    public void A_holder_whose_disk_is_full_is_no_copy_and_gets_it_when_there_is_room()
    {
        var cluster = new StorageCluster(5);
        cluster.Join(3);
        var holder = cluster.HoldersOf(BeforeKey)[1];
        holder.Disk.IsFull = true;

        var stored = Assert.IsType<PutOutcome.Stored>(cluster.OwnerOf(BeforeKey).PutAndWait(BeforeKey, Before));
        cluster.Run(TimeSpan.FromSeconds(10));

        Assert.DoesNotContain(holder.Did, stored.Copies);
        Assert.Equal(2, cluster.CopiesOf(BeforeKey, Before));
        holder.Disk.IsFull = false;
        cluster.Run(TimeSpan.FromMinutes(5));
        Assert.Equal(3, cluster.CopiesOf(BeforeKey, Before));
    }

    [Fact]
    public void A_newcomer_whose_disk_is_full_does_not_claim_to_know_what_it_could_not_take()
    {
        var cluster = new StorageCluster(6, new() { Copies = 3 });
        cluster.Join(2);
        cluster.Live.First().PutAndWait(BeforeKey, Before);
        cluster.Run(TimeSpan.FromSeconds(5));
        var newcomer = cluster.Join(BeforeKey); // It will own the key.
        newcomer.Disk.IsFull = true;

        cluster.Run(TimeSpan.FromSeconds(60));

        Assert.True(newcomer.Storage.IsCatchingUp);
        newcomer.Disk.IsFull = false;
        cluster.Run(TimeSpan.FromSeconds(20));
        Assert.False(newcomer.Storage.IsCatchingUp);
        Assert.Equal(Before.Hash, Assert.Single(Found(newcomer.GetAndWait(BeforeKey))).Hash);
    }

    [Theory]
    [InlineData(Consistency.One)]
    [InlineData(Consistency.Quorum)]
    [InlineData(Consistency.All)]
    public void An_owner_whose_disk_is_full_serves_what_only_other_holders_have(Consistency consistency)
    {
        var cluster = new StorageCluster(8);
        var owner = OwnerWithFullDisk(cluster);

        var outcome = owner.GetAndWait(BeforeKey, consistency);

        Assert.Equal(Before.Hash, Assert.Single(Found(outcome)).Hash);
        Assert.Null(owner.Store.Find(BeforeKey));
        Assert.Equal(consistency != Consistency.One, Assert.IsType<GetOutcome.Found>(outcome).IsFinal);
    }

    [Fact]
    public void Nor_does_a_quota_keep_an_owner_from_serving_them()
    {
        var cluster = new StorageCluster(9);
        var owner = OwnerWithFullDisk(cluster);
        owner.Disk.IsFull = false;
        owner.Disk.Room = 0;

        Assert.Equal(Before.Hash, Assert.Single(Found(owner.GetAndWait(BeforeKey))).Hash);
        Assert.Null(owner.Store.Find(BeforeKey));
    }

    /// <summary>What a holder lends is judged as what it gives: a forgery, or a record of another key, is not served.</summary>
    [Fact]
    public void A_holder_that_lends_what_is_not_valid_at_the_key_is_not_believed()
    {
        var cluster = new StorageCluster(10);
        var owner = OwnerWithFullDisk(cluster);
        var other = TestRecords.Register(3, "elsewhere", 0, "of another key");
        var forged = Before.Bytes.ToArray();
        forged[^1] ^= 1;
        cluster.Lie = (_, question, answer) => question is StorageMessage.Fetch
            ? new StorageMessage.Records(
                [new(BeforeKey, StoredRecord.Read(forged)), new(BeforeKey, other), new(StorageKey.OfRegister(TestRecords.Author(3), "elsewhere"), other)],
                1)
            : answer;

        Assert.Empty(Found(owner.GetAndWait(BeforeKey)));
    }

    [Fact]
    public void Others_records_are_refused_where_the_disk_has_no_room_for_them_and_this_nodes_own_are_not()
    {
        var cluster = new StorageCluster(7);
        var node = cluster.Join(TestRecords.Author(1));
        cluster.Run(TimeSpan.FromSeconds(10));
        node.Disk.Room = After.Bytes.Length - 1;

        Assert.Equal(new PutOutcome.Refused(StorageRefusal.Full), node.PutAndWait(AfterKey, After));
        Assert.IsType<PutOutcome.StoredLocally>(node.PutAndWait(BeforeKey, Before));
        node.Disk.Room = After.Bytes.Length;
        Assert.IsType<PutOutcome.StoredLocally>(node.PutAndWait(AfterKey, After));
    }

    /// <summary>A newcomer that owns the key, and could not take what the others hold.</summary>
    private static ClusterNode OwnerWithFullDisk(StorageCluster cluster)
    {
        cluster.Join(2);
        cluster.Live.First().PutAndWait(BeforeKey, Before);
        cluster.Run(TimeSpan.FromSeconds(5));
        var owner = cluster.Join(BeforeKey);
        owner.Disk.IsFull = true;
        cluster.Run(TimeSpan.FromSeconds(30));
        Assert.Same(owner, cluster.OwnerOf(BeforeKey));
        Assert.Null(owner.Store.Find(BeforeKey));
        return owner;
    }

    private static ImmutableArray<StoredRecord> Found(GetOutcome outcome) =>
        Assert.IsType<GetOutcome.Found>(outcome).Records;
}
