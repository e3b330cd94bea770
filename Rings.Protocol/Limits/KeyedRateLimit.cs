namespace Rings.Protocol.Limits;

/// <summary>A <see cref="TokenBucket"/> for each key, for a bounded number of keys at a time.</summary>
/// <remarks>A key whose bucket is full again is forgotten; while all of them are in use a new key is refused.</remarks>
/// <param name="perSecond">What flows in per second and key.</param>
/// <param name="burst">What each bucket holds.</param>
/// <param name="capacity">The most keys in use at a time.</param>
internal sealed class KeyedRateLimit<TKey>(double perSecond, double burst, int capacity)
    where TKey : notnull
{
    private readonly Dictionary<TKey, TokenBucket> _buckets = [];
    private readonly List<TKey> _full = [];

    /// <summary>Keys that are remembered.</summary>
    public int Count => _buckets.Count;

    /// <summary>Takes an amount from a key's bucket if it is there.</summary>
    public bool TryTake(TKey key, Instant now, double amount = 1)
    {
        if (_buckets.TryGetValue(key, out var bucket)) return bucket.TryTake(now, amount);
        if (_buckets.Count >= capacity) Forget(now);
        if (_buckets.Count >= capacity) return false;
        _buckets.Add(key, bucket = new(perSecond, burst));
        return bucket.TryTake(now, amount);
    }

    private void Forget(Instant now)
    {
        foreach (var (key, bucket) in _buckets)
        {
            if (bucket.IsFull(now)) _full.Add(key);
        }

        foreach (var key in _full) _buckets.Remove(key);
        _full.Clear();
    }
}
