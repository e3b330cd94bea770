using Akka.Actor;
using Rings.Actors.Links;
using Rings.Protocol;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;

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

    /// <summary>A request was replied to.</summary>
    public sealed record Replied(object? Tag, TransactionId Id, Arrived Reply) : INoSerializationVerificationNeeded;

    /// <summary>The first hop has it.</summary>
    public sealed record HandedOver(object? Tag, TransactionId Id) : INoSerializationVerificationNeeded;

    /// <summary>A request ended without a reply.</summary>
    public sealed record RequestFailed(object? Tag, TransactionId? Id, RequestFailure Reason)
        : INoSerializationVerificationNeeded;
}
