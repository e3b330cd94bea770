using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.Storage;

namespace Rings.Actors.Public;

/// <content>What this node put into the ring, and its letters that nobody has fetched yet.</content>
public static partial class RingsNodeProtocol
{
    /// <summary>
    /// Asks for the records that this node put and that have not ended: those that it renews, and the last others that
    /// it put since it started. Reply: <see cref="OwnRecords"/>.
    /// </summary>
    public sealed record ListOwnRecords : ICommand
    {
        /// <summary>The only one there is.</summary>
        public static readonly ListOwnRecords Instance = new();
    }

    /// <summary>Records of this node, the one that ends first before the others.</summary>
    /// <param name="Records">The records.</param>
    public sealed record OwnRecords(ImmutableArray<OwnRecordStatus> Records) : IReply;

    /// <summary>One record of this node.</summary>
    /// <param name="Key">Where it is.</param>
    /// <param name="Kind">A Register, an element of a Set, or a lease of a Blob.</param>
    /// <param name="Name">The Register's or the Set's name; of a lease, the Blob's hash in hex.</param>
    /// <param name="Tag">The element's tag.</param>
    /// <param name="Owner">The Set's owner; null: nobody's.</param>
    /// <param name="Bytes">The length of its value.</param>
    /// <param name="Expires">From when on it is gone.</param>
    /// <param name="IsRenewed">Whether the node puts it again before that.</param>
    public sealed record OwnRecordStatus(
        Did Key, RecordKind Kind, string Name, byte[] Tag, Did? Owner, int Bytes, DateTimeOffset Expires, bool IsRenewed);

    /// <summary>Asks for this node's letters that nobody has fetched yet, as far as is known. Reply: <see cref="PostedLetters"/>.</summary>
    public sealed record ListPosted : ICommand
    {
        /// <summary>The only one there is.</summary>
        public static readonly ListPosted Instance = new();
    }

    /// <summary>Letters in the mailboxes of others, the one that ends first before the others.</summary>
    /// <param name="Letters">The letters.</param>
    public sealed record PostedLetters(ImmutableArray<PostedLetter> Letters) : IReply;

    /// <summary>A letter of this node.</summary>
    /// <param name="To">Whose mailbox it is in.</param>
    /// <param name="Id">The message, 32 hex digits.</param>
    /// <param name="Expires">From when on it is gone.</param>
    public sealed record PostedLetter(Did To, string Id, DateTimeOffset Expires);

    /// <summary>
    /// Takes a letter of this node back out of its mailbox. Reply: <see cref="LetterWithdrawn"/>, or
    /// <see cref="LetterStays"/>. Who has fetched it already keeps it.
    /// </summary>
    /// <param name="Id">The message, 32 hex digits.</param>
    public sealed record WithdrawLetter(string Id) : ICommand;

    /// <summary>The letter is in no mailbox any more.</summary>
    /// <param name="Letter">The letter.</param>
    public sealed record LetterWithdrawn(PostedLetter Letter) : IWithdrawOutcome
    {
        T IWithdrawOutcome.Match<T>(Func<LetterWithdrawn, T> withdrawn, Func<LetterStays, T> stays) => withdrawn(this);
    }

    /// <summary>The letter was not taken back.</summary>
    /// <param name="Id">What was asked for.</param>
    /// <param name="IsKnown">False: no letter of this node with this id waits. True: too few holders answered.</param>
    public sealed record LetterStays(string Id, bool IsKnown) : IWithdrawOutcome
    {
        T IWithdrawOutcome.Match<T>(Func<LetterWithdrawn, T> withdrawn, Func<LetterStays, T> stays) => stays(this);
    }
}
