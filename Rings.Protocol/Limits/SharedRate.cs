namespace Rings.Protocol.Limits;

/// <summary>
/// What all links of a node together may do per second. Each link has a small part of it for itself; of the rest it
/// takes at most as much as it leaves to the others, and in all never more than its own limit. So whatever some links
/// take, every other finds something.
/// </summary>
/// <remarks>
/// The rule of the common part is that of dynamic thresholds in the shared buffers of switches (Choudhury and Hahne,
/// "Dynamic queue length thresholds for shared-memory packet switches", IEEE/ACM Transactions on Networking 6(2), 1998).
/// Seconds are those of the clock. Safe for use by several threads: one lock, held for one look-up. Remembers only the
/// keys of the current second, of which there are no more than <c>perSecond</c>.
/// </remarks>
/// <typeparam name="TKey">How the caller names its links.</typeparam>
/// <param name="perSecond">What all may take per second; at least 1.</param>
/// <param name="perKey">What one may take per second at most; at least 1.</param>
internal sealed class SharedRate<TKey>(int perSecond, int perKey)
    where TKey : notnull
{
    private const long Second = 1_000_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, int> _taken = [];
    private readonly int _own = perSecond / (2 * SharedStock.Links);
    private readonly int _common = perSecond - (perSecond / (2 * SharedStock.Links) * SharedStock.Links);
    private long _second;
    private int _inAll;
    private int _inCommon;

    /// <summary>Takes one, if the link's share of this second is not used up.</summary>
    /// <param name="key">The link.</param>
    /// <param name="now">The present.</param>
    public bool TryTake(TKey key, Instant now)
    {
        var second = now.UnixMicroseconds / Second;
        lock (_gate)
        {
            if (second != _second) Begin(second);
            var taken = _taken.GetValueOrDefault(key);
            if (taken >= perKey || _inAll >= perSecond) return false;
            var isCommon = taken >= _own;
            if (isCommon && taken - _own >= _common - _inCommon) return false;
            _taken[key] = taken + 1;
            _inAll++;
            if (isCommon) _inCommon++;
            return true;
        }
    }

    private void Begin(long second)
    {
        _taken.Clear();
        (_second, _inAll, _inCommon) = (second, 0, 0);
    }
}
