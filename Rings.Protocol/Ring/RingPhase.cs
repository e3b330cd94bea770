namespace Rings.Protocol.Ring;

/// <summary>Where a node stands in its ring. The numbers are those of the wire.</summary>
public enum RingPhase
{
    /// <summary>On its way in: owns nothing, answers for nobody, relays for nobody.</summary>
    Joining = 0,

    /// <summary>On the ring: owns the keys from its predecessor (left out) to itself (kept in).</summary>
    Member = 1,
}
