using Rings.Protocol.Storage;

namespace Rings.Protocol.Tests.Storage;

/// <summary>A node of a <see cref="StorageCluster"/>: carries effects into its virtual time.</summary>
internal sealed class ClusterNode : IStorageEffects
{
    private readonly StorageCluster _cluster;
    private readonly Dictionary<long, Action<StorageMessage.Answer>> _replies = [];
    private long _last;

    public ClusterNode(StorageCluster cluster, Did did, StorageSettings settings)
    {
        (_cluster, Did) = (cluster, did);
        Store = new(settings.Records);
        Disk = new(Store);
        Storage = new(did, settings, cluster.Rules, Disk, this, cluster.Random);
    }

    public Did Did { get; }

    public MemoryRecordStore Store { get; }

    /// <summary>What the store is kept on.</summary>
    public DiskThatFills Disk { get; }

    public Replication Storage { get; }

    public Dictionary<long, PutOutcome> Puts { get; } = [];

    public Dictionary<long, GetOutcome> Gets { get; } = [];

    /// <summary>Keys whose watch stood, each time that it did.</summary>
    public List<Did> Watched { get; } = [];

    public List<StoredRecord> News { get; } = [];

    public bool IsHandedOver { get; private set; }

    public void Ask(Did from, StorageMessage.Question question, Action<StorageMessage.Answer> reply)
    {
        _replies.Add(++_last, reply);
        var read = Assert.IsAssignableFrom<StorageMessage.Question>(StorageCodec.Read(StorageCodec.Write(question)));
        Storage.Receive(from, link: from, read, new(_last), _cluster.Now);
    }

    public long Put(Did key, StoredRecord record, Consistency consistency = Consistency.Quorum)
    {
        Storage.Put(++_last, key, record, consistency, _cluster.Now);
        return _last;
    }

    public PutOutcome PutAndWait(Did key, StoredRecord record, Consistency consistency = Consistency.Quorum)
    {
        var operation = Put(key, record, consistency);
        return _cluster.Await(() => Puts.GetValueOrDefault(operation));
    }

    public long Get(Did key, Consistency consistency = Consistency.Quorum)
    {
        Storage.Get(++_last, key, consistency, _cluster.Now);
        return _last;
    }

    public GetOutcome GetAndWait(Did key, Consistency consistency = Consistency.Quorum)
    {
        var operation = Get(key, consistency);
        return _cluster.Await(() => Gets.GetValueOrDefault(operation));
    }

    void IStorageEffects.Ask(StorageRequest request) => _cluster.Carry(this, request);

    void IStorageEffects.Reply(StorageReplyTo to, StorageMessage.Answer answer)
    {
        Assert.True(_replies.Remove(to.Value, out var reply), "exactly one answer");
        reply(Assert.IsAssignableFrom<StorageMessage.Answer>(StorageCodec.Read(StorageCodec.Write(answer))));
    }

    void IStorageEffects.Commit(long number) => _cluster.After(TimeSpan.FromMilliseconds(3), () =>
    {
        if (!_cluster.IsLive(this)) return;
        if (Disk.Commit()) Storage.Committed(number, _cluster.Now);
        else Storage.CommitFailed(number, _cluster.Now);
    });

    void IStorageEffects.PutEnded(long operation, PutOutcome outcome) => Puts.Add(operation, outcome);

    void IStorageEffects.GetEnded(long operation, GetOutcome outcome) => Gets.Add(operation, outcome);

    void IStorageEffects.Changed(Did key, StoredRecord record)
    {
    }

    void IStorageEffects.Watched(Did key) => Watched.Add(key);

    void IStorageEffects.News(Did key, StoredRecord record) => News.Add(record);

    void IStorageEffects.HandedOver() => IsHandedOver = true;

    void IStorageEffects.WakeAt(Instant at) => _cluster.After(
        at > _cluster.Now ? at - _cluster.Now : TimeSpan.Zero,
        () =>
        {
            if (_cluster.IsLive(this)) Storage.Tick(_cluster.Now);
        });
}
