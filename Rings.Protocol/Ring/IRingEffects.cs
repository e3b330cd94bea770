namespace Rings.Protocol.Ring;

/// <summary>
/// All that a <see cref="ChordRing"/> may do to the world. An actor does it for real, the simulator in virtual time.
/// </summary>
/// <remarks>
/// Called from inside an input, on its thread. An implementation notes what is wanted and returns; it never calls the
/// ring back from here.
/// </remarks>
internal interface IRingEffects
{
    /// <summary>Sends a message over the ready link to <paramref name="peer"/> (mode <c>NODE</c>, no reply wanted).
    /// There, <see cref="ChordRing.Receive"/> takes it.</summary>
    void Tell(Did peer, RingMessage message);

    /// <summary>Sends a question. Where its route ends, <see cref="ChordRing.Answer"/> gives the reply.</summary>
    void Ask(RingRequest request);

    /// <summary>Opens a link to <paramref name="peer"/>, by an offer that goes over the link to <paramref name="via"/>
    /// first. The outcome is <see cref="ChordRing.LinkUp"/> at both ends, or
    /// <see cref="ChordRing.ConnectFailed"/>.</summary>
    void Connect(Did peer, Did via);

    /// <summary>
    /// Closes the link: it is the idlest, over budget, and no end keeps it. <see cref="ChordRing.LinkDown"/> follows.
    /// </summary>
    void Disconnect(Did peer);

    /// <summary>Tells the peer (<c>LinkControl.Keep</c>) whether this end needs the link. There,
    /// <see cref="ChordRing.PeerKeeps"/> takes it.</summary>
    void Keep(Did peer, bool keep);

    /// <summary>This node's phase changed: to be told over every ready link (<c>LinkControl</c>) and said in each later
    /// <c>Hello</c>. There, <see cref="ChordRing.PeerPhase"/> takes it.</summary>
    void PhaseChanged(RingPhase phase);

    /// <summary>Successor list or predecessors changed.</summary>
    void NeighboursChanged(RingNeighbours neighbours);

    /// <summary>This node owns the keys from <paramref name="predecessor"/> (left out) to itself (kept in); with its
    /// own Did as predecessor the whole circle, with null nothing that it is sure of.</summary>
    void OwnershipChanged(Did? predecessor);

    /// <summary>
    /// <see cref="ChordRing.Routing"/> is a new table from now on. Hosts that publish it read it when it suits them.
    /// </summary>
    void RoutingChanged();

    /// <summary>A look-up found its owner.</summary>
    void LookupAnswered(LookupId id, LookupAnswer answer);

    /// <summary>A look-up ended without an owner.</summary>
    void LookupFailed(LookupId id, LookupFailure reason);

    /// <summary>Dial one remembered peer or seed outside the tables: it may be on a ring to be merged with.</summary>
    void Meet();

    /// <summary>
    /// Call <see cref="ChordRing.Tick"/> at <paramref name="at"/>. There is one timer: this replaces the former.
    /// </summary>
    void WakeAt(Instant at);
}
