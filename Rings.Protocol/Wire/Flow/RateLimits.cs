namespace Rings.Protocol.Wire;

/// <summary>
/// One token bucket per key, as many keys as the bound allows. Buckets that have filled up again are forgotten, for a
/// new one equals them; when all are in use a new key shares one bucket with all further ones.
/// </summary>
/// <typeparam name="TKey">What is limited: a Did, an address, a link.</typeparam>
/// <param name="rate">The rate of each.</param>
/// <param name="capacity">The most keys held.</param>
public sealed class RateLimits<TKey>(Rate rate, int capacity)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, RateLimit Limit)>> _limits = [];
    private readonly LinkedList<(TKey Key, RateLimit Limit)> _oldestFirst = [];
    private RateLimit? _overflow;

    /// <summary>Keys held now.</summary>
    public int Count => _limits.Count;

    /// <summary>Uses tokens of a key's bucket if there are enough.</summary>
    public bool TryTake(TKey key, Instant now, double cost = 1)
    {
        if (_limits.TryGetValue(key, out var known))
        {
            _oldestFirst.Remove(known);
            _oldestFirst.AddLast(known);
            return known.Value.Limit.TryTake(now, cost);
        }

        Forget(now);
        if (Count >= capacity) return (_overflow ??= new(rate, now)).TryTake(now, cost);
        var limit = new RateLimit(rate, now);
        _limits.Add(key, _oldestFirst.AddLast((key, limit)));
        return limit.TryTake(now, cost);
    }

    private void Forget(Instant now)
    {
        while (_oldestFirst.First is { } oldest && oldest.Value.Limit.IsFull(now))
        {
            _oldestFirst.RemoveFirst();
            _limits.Remove(oldest.Value.Key);
        }
    }
}
