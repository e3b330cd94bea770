using Rings.Protocol.Storage;

namespace Rings.Protocol.Tests.Storage;

/// <summary>P-15, P-16, P-17, P-21: what was acknowledged is still there, whatever stops.</summary>
public class DurabilitySpecs
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 8)];

    private static StoredRecord[] Records(int count) =>
        [.. Enumerable.Range(0, count).Select(i => TestRecords.Register(i % 8, $"d{i / 8}", -i, $"value {i}"))];

    private static Did KeyOf(StoredRecord record) => StorageKey.OfRegister(record.Fields.Author, record.Fields.Name);

    [Theory, MemberData(nameof(Seeds))]
    public void Any_one_node_dies_and_the_copies_come_back_within_the_repair_time(int seed)
    {
        var (cluster, nodes, stored) = Filled(seed, 10, 40);

        cluster.Crash(nodes[seed % nodes.Length]);
        AssertAllReadable(cluster, stored);
        cluster.Run(TimeSpan.FromSeconds(10));

        Assert.All(stored, record => Assert.Equal(3, cluster.CopiesOf(KeyOf(record), record)));
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Any_two_of_three_copies_die_at_once(int seed)
    {
        var (cluster, _, stored) = Filled(seed, 10, 40);
        var victim = KeyOf(stored[seed % stored.Count]);
        foreach (var holder in cluster.HoldersOf(victim).Where((_, i) => i != seed % 3)) cluster.Crash(holder);

        cluster.Run(TimeSpan.FromSeconds(12));

        AssertAllReadable(cluster, stored);
        Assert.All(stored, record => Assert.Equal(3, cluster.CopiesOf(KeyOf(record), record)));
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Newcomers_take_over_and_old_holders_let_go_only_after_ten_minutes(int seed)
    {
        var (cluster, _, stored) = Filled(seed, 5, 30);
        for (var i = 0; i < 8; i++)
        {
            cluster.Join(cluster.AnyDid());
            cluster.Run(TimeSpan.FromSeconds(8));
        }

        var before = cluster.Live.Sum(node => node.Store.Keys(KeyRange.All, 10_000).Count);
        Assert.All(stored, record => Assert.Equal(3, cluster.CopiesOf(KeyOf(record), record)));
        Assert.True(before > stored.Count * 3, "old holders keep theirs for now");

        cluster.Run(TimeSpan.FromMinutes(15));

        var after = cluster.Live.Sum(node => node.Store.Keys(KeyRange.All, 10_000).Count);
        Assert.InRange(after, stored.Count * 3, stored.Count * 4);
        AssertAllReadable(cluster, stored);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void One_after_another_leaves_until_three_are_left(int seed)
    {
        var (cluster, nodes, stored) = Filled(seed, 9, 40);
        foreach (var node in nodes.Take(6))
        {
            node.Storage.Leave(cluster.Now);
            cluster.Await(() => node.IsHandedOver ? node : null);
            cluster.Crash(node);
            Assert.All(stored, record => Assert.True(cluster.CopiesOf(KeyOf(record), record) >= 2));
            cluster.Run(TimeSpan.FromSeconds(8));
        }

        AssertAllReadable(cluster, stored);
        Assert.All(stored, record => Assert.Equal(3, cluster.CopiesOf(KeyOf(record), record)));
    }

    /// <summary>P-16: a node joins, and any of the nodes stops at any one message of what follows.</summary>
    [Fact]
    public void Killing_any_node_at_any_message_of_a_hand_over_loses_nothing()
    {
        for (var victim = 0; victim < 5; victim++)
        {
            var boundaries = HandOver(victim, killAt: int.MaxValue);
            for (var boundary = 1; boundary <= boundaries; boundary++) HandOver(victim, boundary);
        }
    }

    /// <summary>
    /// Joins and crashes go on while records are written over a network that loses one message in fifty.
    /// </summary>
    [Theory, MemberData(nameof(Seeds))]
    public void Churn_loses_no_acknowledged_record_and_no_quorum_read_is_stale(int seed)
    {
        var cluster = new StorageCluster(seed) { Loss = 0.02 };
        cluster.Join(16);
        var acknowledged = new Dictionary<Did, StoredRecord>();
        for (var step = 0; step < 60; step++)
        {
            if (step % 3 == 0) cluster.Join(cluster.AnyDid());
            if (step % 3 == 2) cluster.Crash(Any(cluster));
            for (var i = 0; i < 3; i++)
            {
                var author = cluster.Random.Next(8);
                var record = TestRecords.Register(author, $"c{cluster.Random.Next(6)}", step - 1000, $"{step} {i}");
                if (acknowledged.TryGetValue(KeyOf(record), out var older) && !record.Supersedes(older.Fields.Seq,
                    older.Hash))
                    continue;
                if (Any(cluster).PutAndWait(KeyOf(record), record) is PutOutcome.Stored)
                    acknowledged[KeyOf(record)] = record;
            }

            cluster.Run(TimeSpan.FromSeconds(4));
            var (key, expected) = acknowledged.ElementAt(cluster.Random.Next(acknowledged.Count));
            if (Any(cluster).GetAndWait(key) is GetOutcome.Found { IsFinal: true } found)
                Assert.False(expected.Supersedes(found.Records[0].Fields.Seq, found.Records[0].Hash),
                    $"stale at step {step}");
        }

        cluster.Loss = 0;
        cluster.Run(TimeSpan.FromSeconds(30));
        Assert.InRange(acknowledged.Count, 30, 48);
        AssertAllReadable(cluster, [.. acknowledged.Values]);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_partition_heals_and_the_records_of_both_sides_merge(int seed)
    {
        var (cluster, nodes, stored) = Filled(seed, 12, 20);
        cluster.Side = did => did.ToByteArray()[19] & 1;
        cluster.Announce();
        cluster.Run(TimeSpan.FromSeconds(15));
        var left = TestRecords.Element(1, "topic", "left", 0);
        var right = TestRecords.Element(2, "topic", "right", 0);
        var key = StorageKey.OfSet("topic");
        nodes.First(n => (n.Did.ToByteArray()[19] & 1) == 0).PutAndWait(key, left);
        nodes.First(n => (n.Did.ToByteArray()[19] & 1) == 1).PutAndWait(key, right);

        cluster.Side = null;
        cluster.Announce();
        cluster.Run(TimeSpan.FromSeconds(15));

        var found = Assert.IsType<GetOutcome.Found>(nodes[0].GetAndWait(key));
        Assert.Equal(new[] { left.Hash, right.Hash }.Order(), found.Records.Select(r => r.Hash).Order());
        AssertAllReadable(cluster, stored);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Concurrent_writers_end_as_if_one_had_come_after_the_other(int seed)
    {
        var cluster = new StorageCluster(seed) { Loss = 0.05 };
        var nodes = cluster.Join(8);
        var writes = Enumerable.Range(0, 24)
            .Select(i => TestRecords.Register(1, "shared", i / 3, $"writer {i % 3} time {i / 3}")).ToArray();
        cluster.Random.Shuffle(writes);
        var puts = new List<(ClusterNode Node, long Operation)>();
        foreach (var record in writes)
        {
            var node = Any(cluster);
            puts.Add((node, node.Put(KeyOf(record), record)));
            cluster.Run(TimeSpan.FromMilliseconds(cluster.Random.Next(30)));
        }

        cluster.Run(TimeSpan.FromSeconds(40));
        cluster.Loss = 0;

        var last = writes.OrderBy(r => r.Fields.Seq).ThenBy(r => r.Hash).Last();
        Assert.All(puts, put => Assert.Contains(put.Operation, put.Node.Puts));
        Assert.All(nodes, node => Assert.Equal(
            last.Hash, Assert.IsType<GetOutcome.Found>(node.GetAndWait(KeyOf(last))).Records[0].Hash));
    }

    [Fact]
    public void The_same_seed_gives_the_same_run()
    {
        static (int, long) Run()
        {
            var (cluster, _, _) = Filled(5, 10, 20);
            cluster.Crash(Any(cluster));
            cluster.Run(TimeSpan.FromMinutes(3));
            return (cluster.Delivered, cluster.Live.Sum(node => node.Store.Bytes));
        }

        Assert.Equal(Run(), Run());
    }

    /// <summary>
    /// Puts three records into four nodes, lets a fifth join, stops one at a message; the rest still has all.
    /// </summary>
    private static int HandOver(int victim, int killAt)
    {
        var cluster = new StorageCluster(77);
        var nodes = cluster.Join(4).ToList();
        var stored = Records(3);
        foreach (var record in stored)
            Assert.IsType<PutOutcome.Stored>(nodes[0].PutAndWait(KeyOf(record), record));

        var begin = cluster.Delivered;
        nodes.Add(cluster.Join(cluster.AnyDid()));
        cluster.BeforeDelivery = number =>
        {
            if (number - begin == killAt) cluster.Crash(nodes[victim]);
        };
        cluster.Run(TimeSpan.FromSeconds(12));
        cluster.BeforeDelivery = null;
        AssertAllReadable(cluster, stored);
        return cluster.Delivered - begin;
    }

    private static (StorageCluster, ClusterNode[], IReadOnlyList<StoredRecord>) Filled(int seed, int members,
        int records)
    {
        var cluster = new StorageCluster(seed);
        var nodes = cluster.Join(members);
        var all = Records(records);
        var puts = all.Select(record => nodes[0].Put(KeyOf(record), record)).ToList();
        cluster.Run(TimeSpan.FromSeconds(10));
        Assert.All(puts, put => Assert.IsType<PutOutcome.Stored>(nodes[0].Puts[put]));
        Assert.All(all, record => Assert.Equal(3, cluster.CopiesOf(KeyOf(record), record)));
        return (cluster, nodes, all);
    }

    private static ClusterNode Any(StorageCluster cluster) =>
        cluster.Live.ElementAt(cluster.Random.Next(cluster.Live.Count));

    private static void AssertAllReadable(StorageCluster cluster, IReadOnlyList<StoredRecord> records)
    {
        foreach (var record in records)
        {
            var found = Assert.IsType<GetOutcome.Found>(Any(cluster).GetAndWait(KeyOf(record)));
            Assert.False(found.Records.IsEmpty, $"{record.Fields.Name} of {record.Fields.Author} is lost");
            Assert.False(record.Supersedes(found.Records[0].Fields.Seq, found.Records[0].Hash), "a stale value");
        }
    }
}
