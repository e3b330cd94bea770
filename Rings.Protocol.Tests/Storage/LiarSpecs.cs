using System.Collections.Immutable;
using Rings.Protocol.Storage;

namespace Rings.Protocol.Tests.Storage;

/// <summary>
/// Owners and holders that are authenticated and lie: whatever they say in a storage answer or question, what they are
/// not entitled to say is not believed.
/// </summary>
public class LiarSpecs
{
    private static readonly StoredRecord True = TestRecords.Register(1, "r", 0, "true");
    private static readonly Did Key = StorageKey.OfRegister(TestRecords.Author(1), "r");

    /// <summary>What an owner may answer a read with, though it must not.</summary>
    public static TheoryData<string> Lies => ["forged", "of another key", "of another author", "of the future", "a mixture"];

    [Theory]
    [MemberData(nameof(Lies))]
    public void A_reader_takes_from_an_owner_only_records_that_are_valid_at_the_key(string lie)
    {
        var cluster = new StorageCluster(lie.Length);
        var reader = ReaderAmong(cluster.Join(6), cluster);
        cluster.Lie = (liar, question, answer) => liar == cluster.OwnerOf(Key) && question is StorageMessage.Read
            ? new StorageMessage.Found(Told(lie, cluster), More: false, IsFinal: true, [liar.Did], [])
            : answer;

        var found = Found(reader.GetAndWait(Key));

        Assert.Equal(lie == "a mixture" ? [True.Hash] : Array.Empty<BlobHash>(), found.Select(record => record.Hash));
    }

    [Fact]
    public void An_owner_that_serves_a_stale_record_does_not_make_a_holder_forget_the_newer_one()
    {
        var cluster = new StorageCluster(20);
        var reader = ReaderAmong(cluster.Join(6), cluster);
        var newer = TestRecords.Register(1, "r", 60, "newer");
        reader.PutAndWait(Key, newer);
        var holder = cluster.HoldersOf(Key)[1];

        holder.Ask(cluster.OwnerOf(Key).Did, new StorageMessage.Replicate([new(Key, True)]), _ => { });
        cluster.Run(TimeSpan.FromSeconds(1));

        Assert.Equal(newer.Hash, Assert.Single(holder.Store.Find(Key)!.Records).Hash);
    }

    /// <summary>Whose word it is stands in the record, and not in who brings it.</summary>
    [Fact]
    public void A_neighbour_that_names_another_owner_in_a_record_is_not_believed()
    {
        var cluster = new StorageCluster(21);
        cluster.Join(3);
        var holder = cluster.HoldersOf(Key)[0];
        var foreign = TestRecords.Register(2, "r", 60, "of another owner");
        var answers = new List<StorageMessage.Answer>();

        holder.Ask(cluster.HoldersOf(Key)[1].Did, new StorageMessage.Replicate([new(Key, foreign)]), answers.Add);
        cluster.Run(TimeSpan.FromSeconds(1));

        Assert.Equal(new StorageMessage.Kept(1), Assert.Single(answers));
        Assert.Null(holder.Store.Find(Key));
    }

    /// <summary>Or a neighbour could fill a node with what is none of its business.</summary>
    [Fact]
    public void A_neighbour_that_pushes_copies_outside_of_the_range_is_refused_them()
    {
        var cluster = new StorageCluster(22);
        var nodes = cluster.Join(24);
        var far = nodes.First(node => !cluster.HoldersOf(Key).Contains(node)
            && nodes.Count(other => Key.DistanceTo(other.Did).CompareTo(Key.DistanceTo(node.Did)) < 0) > 12);
        var answers = new List<StorageMessage.Answer>();
        var neighbour = nodes.Where(node => node != far).MinBy(node => far.Did.DistanceTo(node.Did))!;

        far.Ask(neighbour.Did, new StorageMessage.Replicate([new(Key, True)]), answers.Add);
        cluster.Run(TimeSpan.FromSeconds(1));

        Assert.Equal(new StorageMessage.Kept(1), Assert.Single(answers));
        Assert.Null(far.Store.Find(Key));
    }

    /// <summary>
    /// One holder that answers Kept and keeps nothing is one copy less than the writer counts: with w = 2 the record is
    /// still there when the liar, or the owner, is gone; and the next repair finds it out.
    /// </summary>
    [Fact]
    public void A_holder_that_says_Kept_and_keeps_nothing_loses_no_record_of_the_ring()
    {
        var cluster = new StorageCluster(23);
        var reader = ReaderAmong(cluster.Join(6), cluster);
        var liar = cluster.HoldersOf(Key)[2];
        liar.Disk.IsFull = true;
        cluster.Lie = (who, question, answer) =>
            who == liar && question is StorageMessage.Replicate ? new StorageMessage.Kept(0) : answer;

        Assert.IsType<PutOutcome.Stored>(reader.PutAndWait(Key, True));
        cluster.Run(TimeSpan.FromMinutes(5));

        Assert.Equal(2, cluster.CopiesOf(Key, True));
        cluster.Crash(cluster.OwnerOf(Key));
        cluster.Run(TimeSpan.FromSeconds(30));
        Assert.Equal(True.Hash, Assert.Single(Found(reader.GetAndWait(Key))).Hash);
    }

    /// <summary>In an answer to Fetch a neighbour may send what nobody asked it for.</summary>
    [Fact]
    public void A_neighbour_that_answers_a_comparison_with_forged_records_fills_nobody()
    {
        var cluster = new StorageCluster(24);
        var nodes = cluster.Join(4);
        nodes[0].PutAndWait(Key, True);
        cluster.Lie = (_, question, answer) => question is StorageMessage.Fetch && answer is StorageMessage.Records honest
            ? honest with { Items = [.. honest.Items.Select(item => item with { Record = Forge(item.Record) })] }
            : answer;

        var newcomer = cluster.Join(Key);
        cluster.Run(TimeSpan.FromSeconds(20));

        // Its other neighbours push what is true meanwhile.
        Assert.All(newcomer.Store.Find(Key)?.Records ?? [], record => Assert.True(record.Bytes.Span.SequenceEqual(True.Bytes.Span)));
        cluster.Lie = null;
        cluster.Run(TimeSpan.FromMinutes(5));
        Assert.True(Assert.Single(newcomer.Store.Find(Key)!.Records).Bytes.Span.SequenceEqual(True.Bytes.Span));
    }

    private static ImmutableArray<StoredRecord> Told(string lie, StorageCluster cluster) => lie switch
    {
        "forged" => [Forge(True)],
        "of another key" => [TestRecords.Register(1, "other", 0, "elsewhere")],
        "of another author" => [TestRecords.Register(2, "r", 0, "mine")],
        "of the future" => [TestRecords.Register(1, "r", (int)(cluster.Now - TestRecords.Now).TotalSeconds + 3600, "later")],
        _ => [Forge(True), True, TestRecords.Register(2, "r", 0, "mine")],
    };

    /// <summary>The same, with a bit of its last byte turned: the signature.</summary>
    private static StoredRecord Forge(StoredRecord record)
    {
        var bytes = record.Bytes.ToArray();
        bytes[^1] ^= 1;
        return StoredRecord.Read(bytes);
    }

    private static ClusterNode ReaderAmong(ClusterNode[] nodes, StorageCluster cluster) =>
        nodes.First(node => !cluster.HoldersOf(Key).Contains(node));

    private static ImmutableArray<StoredRecord> Found(GetOutcome outcome) =>
        Assert.IsType<GetOutcome.Found>(outcome).Records;
}
