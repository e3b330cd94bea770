namespace Rings.Transport.Ice;

/// <summary>What candidates and pairs are worth (RFC 8445, sections 5.1.2.1 and 6.1.2.3), for component 1.</summary>
internal static class IcePriority
{
    private const uint Component = 1;

    /// <summary>A candidate's priority.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="localPreference">0 to 65,535; greater is better among those of one type.</param>
    public static uint OfCandidate(IceCandidateType type, ushort localPreference) =>
        (Preference(type) << 24) | ((uint)localPreference << 8) | (256 - Component);

    /// <summary>
    /// What a peer-reflexive candidate would be worth that a check from this candidate revealed (section 7.1.1).
    /// </summary>
    public static uint AsPeerReflexive(uint priority) =>
        (Preference(IceCandidateType.PeerReflexive) << 24) | (priority & 0x00FF_FFFF);

    /// <summary>A pair's priority, which both sides compute alike.</summary>
    public static ulong OfPair(uint controlling, uint controlled) =>
        ((ulong)Math.Min(controlling, controlled) << 32)
        + (2ul * Math.Max(controlling, controlled)) + (controlling > controlled ? 1ul : 0ul);

    private static uint Preference(IceCandidateType type) => type switch
    {
        IceCandidateType.Host => 126,
        IceCandidateType.PeerReflexive => 110,
        IceCandidateType.ServerReflexive => 100,
        _ => 0,
    };
}
