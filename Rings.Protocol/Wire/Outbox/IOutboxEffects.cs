using Rings.Protocol.Crypto;

namespace Rings.Protocol.Wire;

/// <summary>All that an <see cref="Outbox"/> may do to the world.</summary>
/// <remarks>Called from inside an input, on its thread; never calls back from here.</remarks>
internal interface IOutboxEffects
{
    /// <summary>
    /// Gives a frame to a link. For a message whose outcome is awaited <see cref="Outbox.Sent"/> or
    /// <see cref="Outbox.Dropped"/> follows.
    /// </summary>
    /// <param name="message">What to send.</param>
    /// <param name="link">The neighbour.</param>
    /// <param name="route">The route as it leaves.</param>
    /// <returns>False where there is no such link.</returns>
    bool TryTransmit(OutboxMessage message, Did link, Route route);

    /// <summary>
    /// The message is for this node itself: it has arrived, and <see cref="Outbox.Sent"/> follows as for any other.
    /// </summary>
    void Loop(OutboxMessage message);

    /// <summary>The first link has a message for which that is enough.</summary>
    void HandedOver(TransactionId id);

    /// <summary>A message ended without an answer.</summary>
    void Ended(TransactionId id, Undelivered reason);

    /// <summary>A message whose outcome nobody awaits found no way.</summary>
    void Lost(OutboxMessage message);

    /// <summary>
    /// Keep on disk that numbers up to a mark may have been used under a session key.
    /// <see cref="Outbox.SequencesKept"/> follows, and until then no message with a number above the former mark leaves.
    /// </summary>
    void KeepSequences(Ed25519PublicKey session, ulong mark);

    /// <summary>Call <see cref="Outbox.Tick"/> then. There is one timer: this replaces the former.</summary>
    void WakeAt(Instant at);
}
