using Akka.Actor;
using Rings.Actors.Frames;
using Rings.Protocol;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;
using Address = Rings.Protocol.EndToEnd.Address;

namespace Rings.Actors.Messages;

/// <summary>What the node's own parts say to the <see cref="MessageGate"/>, and what it tells them.</summary>
internal static class GateProtocol
{
    /// <summary>
    /// Sign and send a message that wants a reply. Answered by <see cref="Replied"/> or <see cref="RequestFailed"/>.
    /// </summary>
    /// <param name="Kind">What the body holds.</param>
    /// <param name="Mode">To a node, or to the owner of a key.</param>
    /// <param name="Destination">The node or key.</param>
    /// <param name="Body">The message.</param>
    /// <param name="Patience">How long it may take.</param>
    /// <param name="Asker">Who hears of the outcome.</param>
    /// <param name="Tag">What the asker wants back with it.</param>
    public sealed record Originate(
        Kind Kind, RouteMode Mode, Did Destination, byte[] Body, TimeSpan Patience, IActorRef Asker, object? Tag)
        : INoSerializationVerificationNeeded
    {
        /// <summary>The link to send it on; null: as the routes say.</summary>
        public Did? FirstHop { get; init; }

        /// <summary>The route's mark as it leaves.</summary>
        public bool IsFinal { get; init; }

        /// <summary>
        /// Links that it may cross. With fewer than <see cref="Route.MaxHops"/> it explores the way: that the route
        /// ended is an answer then, and no reason to try another way.
        /// </summary>
        public int MaxHops { get; init; } = Route.MaxHops;

        /// <summary>Whether any reply is wanted. If not, nobody hears of it again.</summary>
        public bool WantsReply { get; init; } = true;

        /// <summary>
        /// Whether a receipt of the destination is the reply, for which the message is sent again until it comes.
        /// </summary>
        public bool WantsReceipt { get; init; }

        /// <summary>
        /// Whether the hand-over to the first hop is enough: <see cref="HandedOver"/> is the outcome.
        /// </summary>
        public bool OnlyHandOver { get; init; }
    }

    /// <summary>Sign and send the reply to a request.</summary>
    public sealed record Respond(Arrived Request, Kind Kind, byte[] Body) : INoSerializationVerificationNeeded;

    /// <summary>
    /// Hand an opened end-to-end message to its receiver, if it was not handed on before. What it came in is answered;
    /// for mail, <see cref="SealedHandled"/> tells the asker.
    /// </summary>
    /// <param name="From">Who wrote it.</param>
    /// <param name="Id">Its id.</param>
    /// <param name="Message">What it says.</param>
    /// <param name="SentAt">When it was made, by the writer's clock.</param>
    /// <param name="Until">Until when it is remembered.</param>
    /// <param name="Request">What it came in; null: as mail.</param>
    /// <param name="Asker">Who hears what became of mail.</param>
    public sealed record DeliverSealed(
        Address From, MessageId Id, ApplicationMessage Message, Instant SentAt, Instant Until, Arrived? Request,
        IActorRef Asker) : INoSerializationVerificationNeeded;

    /// <summary>What became of opened mail.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="IsTaken">Whether it has been handed to a receiver, now or before.</param>
    public sealed record SealedHandled(MessageId Id, bool IsTaken) : INoSerializationVerificationNeeded;

    /// <summary>A request was replied to.</summary>
    public sealed record Replied(object? Tag, TransactionId Id, Arrived Reply) : INoSerializationVerificationNeeded;

    /// <summary>The first hop has it.</summary>
    public sealed record HandedOver(object? Tag, TransactionId Id) : INoSerializationVerificationNeeded;

    /// <summary>A request ended without a reply.</summary>
    public sealed record RequestFailed(object? Tag, TransactionId? Id, RequestFailure Reason)
        : INoSerializationVerificationNeeded;
}
