using Rings.Protocol;
using Rings.Protocol.Wire;

namespace Rings.Actors.Sessions;

/// <summary>Mail of this node in somebody's mailbox.</summary>
/// <param name="To">Whose mailbox.</param>
/// <param name="Id">The message.</param>
/// <param name="Expires">From when on it is gone.</param>
internal sealed record PostedMail(Did To, MessageId Id, Instant Expires);
