namespace Rings.Transport.Sctp;

/// <summary>Spreads packets over the round trip: a token bucket that fills with the controller's rate. Times in
/// ticks.</summary>
internal sealed class Pacer(int packetSize)
{
    // Below this a burst does no harm, and timers are too coarse to do better.
    private const long MinRtt = 5 * TimeSpan.TicksPerMillisecond;

    // A sender that waits is woken for this much, not for each packet.
    private const long Quantum = TimeSpan.TicksPerMillisecond;

    // Timers come late, on a busy machine by many milliseconds: what was missed may leave at once, up to this much.
    private const long MaxLateness = 10 * TimeSpan.TicksPerMillisecond;

    private readonly int _leastDepth = 10 * packetSize;

    private double _tokens = 10.0 * packetSize;
    private long _filledAt = -1;

    /// <summary>The rate for a window that is spread over the round trip, with room to grow; 0 on short
    /// paths.</summary>
    public static double RateFor(long window, long smoothedRtt, bool slowStart) => smoothedRtt < MinRtt
        ? 0
        : (slowStart ? 2.0 : 1.25) * window * TimeSpan.TicksPerSecond / smoothedRtt;

    /// <summary>When the next packet may leave: <paramref name="now"/> or earlier for at once.</summary>
    public long NextSend(double rate, long now)
    {
        if (rate <= 0)
            return now;

        Fill(rate, now);
        if (_tokens > 0)
            return now;

        var wanted = Math.Max(packetSize, rate * Quantum / TimeSpan.TicksPerSecond);
        return now + (long)((wanted - _tokens) / rate * TimeSpan.TicksPerSecond) + 1;
    }

    /// <summary>A packet has left.</summary>
    public void Sent(int bytes, double rate)
    {
        if (rate > 0)
            _tokens -= bytes;
    }

    private double Depth(double rate) => Math.Max(_leastDepth, rate * MaxLateness / TimeSpan.TicksPerSecond);

    private void Fill(double rate, long now)
    {
        if (_filledAt >= 0 && now > _filledAt)
        {
            var filled = _tokens + rate * (now - _filledAt) / TimeSpan.TicksPerSecond;
            _tokens = Math.Min(filled, Math.Max(Depth(rate), _tokens));
        }

        _filledAt = now;
    }
}
