using Akka.Actor;
using Rings.Actors.Frames;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Identity;
using Rings.Protocol.Wire;
using Address = Rings.Protocol.EndToEnd.Address;

namespace Rings.Actors.Sessions;

/// <summary>What the <see cref="SessionManager"/> and its sessions say to each other, and to the mailbox.</summary>
internal static class SessionProtocol
{
    /// <summary>A hello that was not answered before.</summary>
    /// <param name="Arrived">What it came in.</param>
    /// <param name="Hello">The hello.</param>
    public sealed record HelloArrived(Arrived Arrived, SignedPayload Hello) : INoSerializationVerificationNeeded;

    /// <summary>Nothing is open here, and nothing was said for long.</summary>
    public sealed record Idle(IActorRef Session) : INoSerializationVerificationNeeded;

    /// <summary>Put a message into the mailbox of somebody who is away. The asker hears of the outcome.</summary>
    /// <param name="To">Whom it is for.</param>
    /// <param name="Id">Its id.</param>
    /// <param name="Message">What it says.</param>
    /// <param name="Asker">Who waits.</param>
    /// <param name="IsHybrid">Whether the recipient has shown that it has ML-KEM: nothing less will do.</param>
    public sealed record Post(Address To, MessageId Id, ApplicationMessage Message, IActorRef Asker, bool IsHybrid)
        : INoSerializationVerificationNeeded;

    /// <summary>
    /// Seal a message that the asker carries itself, for a peer with which a session is agreed on first if there is none.
    /// Answered by <see cref="Sealed"/> or <see cref="NotSealed"/>.
    /// </summary>
    /// <param name="To">For whom.</param>
    /// <param name="Message">What it says, of a reserved protocol.</param>
    /// <param name="Patience">How long a session is tried for.</param>
    /// <param name="Asker">Who hears of it.</param>
    /// <param name="Tag">What the asker wants back.</param>
    public sealed record SealText(Did To, ApplicationMessage Message, TimeSpan Patience, IActorRef Asker, object Tag)
        : INoSerializationVerificationNeeded;

    /// <summary>A message is sealed.</summary>
    /// <param name="Tag">The asker's.</param>
    /// <param name="Bytes">An encoded E2eMessage.</param>
    /// <param name="Suite">The session's cipher.</param>
    /// <param name="Until">When the first of the delegations ends that the session stands on.</param>
    /// <param name="Peer">The peer's delegation among them; null: it is not known.</param>
    public sealed record Sealed(object Tag, byte[] Bytes, AeadSuite Suite, Instant Until, Delegation? Peer)
        : INoSerializationVerificationNeeded;

    /// <summary>No session came about.</summary>
    public sealed record NotSealed(object Tag, Undelivered Reason) : INoSerializationVerificationNeeded;

    /// <summary>
    /// Open a message that came in another way than in a transaction of its own. Answered by <see cref="Opened"/> or
    /// <see cref="NotOpened"/>.
    /// </summary>
    /// <param name="From">Who sealed it, as far as is said.</param>
    /// <param name="Bytes">An encoded E2eMessage; anything at all.</param>
    /// <param name="Asker">Who hears of it.</param>
    /// <param name="Tag">What the asker wants back.</param>
    public sealed record OpenText(Did From, byte[] Bytes, IActorRef Asker, object Tag) : INoSerializationVerificationNeeded;

    /// <summary>A message was opened: it is new, and by the peer.</summary>
    public sealed record Opened(object Tag, ApplicationMessage Message, AeadSuite Suite, Instant Until, Delegation? Peer)
        : INoSerializationVerificationNeeded;

    /// <summary>A message cannot be opened.</summary>
    public sealed record NotOpened(object Tag, SessionFailure Reason) : INoSerializationVerificationNeeded;

    /// <summary>The peer says, unsigned, that it does not know the session that something was sealed in.</summary>
    public sealed record SessionForgotten(Did Peer) : INoSerializationVerificationNeeded;
}
