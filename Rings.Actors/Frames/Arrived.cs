using Akka.Actor;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Wire;

namespace Rings.Actors.Frames;

/// <summary>A verified transaction whose route ended at this node: told by the connection that it came in by.</summary>
/// <param name="Origin">The delegation that signed.</param>
/// <param name="Id">The transaction's id.</param>
/// <param name="Hash">SHA-256 of the transaction.</param>
/// <param name="Kind">What the body holds.</param>
/// <param name="Sequence">The sender's count.</param>
/// <param name="SentAt">When it was made, by the sender's clock.</param>
/// <param name="Deadline">Until when it may be acted on.</param>
/// <param name="ReplyTo">The transaction that it answers.</param>
/// <param name="WantsReceipt">Whether a receipt is asked for.</param>
/// <param name="Route">Its route as it came.</param>
/// <param name="Body">The body, in an array of its own.</param>
/// <param name="Link">The neighbour that it came from; this node itself for its own messages.</param>
/// <param name="Connection">That neighbour's actor.</param>
/// <param name="FrameBytes">What the frame counts against the lane's credit.</param>
internal sealed record Arrived(
    Delegation Origin,
    TransactionId Id,
    PayloadHash Hash,
    Kind Kind,
    ulong Sequence,
    Instant SentAt,
    Instant Deadline,
    TransactionId? ReplyTo,
    bool WantsReceipt,
    Route Route,
    byte[] Body,
    Did Link,
    IActorRef Connection,
    int FrameBytes) : INoSerializationVerificationNeeded
{
    /// <summary>What is to be on disk before the message is acted on; null: nothing.</summary>
    public ReplayMark? Mark { get; init; }

    public Did From => Origin.Account;

    /// <summary>
    /// Links that it crossed, 1 to 32, if its origin let it cross 32: one that explores the way counts as further. 0 for a
    /// message of this node itself.
    /// </summary>
    public int Hops => Route.HopsMade;

    public static Arrived Of(in EnvelopeView view, Delegation origin, Did link, IActorRef connection,
        bool withBody) => new(
        origin,
        view.Transaction.Id,
        view.Transaction.Hash,
        view.Transaction.Kind,
        view.Transaction.Sequence,
        Instant.FromUnixMilliseconds((long)view.Transaction.TimestampMs),
        view.Transaction.Lifetime.Deadline,
        view.Transaction.ReplyTo,
        view.Transaction.WantsReceipt,
        view.Route,
        withBody ? view.Transaction.Body.ToArray() : [],
        link,
        connection,
        view.Frame.Length);
}
