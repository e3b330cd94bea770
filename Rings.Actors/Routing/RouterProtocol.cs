using Akka.Actor;
using Rings.Protocol;
using Rings.Protocol.Ring;

namespace Rings.Actors.Routing;

/// <summary>What the node's own parts say to the <see cref="ChordRouter"/>, and what it tells them.</summary>
internal static class RouterProtocol
{
    /// <summary>The time that the ring asked for has come.</summary>
    public sealed record Tick : INoSerializationVerificationNeeded
    {
        public static readonly Tick Instance = new();
    }

    /// <summary>Say <see cref="Tick"/> at this time; replaces the former.</summary>
    public sealed record WakeAt(Instant At) : INoSerializationVerificationNeeded;

    /// <summary>
    /// The parts that the router speaks to; told by the node once they stand, and again to a restarted router.
    /// </summary>
    /// <param name="Links">The link manager.</param>
    /// <param name="Gate">The gate.</param>
    /// <param name="Paths">The node's own paths.</param>
    /// <param name="Stabilizer">Keeps the ring's time.</param>
    /// <param name="Memory">The tables before a failure; null at the first start.</param>
    public sealed record Parts(
        IActorRef Links, IActorRef Gate, IActorRef Paths, IActorRef Stabilizer, RingCheckpoint? Memory)
        : INoSerializationVerificationNeeded;

    /// <summary>A part was restarted and knows nothing: say routes, phase and the next wake-up again.</summary>
    public sealed record Republish : INoSerializationVerificationNeeded
    {
        public static readonly Republish Instance = new();
    }

    /// <summary>A router stands and wants to know the parts.</summary>
    public sealed record Started(IActorRef Router) : INoSerializationVerificationNeeded;

    /// <summary>The tables as they are now; for whoever takes this router's place.</summary>
    public sealed record TablesChanged(RingCheckpoint Tables) : INoSerializationVerificationNeeded;

    /// <summary>Say how the ring looks. Answered by <see cref="RingReport"/>.</summary>
    public sealed record AskRing(IActorRef ReplyTo) : INoSerializationVerificationNeeded;

    /// <summary>The ring as this node sees it.</summary>
    public sealed record RingReport(RingPhase Phase, RingNeighbours Neighbours, Did[] Fingers, double Size)
        : INoSerializationVerificationNeeded;

    /// <summary>Leave the ring. Answered by <see cref="RingLeft"/> when every link was told.</summary>
    public sealed record LeaveRing(IActorRef ReplyTo) : INoSerializationVerificationNeeded;

    /// <summary>Every link was told.</summary>
    public sealed record RingLeft : INoSerializationVerificationNeeded
    {
        public static readonly RingLeft Instance = new();
    }
}
