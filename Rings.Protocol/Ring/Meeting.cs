namespace Rings.Protocol.Ring;

/// <summary>
/// A meeting of two rings that waits for a link: to a contact to look this node up through, or to the owner found.
/// </summary>
/// <param name="Id">The meeting.</param>
/// <param name="Peer">Who is being linked.</param>
/// <param name="Via">Who named it.</param>
/// <param name="IsContact">Whether it is a contact.</param>
internal sealed record Meeting(ulong Id, Did Peer, Did Via, bool IsContact);
