namespace Rings.Protocol.Limits;

/// <summary>
/// What all links of a node together may do per second. A link may take at most as much as is still free, and never
/// more than its own limit: so whatever some links take, a part stays free for the others.
/// </summary>
/// <remarks>
/// One link takes at most a half, and n links that take all they can leave a part of n + 1: the rule of dynamic
/// thresholds that switches use for shared buffers (Choudhury and Hahne, "Dynamic queue length thresholds for
/// shared-memory packet switches", IEEE/ACM Transactions on Networking 6(2), 1998). Seconds are those of the clock.
/// Safe for use by several threads: one lock, held for one look-up. Remembers only the keys of the current second,
/// of which there are no more than <c>perSecond</c>.
/// </remarks>
/// <typeparam name="TKey">How the caller names its links.</typeparam>
/// <param name="perSecond">What all may take per second; at least 1.</param>
/// <param name="perKey">What one may take per second at most; at least 1.</param>
public sealed class SharedRate<TKey>(int perSecond, int perKey)
    where TKey : notnull
{
    private const long Second = 1_000_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, int> _taken = [];
    private long _second;
    private int _inAll;

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
            if (taken >= Math.Min(perKey, perSecond - _inAll)) return false;
            _taken[key] = taken + 1;
            _inAll++;
            return true;
        }
    }

    private void Begin(long second)
    {
        _taken.Clear();
        (_second, _inAll) = (second, 0);
    }
}
