using Akka.Actor;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Wire;

namespace Rings.Actors.Links;

/// <summary>What the manager knows of one link.</summary>
internal sealed class LinkEntry(Did peer, IActorRef connection, LinkWay way, bool isOfferer, Instant begun)
{
    public Did Peer => peer;

    public IActorRef Connection => connection;

    public bool IsOfferer => isOfferer;

    public Instant Begun => begun;

    /// <summary>How the offer under way travels: the one that began the link, or that of an ICE restart.</summary>
    public LinkWay Way { get; set; } = way;

    /// <summary>The offer under way: sent by this side, or being answered.</summary>
    public LinkOffer? Offer { get; set; }

    /// <summary>The link's name, once an offer gave it one.</summary>
    public LinkId? Link { get; set; }

    /// <summary>The hash of the offer under way.</summary>
    public PayloadHash OfferHash { get; set; }

    public Delegation? PeerDelegation { get; set; }

    /// <summary>This node's delegation under which the offer or answer under way was signed.</summary>
    public DelegationId OfferedUnder { get; set; }

    /// <summary>The latest of this node's delegations that the peer was shown for this link.</summary>
    public DelegationId ShownTo { get; set; }

    public bool IsReady { get; set; }

    public bool IsSuspect { get; set; }

    public bool IsRestarting { get; set; }

    public int PathLosses { get; set; }

    /// <summary>Whether the link ends because one side wants it to.</summary>
    public bool EndsByChoice { get; set; }

    public ConnectionProtocol.Closing? Closing { get; set; }

    /// <summary>Who waits to hear that the link is ready, or why not.</summary>
    public List<IActorRef> Waiting { get; } = [];
}
