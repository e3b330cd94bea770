namespace Rings.Transport.Sctp;

/// <summary>Measures the round trip and derives the retransmission timeout (RFC 9260, section 6.3.1). Times in
/// ticks.</summary>
internal sealed class RoundTripEstimator(SctpOptions options)
{
    // RFC 8985, section 5.1 leaves the window of the minimum open; ten seconds follow a change of route soon enough.
    private const long MinWindow = 10 * TimeSpan.TicksPerSecond;

    private long _variance;
    private long _nextSample;
    private long _currentMin = long.MaxValue;
    private long _previousMin = long.MaxValue;
    private long _minEnd;
    private int _backOff;

    /// <summary>The smoothed round-trip time; 0 before the first measurement.</summary>
    public long Smoothed { get; private set; }

    /// <summary>The latest measurement.</summary>
    public long Latest { get; private set; }

    /// <summary>The least of the last 10 to 20 seconds; 0 before the first measurement.</summary>
    public long Min { get; private set; }

    /// <summary>The retransmission timeout, doubled for each expiry in a row.</summary>
    public long Timeout => Math.Min(Base << Math.Min(_backOff, 16), options.MaxRto.Ticks);

    private long Base => Smoothed == 0
        ? options.InitialRto.Ticks
        : Math.Max(Smoothed + Math.Max(4 * _variance, TimeSpan.TicksPerMillisecond), options.MinRto.Ticks);

    /// <summary>Takes in a measurement; not one of a retransmission (Karn).</summary>
    public void Measured(long rtt, long now)
    {
        rtt = Math.Max(rtt, 1);
        Latest = rtt;
        _backOff = 0;
        UpdateMin(rtt, now);
        if (now < _nextSample)
            return; // C5: one measurement a round trip.

        if (Smoothed == 0)
        {
            Smoothed = rtt;
            _variance = rtt / 2;
        }
        else
        {
            _variance += (Math.Abs(Smoothed - rtt) - _variance) / 4;
            Smoothed += (rtt - Smoothed) / 8;
        }

        Smoothed = Math.Max(Smoothed, 1);
        _nextSample = now + Smoothed;
    }

    /// <summary>The timer has expired: double it (E2).</summary>
    public void BackOff() => _backOff++;

    private void UpdateMin(long rtt, long now)
    {
        if (now >= _minEnd)
        {
            _previousMin = _currentMin;
            _currentMin = long.MaxValue;
            _minEnd = now + MinWindow;
        }

        _currentMin = Math.Min(_currentMin, rtt);
        Min = Math.Min(_currentMin, _previousMin);
    }
}
