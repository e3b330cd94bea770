using Akka.Actor;
using Rings.Actors.Sessions;
using Rings.Protocol.Wire;

namespace Rings.Actors.Mail;

/// <summary>What is said to the <see cref="MailboxActor"/> and between it and its letters.</summary>
internal static class MailProtocol
{
    /// <summary>A letter lies in its mailbox, or cannot.</summary>
    /// <param name="Id">The message.</param>
    /// <param name="Mail">Where; null: it is not there.</param>
    public sealed record LetterEnded(MessageId Id, PostedMail? Mail) : INoSerializationVerificationNeeded;

    /// <summary>Asks how many letters are under way. Answered to its sender by <see cref="Unread"/>.</summary>
    public sealed record AskUnread : INoSerializationVerificationNeeded
    {
        public static readonly AskUnread Instance = new();
    }

    /// <summary>Letters of this node that nobody has fetched yet.</summary>
    /// <param name="Letters">Their number.</param>
    public sealed record Unread(int Letters) : INoSerializationVerificationNeeded;

    /// <summary>The node is a member of its ring.</summary>
    public sealed record Joined : INoSerializationVerificationNeeded
    {
        public static readonly Joined Instance = new();
    }
}
