using Rings.Protocol.Crypto;
using Rings.Protocol.Wire;

namespace Rings.Protocol.EndToEnd;

/// <summary>All that a <see cref="Conversation"/> may do to the world.</summary>
/// <remarks>Called from inside an input, on its thread; never calls back from here.</remarks>
internal interface IConversationEffects
{
    /// <summary>
    /// Sends a hello. <see cref="Conversation.HelloAnswered"/> or <see cref="Conversation.HelloFailed"/> follows.
    /// </summary>
    void SendHello(long attempt, SignedPayload hello);

    /// <summary>
    /// Sends a sealed message. <see cref="Conversation.Acknowledged"/> or <see cref="Conversation.Failed"/> follows.
    /// </summary>
    /// <param name="id">The message.</param>
    /// <param name="sealedBytes">An encoded E2eMessage.</param>
    /// <param name="deadline">Until when its outcome matters.</param>
    void SendMessage(MessageId id, byte[] sealedBytes, Instant deadline);

    /// <summary>A message is sealed that somebody else carries. Nothing more is heard of it.</summary>
    /// <param name="id">The message.</param>
    /// <param name="sealedBytes">An encoded E2eMessage.</param>
    /// <param name="suite">The cipher of the session that it is sealed in.</param>
    void HandOut(MessageId id, byte[] sealedBytes, AeadSuite suite);

    /// <summary>A message ended.</summary>
    /// <param name="id">The message.</param>
    /// <param name="reason">Why it is not known to have arrived; null: the peer said, signed, that it has it.</param>
    void Ended(MessageId id, Undelivered? reason);

    /// <summary>A session with the peer stands.</summary>
    void Established();

    /// <summary>Call <see cref="Conversation.Tick"/> then. There is one timer: this replaces the former.</summary>
    void WakeAt(Instant at);
}
