using Rings.Protocol;
using Rings.Protocol.Ring;
using Rings.Protocol.Storage;

namespace Rings.Benchmarks.Storage;

/// <summary>The storage of a ring of one, fed with others' questions: no network, no actors.</summary>
internal sealed class LoneOwner : IStorageEffects
{
    private static readonly Did Self = Did.Zero + Distance.PowerOfTwo(0);
    private static readonly Did Peer = Did.Zero + Distance.PowerOfTwo(1);

    private readonly IRecordStore _store;
    private readonly Replication _core;
    private long _asked;
    private long _commit;

    public LoneOwner(IRecordStore store)
    {
        _store = store;
        _core = new(
            Self, new() { Questions = int.MaxValue }, BenchmarkRecords.Rules(), store, this, new Random(1));
        _core.OwnershipChanged(Self, BenchmarkRecords.Now);
        _core.NeighboursChanged(RingNeighbours.None, BenchmarkRecords.Now);
    }

    /// <summary>Writes that were kept.</summary>
    public int Stored { get; private set; }

    /// <summary>Records that reads found.</summary>
    public int Found { get; private set; }

    public void Write(in KeyedRecord item) => Ask(new StorageMessage.Write(item.Key, item.Record, Consistency.One));

    public void Read(Did key) => Ask(new StorageMessage.Read(key, Consistency.One, 0));

    public void Commit()
    {
        _store.Commit();
        _core.Committed(_commit, BenchmarkRecords.Now);
    }

    void IStorageEffects.Reply(StorageReplyTo to, StorageMessage.Answer answer)
    {
        if (answer is StorageMessage.Written) Stored++;
        else if (answer is StorageMessage.Found found) Found += found.Page.Length;
    }

    void IStorageEffects.Commit(long number) => _commit = number;

    void IStorageEffects.Ask(StorageRequest request) => throw new InvalidOperationException("There is nobody to ask.");

    void IStorageEffects.PutEnded(long operation, PutOutcome outcome)
    {
    }

    void IStorageEffects.GetEnded(long operation, GetOutcome outcome)
    {
    }

    void IStorageEffects.Changed(Did key, StoredRecord record)
    {
    }

    void IStorageEffects.Watched(Did key)
    {
    }

    void IStorageEffects.News(Did key, StoredRecord record)
    {
    }

    void IStorageEffects.HandedOver()
    {
    }

    void IStorageEffects.WakeAt(Instant at)
    {
    }

    private void Ask(StorageMessage.Question question) =>
        _core.Receive(Peer, link: Peer, question, new(++_asked), BenchmarkRecords.Now);
}
