namespace Rings.Transport.Sctp;

/// <summary>CUBIC (RFC 9438): the window grows with the time since the last loss, not with the round trip.</summary>
/// <param name="packetSize">The greatest packet.</param>
/// <param name="maxWindow">What the window never exceeds.</param>
internal sealed class CubicController(int packetSize, long maxWindow) : ICongestionController
{
    // Section 4.1 and 5: C in packets per second cubed, and the factor of decrease.
    private const double Growth = 0.4;
    private const double Beta = 0.7;

    // Section 4.3: makes the Reno-friendly estimate fair with the decrease above.
    private const double RenoIncrease = 3 * (1 - Beta) / (1 + Beta);

    private readonly double _floor = 4.0 * packetSize;
    private double _window = 10.0 * packetSize;
    private double _threshold = double.PositiveInfinity;
    private double _windowMax;
    private double _reno;
    private double _epochWindow;
    private double _epochPeak;
    private long _epochStart = -1;
    private long _smoothedRtt;
    private HyStart _hyStart;

    /// <inheritdoc/>
    public long Window => (long)_window;

    /// <inheritdoc/>
    public double PacingRate => Pacer.RateFor(Window, _smoothedRtt, _window < _threshold);

    /// <inheritdoc/>
    public void OnSent(int bytes, int inFlight, long now)
    {
    }

    /// <inheritdoc/>
    public void OnAck(in AckSample sample)
    {
        _smoothedRtt = sample.SmoothedRtt;
        var slowStart = _window < _threshold;
        if (slowStart && _hyStart.DelayHasGrown(sample))
            _threshold = _window;

        if (!sample.WindowLimited || sample.InRecovery)
        {
            _epochStart = sample.WindowLimited ? _epochStart : -1; // Section 5.8: idle time is no time to grow in.
            return;
        }

        if (slowStart)
            _window += sample.AckedBytes / _hyStart.Divisor;
        else
            Avoid(sample);

        _window = Math.Min(_window, maxWindow);
    }

    /// <inheritdoc/>
    public void OnCongestion(long now, int inFlight)
    {
        // Section 4.7, fast convergence: room for newcomers.
        _windowMax = _window < _windowMax ? _window * (1 + Beta) / 2 : _window;
        _window = _threshold = Math.Max(_window * Beta, _floor);
        _epochStart = -1;
    }

    /// <inheritdoc/>
    public void OnRecovered(long now)
    {
    }

    /// <inheritdoc/>
    public void OnTimeout(long now)
    {
        _windowMax = _window;
        _threshold = Math.Max(_window * Beta, _floor);
        _window = packetSize;
        _epochStart = -1;
        _hyStart = default;
    }

    /// <inheritdoc/>
    public void OnIdle(long idle, long timeout, long now)
    {
        for (; idle >= timeout && _window > _floor; idle -= timeout)
            _window = Math.Max(_window / 2, _floor);

        _epochStart = -1;
    }

    private void Avoid(in AckSample sample)
    {
        if (_epochStart < 0)
            BeginEpoch(sample.Now);

        var rtt = (double)sample.SmoothedRtt / TimeSpan.TicksPerSecond;
        var time = (double)(sample.Now - _epochStart) / TimeSpan.TicksPerSecond;
        var target = Math.Clamp(At(time + rtt), _window, 1.5 * _window);
        _reno += (_reno < _epochPeak ? RenoIncrease : 1) * packetSize * sample.AckedBytes / _window;
        if (At(time) < _reno)
            _window = Math.Max(_window, _reno);
        else
            _window += (target - _window) / _window * sample.AckedBytes;
    }

    private void BeginEpoch(long now)
    {
        _epochStart = now;
        _reno = _epochWindow = _window;
        _epochPeak = _windowMax = Math.Max(_windowMax, _window);
    }

    // Section 4.2: the window a time after the epoch's begin.
    private double At(double seconds)
    {
        var k = Math.Cbrt((_epochPeak - _epochWindow) / packetSize / Growth);
        var offset = seconds - k;
        return Growth * offset * offset * offset * packetSize + _epochPeak;
    }
}
