namespace Rings.Transport.Ice;

/// <summary>Where a candidate's address comes from (RFC 8445, section 4).</summary>
internal enum IceCandidateType
{
    /// <summary>An address of this machine.</summary>
    Host,

    /// <summary>What a peer saw as the source of a check.</summary>
    PeerReflexive,

    /// <summary>What a STUN server saw as the source of a request.</summary>
    ServerReflexive,

    /// <summary>An address of a TURN server that passes packets on.</summary>
    Relayed,
}
