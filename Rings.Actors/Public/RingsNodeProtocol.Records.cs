using System.Collections.Immutable;
using Akka.Actor;
using Rings.Protocol;
using Rings.Protocol.Storage;

namespace Rings.Actors.Public;

/// <content>Records: protocol.md, section 5.</content>
public static partial class RingsNodeProtocol
{
    /// <summary>
    /// Has the node sign a record and put it into the ring. Reply: <see cref="RecordStored"/>, <see
    /// cref="RecordStoredLocally"/>, <see cref="RecordRefused"/>, <see cref="OwnerSilent"/> or <see
    /// cref="RecordInvalid"/>.
    /// </summary>
    public interface IRecordCommand : ICommand
    {
        /// <summary>When the put ends.</summary>
        Consistency Consistency { get; }

        /// <summary>
        /// Whether the node signs and puts it again before it expires, over restarts too, until it is put without this.
        /// </summary>
        bool Renew { get; }
    }

    /// <summary>
    /// Reads records. Reply: <see cref="RecordsFound"/>, <see cref="OwnerSilent"/> or <see cref="RecordInvalid"/>.
    /// </summary>
    public interface IRecordQuery : ICommand
    {
        /// <summary>How sure the answer has to be.</summary>
        Consistency Consistency { get; }
    }

    /// <summary>Sets a value that this node alone replaces: the later put stands.</summary>
    /// <param name="Name">1 to 255 bytes of UTF-8.</param>
    /// <param name="Value">0 bytes to 32 KiB.</param>
    /// <param name="Life">How long it is kept: at most 7 days, and not longer than the node's delegation.</param>
    /// <param name="Consistency">When the put ends.</param>
    /// <param name="Renew">Whether it is put again before it expires.</param>
    public sealed record PutRegister(
        string Name, byte[] Value, TimeSpan? Life = null, Consistency Consistency = Consistency.Quorum,
        bool Renew = false) : IRecordCommand;

    /// <summary>Adds an element of this node to a Set, or replaces the one that it has there under the tag.</summary>
    /// <param name="Set">The Set's name, 1 to 255 bytes of UTF-8.</param>
    /// <param name="Tag">Tells this node's elements apart: 0 to 64 bytes; at most 64 elements a Set.</param>
    /// <param name="Value">0 bytes to 32 KiB.</param>
    /// <param name="Owner">The Set's owner, who may remove others' elements; null: nobody's.</param>
    /// <param name="Life">
    /// How long it is kept: at most 7 days, 2 minutes where the name begins with <c>service/</c>.
    /// </param>
    /// <param name="Consistency">When the put ends.</param>
    /// <param name="Renew">Whether it is put again before it expires.</param>
    public sealed record AddElement(
        string Set, byte[] Tag, byte[] Value, Did? Owner = null, TimeSpan? Life = null,
        Consistency Consistency = Consistency.Quorum, bool Renew = false) : IRecordCommand;

    /// <summary>Ends an element of a Set: this node's own, or in a Set that it owns anybody's.</summary>
    /// <param name="Set">The Set's name.</param>
    /// <param name="Tag">The element's tag.</param>
    /// <param name="Author">Whose element; null: this node's.</param>
    /// <param name="Owner">The Set's owner.</param>
    /// <param name="Consistency">When the put ends.</param>
    public sealed record RemoveElement(
        string Set, byte[] Tag, Did? Author = null, Did? Owner = null, Consistency Consistency = Consistency.Quorum)
        : IRecordCommand
    {
        /// <summary>Never: a removal outlives all that it ends.</summary>
        public bool Renew => false;
    }

    /// <summary>Keeps bytes under their own hash.</summary>
    /// <param name="Content">0 bytes to 32 KiB.</param>
    /// <param name="IsManifest">Whether they are a manifest; otherwise a chunk: the two are hashed apart.</param>
    /// <param name="Life">How long they are kept at least: at most 7 days.</param>
    /// <param name="Consistency">When the put ends.</param>
    /// <param name="Renew">Whether it is put again before it expires.</param>
    public sealed record PutBlob(
        byte[] Content, bool IsManifest = false, TimeSpan? Life = null, Consistency Consistency = Consistency.Quorum,
        bool Renew = false) : IRecordCommand;

    /// <summary>Puts an account's word that its session keys are revoked; it may be any account's, for the account signed it.</summary>
    /// <param name="Revocation">A <c>Revocation</c>, as section 1.6 of the protocol has it: at most 512 bytes.</param>
    /// <param name="Placement">0, 1 or 2: it belongs to all three.</param>
    /// <param name="Consistency">When the put ends.</param>
    public sealed record PutRevocation(byte[] Revocation, int Placement, Consistency Consistency = Consistency.Quorum)
        : IRecordCommand
    {
        /// <summary>Never: it is kept for as long as it can revoke anything.</summary>
        public bool Renew => false;
    }

    /// <summary>Reads a Register.</summary>
    /// <param name="Owner">Whose.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Consistency">How sure the answer has to be.</param>
    public sealed record GetRegister(Did Owner, string Name, Consistency Consistency = Consistency.Quorum)
        : IRecordQuery;

    /// <summary>Reads a Set.</summary>
    /// <param name="Set">Its name.</param>
    /// <param name="Owner">Its owner; null: nobody's.</param>
    /// <param name="Consistency">How sure the answer has to be.</param>
    public sealed record GetSet(string Set, Did? Owner = null, Consistency Consistency = Consistency.Quorum)
        : IRecordQuery;

    /// <summary>Reads a Blob.</summary>
    /// <param name="Hash">Its name.</param>
    /// <param name="Consistency">How sure the answer has to be; the bytes verify themselves.</param>
    public sealed record GetBlob(BlobHash Hash, Consistency Consistency = Consistency.One) : IRecordQuery;

    /// <summary>
    /// Tells an actor what a query finds, and what comes later, until it stops: as <see cref="RecordsSeen"/>. Reply:
    /// <see cref="RecordsWatched"/>, <see cref="RecordInvalid"/>, or <see cref="RecordRefused"/> where this node has too
    /// many watchers.
    /// </summary>
    /// <param name="Query">What is read; its consistency says how sure what was there before has to be.</param>
    /// <param name="Watcher">Who is told.</param>
    public sealed record WatchRecords(IRecordQuery Query, IActorRef Watcher) : ICommand;

    /// <summary>The watch begins.</summary>
    /// <param name="Key">What is watched.</param>
    public sealed record RecordsWatched(Did Key) : IReply;

    /// <summary>
    /// Records under a watched key, told to its watcher: all that are in force, about every half of
    /// <c>rings.storage.watch-lease</c>, and new ones as they come. So a record is told often.
    /// </summary>
    /// <param name="Key">The key.</param>
    /// <param name="Records">The records, newest first.</param>
    public sealed record RecordsSeen(Did Key, ImmutableArray<FoundRecord> Records) : IEvent;

    /// <summary>Acknowledged: enough copies are durable that the loss of any one node loses nothing.</summary>
    /// <param name="Key">Where it is.</param>
    /// <param name="Copies">Who has a durable copy, the owner first.</param>
    /// <param name="Expires">From when on it is gone.</param>
    public sealed record RecordStored(Did Key, ImmutableArray<Did> Copies, DateTimeOffset Expires) : IPutOutcome
    {
        T IPutOutcome.Match<T>(
            Func<RecordStored, T> stored, Func<RecordStoredLocally, T> storedLocally, Func<RecordRefused, T> refused, Func<RecordInvalid, T> invalid, Func<OwnerSilent, T> silent) => stored(this);
    }

    /// <summary>Kept, but by too few nodes so far: a lone node gives this answer. Replication goes on.</summary>
    /// <param name="Key">Where it is.</param>
    /// <param name="Copies">Who has a durable copy, the owner first.</param>
    /// <param name="Expires">From when on it is gone.</param>
    public sealed record RecordStoredLocally(Did Key, ImmutableArray<Did> Copies, DateTimeOffset Expires) : IPutOutcome
    {
        T IPutOutcome.Match<T>(
            Func<RecordStored, T> stored, Func<RecordStoredLocally, T> storedLocally, Func<RecordRefused, T> refused, Func<RecordInvalid, T> invalid, Func<OwnerSilent, T> silent) => storedLocally(this);
    }

    /// <summary>Not kept.</summary>
    /// <param name="Key">Where it would be.</param>
    /// <param name="Reason">Why.</param>
    public sealed record RecordRefused(Did Key, StorageRefusal Reason) : IPutOutcome
    {
        T IPutOutcome.Match<T>(
            Func<RecordStored, T> stored, Func<RecordStoredLocally, T> storedLocally, Func<RecordRefused, T> refused, Func<RecordInvalid, T> invalid, Func<OwnerSilent, T> silent) => refused(this);
    }

    /// <summary>A field of the command is out of its range; nothing was sent.</summary>
    /// <param name="Field">Which.</param>
    /// <param name="Expected">What was expected there.</param>
    public sealed record RecordInvalid(string Field, string Expected) : IPutOutcome, IGetOutcome
    {
        T IPutOutcome.Match<T>(
            Func<RecordStored, T> stored, Func<RecordStoredLocally, T> storedLocally, Func<RecordRefused, T> refused, Func<RecordInvalid, T> invalid, Func<OwnerSilent, T> silent) => invalid(this);

        T IGetOutcome.Match<T>(
            Func<RecordsFound, T> found, Func<RecordInvalid, T> invalid, Func<OwnerSilent, T> silent) => invalid(this);
    }

    /// <summary>
    /// No owner of the key answered in time. What was put may be kept or not; putting it again does no harm.
    /// </summary>
    /// <param name="Key">The key.</param>
    public sealed record OwnerSilent(Did Key) : IPutOutcome, IGetOutcome
    {
        T IPutOutcome.Match<T>(
            Func<RecordStored, T> stored, Func<RecordStoredLocally, T> storedLocally, Func<RecordRefused, T> refused, Func<RecordInvalid, T> invalid, Func<OwnerSilent, T> silent) => silent(this);

        T IGetOutcome.Match<T>(
            Func<RecordsFound, T> found, Func<RecordInvalid, T> invalid, Func<OwnerSilent, T> silent) => silent(this);
    }

    /// <summary>What is in force under a key, newest first. Nothing there and final means: not found.</summary>
    /// <param name="Key">The key.</param>
    /// <param name="Records">The records.</param>
    /// <param name="IsFinal">Whether enough holders agree that nothing else was acknowledged.</param>
    /// <param name="Agreed">Who agrees, the owner first.</param>
    /// <param name="Behind">Who lacked something and got it.</param>
    public sealed record RecordsFound(
        Did Key, ImmutableArray<FoundRecord> Records, bool IsFinal, ImmutableArray<Did> Agreed,
        ImmutableArray<Did> Behind) : IGetOutcome
    {
        T IGetOutcome.Match<T>(
            Func<RecordsFound, T> found, Func<RecordInvalid, T> invalid, Func<OwnerSilent, T> silent) => found(this);
    }

    /// <summary>A record in force.</summary>
    /// <param name="Author">Who signed it.</param>
    /// <param name="Tag">Tells an author's elements of a Set apart.</param>
    /// <param name="Value">Its value; a Blob's bytes.</param>
    /// <param name="Seq">Unix microseconds at signing: of two words of one author the higher is the later.</param>
    /// <param name="Expires">From when on it is gone.</param>
    public sealed record FoundRecord(Did Author, byte[] Tag, byte[] Value, long Seq, DateTimeOffset Expires);
}
