using System.Collections.Immutable;
using Rings.Protocol.Identity;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Links;

/// <summary>What a <see cref="LinkBook"/> wants done. Its host does it.</summary>
/// <remarks>
/// To describe, to write, to ask the ring are the last that the book does in a call, so the host may answer at once; in
/// all other effects it must not call the book.
/// </remarks>
internal interface ILinkEffects
{
    /// <summary>Make the connection of a new link.</summary>
    void Begin(LinkNumber link, Did peer, LinkSource source);

    /// <summary>Have it describe itself as offerer; then <see cref="LinkBook.Described"/>.</summary>
    void DescribeOffer(LinkNumber link, bool isRestart);

    /// <summary>
    /// Have it take an offer's description and describe itself; then <see cref="LinkBook.Described"/>.
    /// </summary>
    void DescribeAnswer(LinkNumber link, string sdp, bool isRestart);

    /// <summary>Sign an offer; then <see cref="LinkBook.OfferWritten"/>.</summary>
    /// <param name="link">The link.</param>
    /// <param name="peer">Whom it is for.</param>
    /// <param name="id">The link's name; null: draw one.</param>
    /// <param name="sdp">The description.</param>
    /// <param name="way">How it travels.</param>
    void WriteOffer(LinkNumber link, Did peer, LinkId? id, string sdp, LinkWay way);

    /// <summary>
    /// Send this node's offer; then <see cref="LinkBook.AnswerCame"/> or <see cref="LinkBook.ExchangeFailed"/>.
    /// </summary>
    void Carry(LinkNumber link, Did peer, LinkWay way, ReadOnlyMemory<byte> offer);

    /// <summary>Sign the answer to an offer; then <see cref="LinkBook.AnswerWritten"/>.</summary>
    void WriteAnswer(LinkNumber link, LinkOffer offer, PayloadHash hash, string sdp);

    /// <summary>Give an answer to whoever brought the offer.</summary>
    void Answer(LinkWay way, ReadOnlyMemory<byte> answer);

    /// <summary>Tell whoever brought an offer that it is refused.</summary>
    void Refuse(LinkWay way, Did? peer, LinkFailure reason, string detail, ImmutableArray<Did> neighbours);

    /// <summary>Have the connection take the peer's description.</summary>
    void TakeAnswer(LinkNumber link, string sdp);

    /// <summary>Tie the connection to the offer and answer that made it.</summary>
    /// <param name="link">The link.</param>
    /// <param name="id">Its name.</param>
    /// <param name="offer">The hash of the offer's payload.</param>
    /// <param name="answer">The hash of the answer's.</param>
    /// <param name="agreement">What both name.</param>
    /// <param name="peer">The peer's delegation.</param>
    void Bind(
        LinkNumber link, LinkId id, PayloadHash offer, PayloadHash answer, LinkAgreement agreement, Delegation? peer);

    /// <summary>Ask the ring whether a peer may link; then <see cref="LinkBook.Admitted"/>.</summary>
    void AskRing(Did peer, long question);

    /// <summary>Say why and close a link.</summary>
    void Close(LinkNumber link, GoAwayReason reason);

    /// <summary>End a link that never became ready. The book has forgotten it.</summary>
    void Drop(LinkNumber link);

    /// <summary>A link is ready.</summary>
    /// <param name="link">The link.</param>
    /// <param name="peer">The other end.</param>
    /// <param name="contact">The address at which the peer was dialled; null: otherwise.</param>
    /// <param name="isFirst">Whether there was none to this peer before.</param>
    void Ready(LinkNumber link, Did peer, Uri? contact, bool isFirst);

    /// <summary>There is no link to a peer any more.</summary>
    void Closed(Did peer, string reason);

    /// <summary>A link became suspect, or answers again.</summary>
    void SuspicionChanged(Did peer, bool isSuspect);

    /// <summary>An asker carries the offer by hand.</summary>
    void TellOffer(object asker, ReadOnlyMemory<byte> offer);

    /// <summary>An asker has its link.</summary>
    void TellLinked(object asker, Did peer);

    /// <summary>An asker gets none.</summary>
    void TellFailed(object asker, Did? peer, LinkFailure reason, string detail);

    /// <summary>A peer that was dialled over the ring did not come; for the ring.</summary>
    void DialFailed(Did peer, LinkFailure reason, ImmutableArray<Did> neighbours);

    /// <summary>A peer did not come that was dialled at its address.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="contact">The address.</param>
    /// <param name="detail">Why, in words.</param>
    void Missed(Did peer, Uri contact, string detail);

    /// <summary>Call <see cref="LinkBook.RedialDue"/> after this wait.</summary>
    void RedialAfter(Did peer, TimeSpan wait);

    /// <summary>The book was told to close all, and the last link is gone.</summary>
    void AllClosed();
}
