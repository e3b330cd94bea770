using Akka.Actor;
using Rings.Actors.Frames;
using Rings.Protocol;
using Rings.Protocol.Wire;
using Address = Rings.Protocol.EndToEnd.Address;

namespace Rings.Actors.Messages;

/// <summary>What the node's own parts say to the <see cref="MessageGate"/>, and what it tells them.</summary>
internal static class GateProtocol
{
    /// <summary>
    /// Sign and send a message. Where its outcome is awaited, it is <see cref="Replied"/>, <see cref="LeftNode"/> or
    /// <see cref="RequestFailed"/>.
    /// </summary>
    /// <param name="Request">What to send.</param>
    /// <param name="Asker">Who hears of the outcome.</param>
    /// <param name="Tag">What the asker wants back with it.</param>
    public sealed record Originate(OutboxRequest Request, IActorRef Asker, object? Tag)
        : INoSerializationVerificationNeeded;

    /// <summary>Messages of a kind are for this part of the node. Others are answered <c>Unsupported</c>.</summary>
    public sealed record Takes(Kind Kind, IActorRef Part) : INoSerializationVerificationNeeded;

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

    /// <summary>
    /// An opening of a path is signed, and its number may leave. It is not sent: it goes with the path that it opens.
    /// </summary>
    /// <param name="Tag">The asker's.</param>
    /// <param name="Message">The opening.</param>
    /// <param name="Route">The route to write into it.</param>
    public sealed record Signed(object? Tag, OutboxMessage Message, Route Route) : INoSerializationVerificationNeeded;

    /// <summary>A request was replied to.</summary>
    public sealed record Replied(object? Tag, TransactionId Id, Arrived Reply) : INoSerializationVerificationNeeded;

    /// <summary>The first link has it.</summary>
    public sealed record LeftNode(object? Tag, TransactionId Id) : INoSerializationVerificationNeeded;

    /// <summary>A request ended without a reply.</summary>
    public sealed record RequestFailed(object? Tag, TransactionId? Id, Undelivered Reason)
        : INoSerializationVerificationNeeded;
}
