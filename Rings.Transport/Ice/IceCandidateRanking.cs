namespace Rings.Transport.Ice;

/// <summary>
/// Orders candidates so that those in front are worth keeping where not all can be: the best of each type first, then the
/// second of each, and so on. Sixteen host addresses in front of it must not cost the one relay that works.
/// </summary>
internal static class IceCandidateRanking
{
    /// <summary>All of them, those worth most first; the order is a matter of types and priorities, not of
    /// place.</summary>
    public static IReadOnlyList<IceCandidate> Rank(IEnumerable<IceCandidate> candidates) =>
    [
        .. candidates.GroupBy(static candidate => candidate.Type)
            .SelectMany(static type => type.OrderByDescending(static candidate => candidate.Priority)
                .Select(static (candidate, rank) => (Candidate: candidate, Rank: rank)))
            .OrderBy(static ranked => ranked.Rank)
            .ThenByDescending(static ranked => ranked.Candidate.Priority)
            .Select(static ranked => ranked.Candidate),
    ];
}
