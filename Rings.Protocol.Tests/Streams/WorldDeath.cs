using Rings.Protocol.Streams;

namespace Rings.Protocol.Tests.Streams;

/// <summary>
/// A relay that died under a path. The opener has two first hops. Who carried the path over the relay notices as links do:
/// after 1 s of silence and 3 s without an answer; who has carried nothing to it does not within the time of a test.
/// </summary>
/// <param name="isFirstHop">Whether it was the opener's own neighbour; else it stands behind both of them.</param>
/// <param name="isBest">Whether the path went by the first hop that the opener thinks best.</param>
/// <param name="isNoticed">Whether links notice it at all: who drops what it carries and answers probes is never suspected.</param>
/// <param name="isOtherLost">Whether the other first hop says that it knows no way: it has just joined.</param>
/// <param name="at">When it died.</param>
internal sealed class WorldDeath(bool isFirstHop, bool isBest, bool isNoticed, bool isOtherLost, Instant at)
{
    private static readonly TimeSpan Noticed = TimeSpan.FromSeconds(4.05);

    /// <summary>Whether an opening that is sent now comes to the dead.</summary>
    public bool Takes(PathWay way, Instant now)
    {
        var isKnown = isNoticed && now >= at + Noticed;
        // A first hop that is known to be dead is not taken; before that it takes what it gets.
        if (isFirstHop) return IsByFormer(way) && !isKnown;
        return IsByFormer(way) ? !isKnown : !isOtherLost;
    }

    /// <summary>Whether an opening is answered at once, for there is no route.</summary>
    public bool Refuses(PathWay way) => isOtherLost && !IsByFormer(way);

    private bool IsByFormer(PathWay way) => way switch
    {
        PathWay.FormerHop => true,
        PathWay.AnotherHop => false,
        _ => isBest,
    };
}
