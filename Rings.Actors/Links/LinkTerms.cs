using Rings.Protocol.Ring;

namespace Rings.Actors.Links;

/// <summary>What the two ends of a link have told each other about themselves.</summary>
internal sealed class LinkTerms
{
    /// <summary>How the link came about.</summary>
    public required LinkSource Source { get; init; }

    /// <summary>This node's phase.</summary>
    public required RingPhase Phase { get; set; }

    /// <summary>The peer's.</summary>
    public RingPhase PeerPhase { get; set; }

    /// <summary>Whether this end needs the link.</summary>
    public bool Keeps { get; set; }

    /// <summary>Whether the peer does.</summary>
    public bool PeerKeeps { get; set; }
}
