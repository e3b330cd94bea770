namespace Rings.Protocol.Links;

/// <summary>How far a link is. It passes through these in order, and between Ready and Suspect both ways.</summary>
internal enum LinkPhase
{
    /// <summary>This node's offer is being made, or waits for its answer.</summary>
    Offered,

    /// <summary>The peer's offer is being answered.</summary>
    Answering,

    /// <summary>Offer and answer are exchanged; the connection is coming up.</summary>
    Connecting,

    /// <summary>Both Hellos are in.</summary>
    Ready,

    /// <summary>It was ready, but the peer is silent: not used until it answers.</summary>
    Suspect,

    /// <summary>It was ready and is being closed, by whichever end.</summary>
    Ending,
}
