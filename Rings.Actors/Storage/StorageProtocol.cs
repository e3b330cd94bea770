using Akka.Actor;
using Rings.Protocol;
using Rings.Protocol.Ring;
using Rings.Protocol.Storage;

namespace Rings.Actors.Storage;

/// <summary>What the node's own parts say to the <see cref="StorageActor"/>, and what it tells them.</summary>
internal static class StorageProtocol
{
    /// <summary>The ring's word on the neighbours.</summary>
    public sealed record NewNeighbours(RingNeighbours Neighbours) : INoSerializationVerificationNeeded;

    /// <summary>The ring's word on what this node owns.</summary>
    /// <param name="Predecessor">Where its keys begin; null: nothing that it is sure of.</param>
    public sealed record Owned(Did? Predecessor) : INoSerializationVerificationNeeded;

    /// <summary>Put a signed record under a key. Answered by <see cref="PutEnded"/>.</summary>
    /// <param name="Key">Its key, or one of its placements.</param>
    /// <param name="Record">The record.</param>
    /// <param name="Consistency">When the put ends.</param>
    /// <param name="Asker">Who hears of the outcome.</param>
    /// <param name="Tag">What the asker wants back with it.</param>
    public sealed record Put(Did Key, StoredRecord Record, Consistency Consistency, IActorRef Asker, object? Tag)
        : INoSerializationVerificationNeeded;

    /// <summary>Get what is in force under a key. Answered by <see cref="GetEnded"/>.</summary>
    /// <param name="Key">The key.</param>
    /// <param name="Consistency">How sure the answer has to be.</param>
    /// <param name="Asker">Who hears of the outcome.</param>
    /// <param name="Tag">What the asker wants back with it.</param>
    public sealed record Get(Did Key, Consistency Consistency, IActorRef Asker, object? Tag)
        : INoSerializationVerificationNeeded;

    /// <summary>Asks what is held. Answered to its sender by <see cref="Holdings"/>.</summary>
    public sealed record AskHoldings : INoSerializationVerificationNeeded
    {
        public static readonly AskHoldings Instance = new();
    }

    /// <summary>What is held.</summary>
    /// <param name="Bytes">Of all records.</param>
    /// <param name="Own">Records of this node that are renewed.</param>
    public sealed record Holdings(long Bytes, int Own) : INoSerializationVerificationNeeded;

    /// <summary>A put ended.</summary>
    public sealed record PutEnded(object? Tag, PutOutcome Outcome) : INoSerializationVerificationNeeded;

    /// <summary>A get ended.</summary>
    public sealed record GetEnded(object? Tag, GetOutcome Outcome) : INoSerializationVerificationNeeded;

    /// <summary>
    /// Give all that is held to those that will hold it. Answered by <see cref="HandedOver"/>, in its own time: the
    /// asker keeps the deadline.
    /// </summary>
    /// <param name="ReplyTo">Who hears of it.</param>
    public sealed record HandOver(IActorRef ReplyTo) : INoSerializationVerificationNeeded;

    /// <summary>All that was held is with others, or they cannot be reached.</summary>
    public sealed record HandedOver : INoSerializationVerificationNeeded
    {
        public static readonly HandedOver Instance = new();
    }
}
