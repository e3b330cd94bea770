using System.Collections.Immutable;
using Akka.Actor;
using Rings.Protocol;

namespace Rings.Actors.Peers;

/// <summary>What the node's own parts say to the <see cref="PeerBook"/>, and what it tells them.</summary>
internal static class PeerBookProtocol
{
    /// <summary>What the links learn about peers; on its way to the book.</summary>
    public interface INews : INoSerializationVerificationNeeded;

    /// <summary>A linked peer answers offers at an address.</summary>
    /// <param name="Peer">The peer.</param>
    /// <param name="Address">Where, without a fragment.</param>
    /// <param name="Announced">Whether the peer said so, rather than answered there.</param>
    public sealed record Reached(Did Peer, Uri Address, bool Announced) : INews;

    /// <summary>A peer was dialled at an address and no link came about.</summary>
    public sealed record Missed(Did Peer) : INews;

    /// <summary>Whom a node without links can dial, the most promising first. Told to the links at each change.</summary>
    public sealed record SetContacts(ImmutableArray<PeerContact> Contacts) : INoSerializationVerificationNeeded;
}
