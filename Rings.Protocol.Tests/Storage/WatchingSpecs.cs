using Rings.Protocol.Storage;

namespace Rings.Protocol.Tests.Storage;

public class WatchingSpecs
{
    private static readonly Did Key = StorageKey.OfSet("news");
    private static readonly TimeSpan Half = new StorageSettings().WatchLease / 2;

    private readonly StorageCluster _cluster = new(seed: 1);

    [Fact]
    public void What_comes_to_a_watched_key_is_told_at_once_and_to_nobody_else()
    {
        var (writer, watcher, nodes) = Ring();

        writer.PutAndWait(Key, TestRecords.Element(1, "news", "a", 0));
        writer.PutAndWait(StorageKey.OfSet("other"), TestRecords.Element(1, "other", "a", 0));
        _cluster.Run(TimeSpan.FromSeconds(1));

        Assert.Equal(TestRecords.Element(1, "news", "a", 0).Hash, Assert.Single(watcher.News.DistinctBy(news => news.Hash)).Hash);
        Assert.All(nodes.Where(node => node != watcher), node => Assert.Empty(node.News));
    }

    [Fact]
    public void A_watch_goes_on_beyond_its_lease_and_with_another_owner()
    {
        var (writer, watcher, _) = Ring();
        _cluster.Run(Half * 5);
        var owner = _cluster.OwnerOf(Key);
        if (owner != watcher && owner != writer) _cluster.Crash(owner);
        _cluster.Run(StorageCluster.Detection + Half + TimeSpan.FromSeconds(10));
        var renewed = watcher.Watched.Count;

        writer.PutAndWait(Key, TestRecords.Element(1, "news", "late", 0));
        _cluster.Run(TimeSpan.FromSeconds(1));

        Assert.NotEmpty(watcher.News);
        Assert.True(renewed >= 6, $"renewed {renewed} times");
    }

    [Fact]
    public void Whoever_no_longer_watches_is_told_nothing_and_forgotten()
    {
        var (writer, watcher, _) = Ring();

        watcher.Storage.Unwatch(Key);
        writer.PutAndWait(Key, TestRecords.Element(1, "news", "a", 0));
        _cluster.Run(TimeSpan.FromMinutes(2));

        Assert.Empty(watcher.News);
        Assert.Single(watcher.Watched);
    }

    [Fact]
    public void News_that_breaks_a_rule_or_was_not_asked_for_is_refused()
    {
        var (writer, watcher, _) = Ring();
        var stranger = _cluster.AnyDid();
        var foreign = TestRecords.Element(1, "other", "a", 0);
        var genuine = TestRecords.Element(1, "news", "a", 0);

        Assert.Equal(StorageRefusal.Invalid, RefusalOf(watcher, stranger, new(Key, foreign)));
        Assert.Equal(StorageRefusal.NotHere, RefusalOf(writer, stranger, new(Key, genuine)));
        Assert.Null(RefusalOf(watcher, stranger, new(Key, genuine)));
        Assert.Equal(genuine.Hash, Assert.Single(watcher.News).Hash);
    }

    [Fact]
    public void What_is_there_is_read_without_a_lease_and_again_every_half_of_one()
    {
        var cluster = new StorageCluster(seed: 2, new StorageSettings { Watches = 0 });
        var watcher = cluster.Join(6).First(node => !cluster.HoldersOf(Key).Contains(node));

        watcher.Storage.Watch(Key, cluster.Now);
        cluster.Run(TimeSpan.FromSeconds(1));
        Assert.Equal([Key], watcher.Watched);
        cluster.Run(Half * 4);

        Assert.InRange(watcher.Watched.Count, 3, 5);
        cluster.OwnerOf(Key).Storage.Watch(Key, cluster.Now);
        Assert.Equal([Key], cluster.OwnerOf(Key).Watched);
    }

    [Fact]
    public void What_is_there_is_read_where_nobody_answers_and_again_every_half_of_a_lease()
    {
        var cluster = new StorageCluster(seed: 3);
        var watcher = cluster.Join(6).First(node => !cluster.HoldersOf(Key).Contains(node));
        cluster.Loss = 1;

        watcher.Storage.Watch(Key, cluster.Now);
        cluster.Run(TimeSpan.FromSeconds(10));
        Assert.Equal([Key], watcher.Watched);
        cluster.Run(Half * 4);

        Assert.InRange(watcher.Watched.Count, 3, 5);
    }

    [Fact]
    public void A_holder_without_room_is_asked_ever_more_seldom_and_at_once_where_it_had_some()
    {
        var cluster = new StorageCluster(seed: 4, new StorageSettings { WatchesOfKey = 1 });
        var others = cluster.Join(6).Where(node => !cluster.HoldersOf(Key).Contains(node)).ToArray();
        var asked = 0;
        cluster.Lie = (_, question, answer) =>
        {
            if (question is StorageMessage.Watch && answer is StorageMessage.Refused { Reason: StorageRefusal.Busy }) asked++;
            return answer;
        };
        others[0].Storage.Watch(Key, cluster.Now);
        cluster.Run(TimeSpan.FromSeconds(1));
        others[1].Storage.Watch(Key, cluster.Now);

        cluster.Run(TimeSpan.FromMinutes(3));
        Assert.InRange(asked, 6, 10); // After 1, 2, 4, 8, 16 s, and then every 30 s.

        others[0].Storage.Unwatch(Key);
        cluster.Run(TimeSpan.FromMinutes(2));
        others[2].PutAndWait(Key, TestRecords.Element(1, "news", "a", 0));
        cluster.Run(TimeSpan.FromSeconds(1));
        Assert.NotEmpty(others[1].News);
    }

    [Fact]
    public void Leases_are_bounded_in_all_at_a_key_and_by_what_is_left_unanswered()
    {
        var leases = new WatchLeases(most: 3, mostOfKey: 2, mostUnanswered: 2);
        var (now, until) = (TestRecords.Now, TestRecords.Now + TimeSpan.FromMinutes(1));
        Did[] nodes = [.. Enumerable.Range(0, 4).Select(_ => _cluster.AnyDid())];
        var other = StorageKey.OfSet("other");

        Assert.True(leases.TryGive(Key, nodes[0], nodes[0], until));
        Assert.True(leases.TryGive(Key, nodes[0], nodes[0], until));
        Assert.True(leases.TryGive(Key, nodes[1], nodes[1], until));
        Assert.False(leases.TryGive(Key, nodes[2], nodes[2], until));
        Assert.True(leases.TryGive(other, nodes[2], nodes[2], until));
        Assert.False(leases.TryGive(other, nodes[3], nodes[3], until));
        Assert.Equal(3, leases.Count);

        leases.Tell(Key, now);
        leases.Answered(Key, nodes[0]);
        leases.Tell(Key, now);
        Assert.Equal([nodes[0]], leases.Tell(Key, now));
        leases.Expire(until);
        Assert.Equal(0, leases.Count);
        Assert.False(leases.Has(Key));
    }

    [Fact]
    public void A_watcher_has_a_sixteenth_of_all_leases_and_this_node_what_is_left()
    {
        var leases = new WatchLeases(most: 1024, mostOfKey: 256, mostUnanswered: 2);
        var (watcher, until) = (_cluster.AnyDid(), TestRecords.Now + TimeSpan.FromMinutes(1));
        Did[] keys = [.. Enumerable.Range(0, 200).Select(_ => _cluster.AnyDid())];

        Assert.Equal(64, keys.Count(key => leases.TryGive(key, watcher, link: _cluster.AnyDid(), until)));
        Assert.Equal(200, keys.Count(key => leases.TryGive(key, _cluster.AnyDid(), link: null, until)));
        leases.End(keys[0], watcher);
        Assert.True(leases.TryGive(keys[150], watcher, link: _cluster.AnyDid(), until));
    }

    [Fact]
    public void A_link_has_its_share_of_all_leases_and_of_those_of_each_key()
    {
        var leases = new WatchLeases(most: 1024, mostOfKey: 256, mostUnanswered: 2);
        var (link, other, until) = (_cluster.AnyDid(), _cluster.AnyDid(), TestRecords.Now + TimeSpan.FromMinutes(1));
        Did[] keys = [.. Enumerable.Range(0, 8).Select(_ => _cluster.AnyDid())];
        int Given(Did key) => Enumerable.Range(0, 300).Count(_ => leases.TryGive(key, _cluster.AnyDid(), link, until));

        Assert.Equal(65, Given(keys[0]));
        Assert.Equal(260 - 65, keys[1..].Sum(Given));
        Assert.All(keys, key => Assert.True(leases.TryGive(key, _cluster.AnyDid(), other, until)));
    }

    private (ClusterNode Writer, ClusterNode Watcher, ClusterNode[] Nodes) Ring()
    {
        var nodes = _cluster.Join(8);
        var holders = _cluster.HoldersOf(Key);
        var others = nodes.Where(node => !holders.Contains(node)).ToArray();
        others[1].Storage.Watch(Key, _cluster.Now);
        _cluster.Run(TimeSpan.FromSeconds(1));
        Assert.Equal([Key], others[1].Watched);
        return (others[0], others[1], nodes);
    }

    private StorageRefusal? RefusalOf(ClusterNode node, Did from, StorageMessage.News news)
    {
        StorageMessage.Answer? answer = null;
        node.Ask(from, news, given => answer = given);
        return Assert.IsAssignableFrom<StorageMessage.Answer>(answer) is StorageMessage.Refused refused ? refused.Reason : null;
    }
}
