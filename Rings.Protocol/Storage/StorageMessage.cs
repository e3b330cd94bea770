using System.Collections.Immutable;

namespace Rings.Protocol.Storage;

/// <summary>
/// What nodes say to each other about records: the body of a transaction of kind <c>KIND_STORAGE</c>.
/// </summary>
internal abstract record StorageMessage
{
    private StorageMessage()
    {
    }

    /// <summary>Expects an answer.</summary>
    public abstract record Question : StorageMessage;

    /// <summary>Answers a question.</summary>
    public abstract record Answer : StorageMessage;

    /// <summary>
    /// To the owner of a key: keep this record. Answered by <see cref="Written"/> or <see cref="Refused"/>.
    /// </summary>
    /// <param name="Key">The key.</param>
    /// <param name="Record">The record.</param>
    /// <param name="Consistency">When to answer.</param>
    public sealed record Write(Did Key, StoredRecord Record, Consistency Consistency) : Question;

    /// <summary>
    /// To the owner of a key: what is there? Answered by <see cref="Found"/> or <see cref="Refused"/>.
    /// </summary>
    /// <param name="Key">The key.</param>
    /// <param name="Consistency">How sure the answer has to be.</param>
    /// <param name="Skip">Records to leave out, newest first: the next page.</param>
    public sealed record Read(Did Key, Consistency Consistency, int Skip) : Question;

    /// <summary>
    /// Between holders: keep these. Answered by <see cref="Kept"/> once durable, or <see cref="Refused"/>.
    /// </summary>
    /// <param name="Items">The records; up to 48 KiB together.</param>
    public sealed record Replicate(ImmutableArray<KeyedRecord> Items) : Question;

    /// <summary>
    /// Between neighbours: I hold this in a range. Answered by <see cref="Same"/>, <see cref="Differs"/> or
    /// <see cref="Rows"/>.
    /// </summary>
    /// <param name="Range">The range.</param>
    /// <param name="Digest">The asker's digest.</param>
    /// <param name="Page">Which page of rows is wanted, from 0.</param>
    public sealed record Compare(KeyRange Range, RangeDigest Digest, int Page) : Question;

    /// <summary>Between neighbours: send me these. Answered by <see cref="Records"/>.</summary>
    /// <param name="Wanted">Their rows; at most 256.</param>
    public sealed record Fetch(ImmutableArray<RecordRow> Wanted) : Question;

    /// <summary>
    /// To the owner of a key: tell me of what comes there, for a lease. Answered by <see cref="Watching"/> or
    /// <see cref="Refused"/>.
    /// </summary>
    /// <param name="Key">The key.</param>
    public sealed record Watch(Did Key) : Question;

    /// <summary>
    /// To a node that watches a key: this is new there. Answered by <see cref="Watching"/>, or by
    /// <see cref="Refused"/> where nobody watches it any more.
    /// </summary>
    /// <param name="Key">The key.</param>
    /// <param name="Record">The record.</param>
    public sealed record News(Did Key, StoredRecord Record) : Question;

    /// <summary>The record is kept.</summary>
    /// <param name="IsStored">Whether w copies are durable: the only acknowledged outcome.</param>
    /// <param name="Copies">Who has a durable copy; the owner first.</param>
    public sealed record Written(bool IsStored, ImmutableArray<Did> Copies) : Answer;

    /// <summary>What is in force under the key.</summary>
    /// <param name="Page">Newest first; up to 48 KiB.</param>
    /// <param name="More">Whether pages follow.</param>
    /// <param name="IsFinal">Whether enough holders agree that nothing else was acknowledged.</param>
    /// <param name="Agreed">Who agrees, the owner first.</param>
    /// <param name="Behind">Who lacked something and got it.</param>
    public sealed record Found(
        ImmutableArray<StoredRecord> Page, bool More, bool IsFinal, ImmutableArray<Did> Agreed,
        ImmutableArray<Did> Behind) : Answer;

    /// <summary>The records are durable here, or were refused for good.</summary>
    /// <param name="Rejected">How many were refused.</param>
    public sealed record Kept(int Rejected) : Answer;

    /// <summary>The digests agree.</summary>
    /// <param name="Standing">What the answerer's word about the range is worth.</param>
    public sealed record Same(Standing Standing) : Answer;

    /// <summary>The digests differ, and there is much.</summary>
    /// <param name="Parts">The answerer's digests of the range's 16 parts.</param>
    /// <param name="Standing">What the answerer's word about the range is worth.</param>
    public sealed record Differs(ImmutableArray<RangeDigest> Parts, Standing Standing) : Answer;

    /// <summary>The digests differ: this is what the answerer has.</summary>
    /// <param name="Page">A page of rows, in the order of keys and slots.</param>
    /// <param name="Pages">How many pages there are.</param>
    /// <param name="Standing">What the answerer's word about the range is worth.</param>
    public sealed record Rows(ImmutableArray<RecordRow> Page, int Pages, Standing Standing) : Answer;

    /// <summary>Records that were asked for: as many of the first as fit into 48 KiB.</summary>
    /// <param name="Items">The records.</param>
    /// <param name="Taken">How many of the rows are dealt with; those without a record here are no more.</param>
    public sealed record Records(ImmutableArray<KeyedRecord> Items, int Taken) : Answer;

    /// <summary>The watch stands.</summary>
    public sealed record Watching : Answer
    {
        /// <summary>The one there is.</summary>
        public static readonly Watching Instance = new();
    }

    /// <summary>No.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Refused(StorageRefusal Reason) : Answer;
}
