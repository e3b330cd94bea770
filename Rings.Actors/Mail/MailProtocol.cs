using Akka.Actor;
using Rings.Actors.Sessions;
using Rings.Protocol.Wire;
using Address = Rings.Protocol.EndToEnd.Address;

namespace Rings.Actors.Mail;

/// <summary>What is said to the <see cref="MailboxActor"/> and between it and its letters.</summary>
internal static class MailProtocol
{
    /// <summary>Put a message into the mailbox of somebody who is away. The asker hears of the outcome.</summary>
    /// <param name="To">Whom it is for.</param>
    /// <param name="Id">Its id.</param>
    /// <param name="Message">What it says.</param>
    /// <param name="Asker">Who waits.</param>
    public sealed record Post(Address To, MessageId Id, ApplicationMessage Message, IActorRef Asker)
        : INoSerializationVerificationNeeded;

    /// <summary>A letter lies in its mailbox, or cannot.</summary>
    /// <param name="Id">The message.</param>
    /// <param name="Mail">Where; null: it is not there.</param>
    public sealed record LetterEnded(MessageId Id, PostedMail? Mail) : INoSerializationVerificationNeeded;

    /// <summary>The node is a member of its ring.</summary>
    public sealed record Joined : INoSerializationVerificationNeeded
    {
        public static readonly Joined Instance = new();
    }
}
