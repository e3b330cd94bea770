using Akka.Actor;
using Rings.Actors.Frames;
using Rings.Protocol.EndToEnd;
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
    public sealed record Post(Address To, MessageId Id, ApplicationMessage Message, IActorRef Asker)
        : INoSerializationVerificationNeeded;
}
