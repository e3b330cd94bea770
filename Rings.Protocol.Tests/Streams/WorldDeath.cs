using Rings.Protocol.Streams;

namespace Rings.Protocol.Tests.Streams;

/// <summary>
/// A relay that died under a path. The opener has two first hops. Who carried the path over the relay notices as links do:
/// after 1 s of silence and 3 s without an answer; who has carried nothing to it does not within the time of a test.
/// </summary>
/// <param name="isFirstHop">Whether it was the opener's own neighbour; else it stands behind both of them.</param>
/// <param name="isBest">Whether the path went by the first hop that the opener thinks best.</param>
/// <param name="isNoticed">Whether links notice it at all: who drops what it carries and answers probes is never suspected.</param>
/// <param name="at">When it died.</param>
internal sealed class WorldDeath(bool isFirstHop, bool isBest, bool isNoticed, Instant at)
{
    private static readonly TimeSpan Noticed = TimeSpan.FromSeconds(4.05);

    /// <summary>Whether an opening that is sent now comes to the dead.</summary>
    public bool Takes(PathWay way, Instant now)
    {
        var isKnown = isNoticed && now >= at + Noticed;
        var isByFormer = way switch
        {
            PathWay.FormerHop => true,
            PathWay.AnotherHop => false,
            _ => isBest,
        };
        // A first hop that is known to be dead is not taken; before that it takes what it gets.
        return isFirstHop ? isByFormer && !isKnown : !isByFormer || !isKnown;
    }
}
