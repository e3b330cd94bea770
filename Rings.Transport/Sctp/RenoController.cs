namespace Rings.Transport.Sctp;

/// <summary>The standard's congestion control (RFC 9260, section 7.2): slow start by bytes, additive increase,
/// halving.</summary>
/// <param name="packetSize">The greatest packet.</param>
/// <param name="maxWindow">What the window never exceeds.</param>
internal sealed class RenoController(int packetSize, long maxWindow) : ICongestionController
{
    private readonly long _floor = 4L * packetSize;
    private long _threshold = long.MaxValue;
    private long _partial;
    private long _smoothedRtt;

    /// <inheritdoc/>
    public long Window { get; private set; } = 10L * packetSize;

    /// <inheritdoc/>
    public double PacingRate => Pacer.RateFor(Window, _smoothedRtt, Window < _threshold);

    /// <inheritdoc/>
    public void OnSent(int bytes, int inFlight, long now)
    {
    }

    /// <inheritdoc/>
    public void OnAck(in AckSample sample)
    {
        _smoothedRtt = sample.SmoothedRtt;
        if (!sample.WindowLimited || sample.InRecovery)
            return;

        if (Window < _threshold)
            Window += sample.AckedBytes;
        else
            Avoid(sample.AckedBytes);

        Window = Math.Min(Window, maxWindow);
    }

    /// <inheritdoc/>
    public void OnCongestion(long now, int inFlight) => Window = _threshold = Reduced();

    /// <inheritdoc/>
    public void OnRecovered(long now) => _partial = 0;

    /// <inheritdoc/>
    public void OnTimeout(long now)
    {
        _threshold = Reduced();
        Window = packetSize;
        _partial = 0;
    }

    /// <inheritdoc/>
    public void OnIdle(long idle, long timeout, long now)
    {
        // Section 7.2.1: halved for each timeout of idleness.
        _threshold = Math.Max(_threshold, Window * 3 / 4);
        for (; idle >= timeout && Window > _floor; idle -= timeout)
            Window = Math.Max(Window / 2, _floor);
    }

    private long Reduced() => Math.Max(Window / 2, _floor);

    private void Avoid(int acked)
    {
        _partial += acked;
        if (_partial < Window)
            return;

        _partial -= Window;
        Window += packetSize;
    }
}
