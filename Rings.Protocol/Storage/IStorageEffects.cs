namespace Rings.Protocol.Storage;

/// <summary>All that <see cref="Replication"/> may do to the world, beside its store.</summary>
/// <remarks>Called from inside an input, on its thread; never calls back from here.</remarks>
internal interface IStorageEffects
{
    /// <summary>
    /// Sends a question. <see cref="Replication.Answered"/> takes the answer, <see cref="Replication.Undeliverable"/>
    /// what says that there will be none; the deadline is watched here.
    /// </summary>
    void Ask(StorageRequest request);

    /// <summary>Answers a question.</summary>
    void Reply(StorageReplyTo to, StorageMessage.Answer answer);

    /// <summary>
    /// Makes everything written to the store so far durable, in a group with others if that suits;
    /// <see cref="Replication.Committed"/> with this number follows.
    /// </summary>
    void Commit(long number);

    /// <summary>A put of this node's own ended.</summary>
    void PutEnded(long operation, PutOutcome outcome);

    /// <summary>A get of this node's own ended.</summary>
    void GetEnded(long operation, GetOutcome outcome);

    /// <summary>A record is kept that was not kept before.</summary>
    void Changed(Did key, StoredRecord record);

    /// <summary>
    /// A watch stands, for the first time or again, or no holder has given a lease for so long: whoever watches the key
    /// reads it now, for what came before.
    /// </summary>
    void Watched(Did key);

    /// <summary>Something new, and verified, is kept under a key that is watched here. It may be told more than once.</summary>
    void News(Did key, StoredRecord record);

    /// <summary>
    /// All that this node holds is with those that will hold it when it is gone, or they cannot be reached.
    /// </summary>
    void HandedOver();

    /// <summary>Call <see cref="Replication.Tick"/> then. There is one timer: this replaces the former.</summary>
    void WakeAt(Instant at);
}
