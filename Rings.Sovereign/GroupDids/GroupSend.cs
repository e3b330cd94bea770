using Rings.Protocol;

namespace Rings.Sovereign.GroupDids;

/// <summary>A message to be sent end to end.</summary>
/// <param name="To">Whom it is for; this node itself, too.</param>
/// <param name="Message">What it says.</param>
/// <param name="ByMail">Whether it waits in a mailbox where its recipient is away.</param>
public sealed record GroupSend(Did To, GroupMessage Message, bool ByMail = true)
{
    /// <summary>The same, of a version of the group's shares.</summary>
    internal GroupSend Of(int version) => version == Message.Version ? this : this with { Message = Message with { Version = version } };
}
