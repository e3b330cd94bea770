namespace Rings.Protocol.Limits;

/// <summary>
/// Places of one table that peers fill, shared among those that nobody gets for nothing: the links. An origin has a
/// bound; the links that bring origins have the shares of <see cref="SharedStock"/>. So whatever some links hold, every
/// other finds something.
/// </summary>
/// <remarks>
/// A Did costs nothing, a link does: so the bound keeps one Did from taking what a link brings, and the share keeps many
/// Dids from taking what other links bring. In a table of fewer than 256 places a link has one place for itself, as long
/// as there is one at all. Not thread-safe.
/// </remarks>
/// <param name="limit">Places in all.</param>
/// <param name="ofOrigin">Places of one origin.</param>
internal sealed class FairPlaces(int limit, int ofOrigin)
{
    private readonly Dictionary<Did, int> _ofOrigins = [];
    private readonly Dictionary<Did, int> _ofLinks = [];
    private readonly int _own = Math.Max(1, limit / (2 * SharedStock.Links));
    private readonly int _common = limit - (limit / (2 * SharedStock.Links) * SharedStock.Links);
    private int _inCommon;

    /// <summary>Places that are taken.</summary>
    public int Count { get; private set; }

    /// <summary>Takes a place that belongs to no peer, if one is free.</summary>
    public bool TryTake()
    {
        if (Count >= limit) return false;
        Count++;
        return true;
    }

    /// <summary>Takes a place, if there is one and neither origin nor link has its part already.</summary>
    /// <param name="origin">For whom.</param>
    /// <param name="link">The link that brought it.</param>
    public bool TryTake(Did origin, Did link)
    {
        var ofLink = _ofLinks.GetValueOrDefault(link);
        var isCommon = ofLink >= _own;
        if (_ofOrigins.GetValueOrDefault(origin) >= ofOrigin) return false;
        if (isCommon && ofLink - _own >= _common - _inCommon - 1) return false;
        if (!TryTake()) return false;
        _ofOrigins[origin] = _ofOrigins.GetValueOrDefault(origin) + 1;
        _ofLinks[link] = ofLink + 1;
        if (isCommon) _inCommon++;
        return true;
    }

    /// <summary>Gives back a place that belonged to no peer.</summary>
    public void Release() => Count--;

    /// <summary>Gives back a place.</summary>
    /// <param name="origin">Whose it was.</param>
    /// <param name="link">The link that it was taken for.</param>
    public void Release(Did origin, Did link)
    {
        Count--;
        if (_ofLinks[link] > _own) _inCommon--;
        Lower(_ofLinks, link);
        Lower(_ofOrigins, origin);
    }

    private static void Lower(Dictionary<Did, int> counts, Did key)
    {
        if (--counts[key] == 0) counts.Remove(key);
    }
}
