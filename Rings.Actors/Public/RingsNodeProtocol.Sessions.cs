using Rings.Protocol;

namespace Rings.Actors.Public;

/// <content>End-to-end messages: protocol.md, section 6.</content>
public static partial class RingsNodeProtocol
{
    /// <summary>
    /// Sends a message end to end: no relay can read it. A session is agreed on where there is none. Reply: <see
    /// cref="Delivered"/>, <see cref="Mailed"/> or <see cref="NotSent"/>.
    /// </summary>
    /// <param name="To">The node it is for.</param>
    /// <param name="Protocol">
    /// Its protocol's name, such as <c>chat/1</c>: 1 to 64 of letters, digits and <c>. _ - /</c>.
    /// </param>
    /// <param name="Payload">0 bytes to 60 KiB; as mail, to 15 KiB.</param>
    /// <param name="Mail">Whether it goes to the mailbox of a node that is away.</param>
    /// <param name="Deadline">How long it may take, 1 ms to 10 min; null: <c>rings.messages.deadline</c>.</param>
    public sealed record Send(
        Did To, string Protocol, byte[] Payload, bool Mail = true, TimeSpan? Deadline = null) : ICommand;

    /// <summary>The node is away: the message lies sealed in its mailbox.</summary>
    /// <param name="Id">The message, 32 hex digits.</param>
    /// <param name="Expires">From when on it is gone if nobody fetched it.</param>
    public sealed record Mailed(string Id, DateTimeOffset Expires) : ISendOutcome
    {
        T ISendOutcome.Match<T>(
            Func<Delivered, T> delivered, Func<Mailed, T> mailed, Func<NotSent, T> notSent) => mailed(this);
    }

    /// <summary>Mail of this node was fetched by the one it was for.</summary>
    /// <param name="To">Whom it was for.</param>
    /// <param name="Id">The message, 32 hex digits.</param>
    public sealed record MailFetched(Did To, string Id) : IEvent;

    /// <summary>Mail of this node lay in its mailbox until its time was over.</summary>
    /// <param name="To">Whom it was for.</param>
    /// <param name="Id">The message, 32 hex digits.</param>
    public sealed record MailExpired(Did To, string Id) : IEvent;

    /// <summary>A session with a peer stands.</summary>
    /// <param name="Peer">The other end.</param>
    public sealed record SessionEstablished(Did Peer) : IEvent;
}
