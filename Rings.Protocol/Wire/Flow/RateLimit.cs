namespace Rings.Protocol.Wire;

/// <summary>A token bucket: lets through <see cref="Rate.PerSecond"/> in the long run and <see cref="Rate.Burst"/> at once.</summary>
/// <remarks>A clock that steps back gives nothing and takes nothing.</remarks>
/// <param name="rate">The rate.</param>
/// <param name="now">The present: the bucket begins full.</param>
public sealed class RateLimit(Rate rate, Instant now)
{
    private double _tokens = rate.Burst;
    private Instant _last = now;

    /// <summary>Whether the bucket has filled up again: then it knows nothing that a new one would not.</summary>
    public bool IsFull(Instant at)
    {
        Refill(at);
        return _tokens >= rate.Burst;
    }

    /// <summary>Uses tokens if there are enough; a cost above the burst passes when the bucket is full, and is owed.</summary>
    /// <param name="at">The present.</param>
    /// <param name="cost">Units: 1 for a message, its size for bytes.</param>
    public bool TryTake(Instant at, double cost = 1)
    {
        Refill(at);
        if (_tokens < Math.Min(cost, rate.Burst)) return false;
        _tokens -= cost;
        return true;
    }

    private void Refill(Instant at)
    {
        if (at > _last) _tokens = Math.Min(rate.Burst, _tokens + ((at - _last).TotalSeconds * rate.PerSecond));
        _last = at;
    }
}
