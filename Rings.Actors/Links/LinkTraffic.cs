using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Transport;

namespace Rings.Actors.Links;

/// <summary>What has passed over a link, and since when.</summary>
/// <param name="begun">When the link was begun.</param>
internal sealed class LinkTraffic(Instant begun)
{
    private static readonly TimeSpan ToldEvery = TimeSpan.FromSeconds(1);

    private Instant _used;

    public long FramesSent { get; set; }

    public long FramesReceived { get; set; }

    /// <summary>Notes that the link carried a message of an application.</summary>
    /// <returns>Whether that is to be told: once a second.</returns>
    public bool Uses(Instant now)
    {
        if (now - _used < ToldEvery) return false;
        _used = now;
        return true;
    }

    /// <summary>How the link is, with what it has carried.</summary>
    public RingsNodeProtocol.LinkStatus Report(
        Did peer, LinkState state, LinkTerms terms, PeerConnectionStatistics statistics, Instant now)
    {
        var path = PathOf(statistics);
        return new(
            peer, state, terms.PeerPhase, terms.Keeps, terms.PeerKeeps, statistics.RoundTripTime,
            statistics.LocalCandidate, statistics.RemoteCandidate, FramesSent, FramesReceived, statistics.BytesSent,
            statistics.BytesReceived, now - begun)
        {
            Path = path,
            Why = LinkWhy.Of(state, path),
        };
    }

    /// <summary>The addresses and pairs of a connection.</summary>
    public static RingsNodeProtocol.LinkPath PathOf(PeerConnectionStatistics statistics) => new(
        [.. statistics.LocalCandidates.Select(Describe)], [.. statistics.RemoteCandidates.Select(Describe)],
        [.. statistics.CandidatePairs]);

    private static RingsNodeProtocol.LinkCandidate Describe(ConnectionCandidate candidate) =>
        new(candidate.Address, candidate.Type, candidate.Base);
}
