namespace Rings.Protocol.Limits;

/// <summary>
/// Lets so much through per second, and a burst at once. Reads no clock: the time comes with each question.
/// </summary>
/// <param name="perSecond">What flows in per second.</param>
/// <param name="burst">What the bucket holds; it starts full.</param>
internal sealed class TokenBucket(double perSecond, double burst)
{
    private readonly double _burst = burst;
    private double _tokens = burst;
    private Instant? _last;

    /// <summary>
    /// Takes an amount if it is there; takes nothing if not. A time before the last one counts as the last.
    /// </summary>
    public bool TryTake(Instant now, double amount = 1)
    {
        Refill(now);
        if (_tokens < amount) return false;
        _tokens -= amount;
        return true;
    }

    /// <summary>Whether the bucket would be full at a time: as good as a new one.</summary>
    public bool IsFull(Instant now)
    {
        Refill(now);
        return _tokens >= _burst;
    }

    private void Refill(Instant now)
    {
        if (_last is { } last)
        {
            if (now <= last) return;
            _tokens = Math.Min(_burst, _tokens + (now - last).TotalSeconds * perSecond);
        }

        _last = now;
    }
}
