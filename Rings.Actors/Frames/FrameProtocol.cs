using Akka.Actor;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Wire;

namespace Rings.Actors.Frames;

/// <summary>What connections and gate say to each other about frames and their ways.</summary>
internal static class FrameProtocol
{
    /// <summary>The routes changed.</summary>
    public sealed record SetRoutes(PublishedRoutes Routes) : INoSerializationVerificationNeeded;

    /// <summary>
    /// Send a frame. The buffer changes hands. Its source hears <see cref="FrameLeft"/> when it has left, or was
    /// dropped.
    /// </summary>
    /// <param name="Frame">The frame, verified or checked as a relay checks.</param>
    /// <param name="Route">The route to write into it.</param>
    /// <param name="Lane">The lane of its kind.</param>
    /// <param name="Id">Its transaction.</param>
    /// <param name="DelegationId">The delegation that its transaction names.</param>
    /// <param name="Delegation">That delegation's bytes.</param>
    /// <param name="Source">The connection that it came in by, or the gate.</param>
    /// <param name="From">The neighbour that it came from; null for a message of this node.</param>
    /// <param name="CreditBytes">Its bytes as it came.</param>
    /// <param name="IsRepeat">Whether the neighbour brought it before, and it was counted for that.</param>
    public sealed record SendFrame(
        FrameBuffer Frame,
        Route Route,
        Lane Lane,
        TransactionId Id,
        DelegationId DelegationId,
        ReadOnlyMemory<byte> Delegation,
        IActorRef Source,
        Did? From,
        int CreditBytes,
        bool IsRepeat = false) : INoSerializationVerificationNeeded;

    /// <summary>
    /// A frame that came in by this connection has left the node, or was dropped: its credit can be given back.
    /// </summary>
    /// <param name="Lane">Its lane.</param>
    /// <param name="Bytes">Its bytes as it came.</param>
    public sealed record FrameLeft(Lane Lane, int Bytes) : INoSerializationVerificationNeeded;

    /// <summary>A frame of the gate was taken by its channel.</summary>
    public sealed record FrameSent(TransactionId Id) : INoSerializationVerificationNeeded;

    /// <summary>A frame of the gate was dropped before it left: the queue was full, or the link is gone.</summary>
    public sealed record FrameDropped(TransactionId Id, Did Link) : INoSerializationVerificationNeeded;

    /// <summary>A route ended here without having arrived; the request behind it is verified.</summary>
    public sealed record RouteEnded(Arrived Request, UnreachableReason Reason) : INoSerializationVerificationNeeded;

    /// <summary>
    /// A message that was acted on came again: its receipt may have been lost. Its origin is the one that was verified
    /// then, if its hash is known.
    /// </summary>
    public sealed record SeenAgain(Arrived Message) : INoSerializationVerificationNeeded;

    /// <summary>There is no room for a message now; it may be that nobody has verified who sent it.</summary>
    public sealed record NoRoom(Arrived Request, int RetryMs) : INoSerializationVerificationNeeded;
}
