using System.Collections.Immutable;
using Rings.Protocol.Identity;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Links;

/// <summary>All that is known of one link.</summary>
/// <param name="number">Its number.</param>
/// <param name="peer">The other end.</param>
/// <param name="way">How its first offer travels.</param>
/// <param name="begun">When it was begun.</param>
internal sealed class BookedLink(LinkNumber number, Did peer, LinkWay way, Instant begun)
{
    public LinkNumber Number => number;

    public Did Peer => peer;

    public LinkWay Way => way;

    public Instant Begun => begun;

    public LinkPhase Phase { get; set; } = way.IsOwn ? LinkPhase.Offered : LinkPhase.Answering;

    /// <summary>The exchange under way; null when none is.</summary>
    public Exchange? Exchange { get; set; } = new(way);

    /// <summary>The link's name, once an offer gave it one.</summary>
    public LinkId? Id { get; set; }

    /// <summary>
    /// When the peer made the latest of its offers that was answered for this link, or its answer to one of this node's:
    /// what it offered before does not count any more. 0: neither was yet.
    /// </summary>
    public ulong LatestOfferMs { get; set; }

    /// <summary>The peer's latest delegation; null where the host answers for the peer in another way.</summary>
    public Delegation? Delegation { get; set; }

    /// <summary>The latest of this node's delegations that the peer was shown for this link.</summary>
    public DelegationId ShownTo { get; set; }

    /// <summary>Whether a valid connectivity check came in.</summary>
    public bool IsChecked { get; set; }

    /// <summary>How often the path was lost since the peer answered last.</summary>
    public int PathLosses { get; set; }

    /// <summary>Why it ends, in words for an operator; null: nobody said.</summary>
    public string? EndReason { get; set; }

    /// <summary>What the peer said when it closed the link; null: nothing.</summary>
    public GoAwayReason? GoAway { get; set; }

    /// <summary>Whom the peer named instead of itself.</summary>
    public ImmutableArray<Did> Instead { get; set; } = [];

    /// <summary>Whether one of the ends wants it to end: nobody dials again.</summary>
    public bool EndsByChoice { get; set; }

    /// <summary>Whether the ring waits to hear that it did not become ready, be it for this link or one before.</summary>
    public bool RingWaits { get; set; } = way.IsForRing;

    /// <summary>Who waits to hear that it is ready, or why not.</summary>
    public List<object> Askers { get; } = [];

    /// <summary>Not ready yet.</summary>
    public bool IsOpening => Phase is LinkPhase.Offered or LinkPhase.Answering or LinkPhase.Connecting;

    /// <summary>It was ready, and neither end has begun to close it.</summary>
    public bool Stands => Phase is LinkPhase.Ready or LinkPhase.Suspect;
}
