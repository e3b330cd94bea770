using Rings.Protocol.Wire;

namespace Rings.Protocol.EndToEnd;

/// <summary>A message of this side on its way.</summary>
/// <param name="id">Its name: the same for each try, so that the peer acts on it once.</param>
/// <param name="text">What is sealed.</param>
/// <param name="deadline">Until when it is tried.</param>
internal sealed class ConversationMessage(MessageId id, byte[] text, Instant deadline)
{
    public MessageId Id => id;

    public byte[] Text => text;

    public Instant Deadline => deadline;

    /// <summary>Whether it is only sealed here, and carried by whoever asked for it.</summary>
    public bool IsHandedOut { get; init; }

    /// <summary>How often it was sealed and sent.</summary>
    public int Tries { get; set; }

    /// <summary>The session that it was sealed in last.</summary>
    public Session? Session { get; set; }

    /// <summary>The last reason why it did not arrive.</summary>
    public Undelivered? Failure { get; set; }

    /// <summary>Not before this it is tried again.</summary>
    public Instant NotBefore { get; set; }
}
