namespace Rings.Transport.Sctp;

/// <summary>
/// Sends by a model of the path, not by counting losses: paced at the bandwidth that is delivered, with little more in
/// flight than the path holds. After BBRv3 (draft-ietf-ccwg-bbr); a loss below 2 % in a round trip is taken for the
/// medium's.
/// </summary>
/// <remarks>
/// <code>
/// Startup --bandwidth stops growing, or losses--> Drain --queue is gone--> Down --> Cruise --> Refill --> Up -->
/// Down ...
/// ProbeRtt from any of them when the least round trip was not seen for long; then back to Cruise.
/// </code>
/// </remarks>
/// <param name="packetSize">The greatest packet.</param>
/// <param name="maxWindow">What the window never exceeds.</param>
internal sealed class ModelController(int packetSize, long maxWindow) : ICongestionController
{
    private const double StartupGain = 2.77;
    private const double DrainGain = 0.35;
    private const double LossThreshold = 0.02;
    private const double Beta = 0.7;
    private const double Headroom = 0.85;
    private const int StartupRounds = 3;
    private const int StartupLossyRounds = 2;
    private const int CruiseRounds = 63;
    private const long ProbeRttInterval = 5 * TimeSpan.TicksPerSecond;
    private const long ProbeRttTime = 200 * TimeSpan.TicksPerMillisecond;
    private const long CruiseTime = 2500 * TimeSpan.TicksPerMillisecond;

    private readonly double _floor = 4.0 * packetSize;
    private Phase _phase = Phase.Startup;
    private double _bandwidth;
    private double _bandwidthBefore;
    private double _fullBandwidth;
    private double _highest = double.PositiveInfinity;
    private double _window = 10.0 * packetSize;
    private double _upGrowth;
    private long _minRtt;
    private long _minRttAt;
    private long _phaseStart;
    private long _roundEnd;
    private long _roundDelivered;
    private long _roundLost;
    private int _rounds;
    private int _fullRounds;
    private int _lossyRounds;
    private bool _recovering;

    private enum Phase
    {
        Startup,
        Drain,
        Down,
        Cruise,
        Refill,
        Up,
        ProbeRtt,
    }

    /// <inheritdoc/>
    public long Window => (long)Math.Min(_window, maxWindow);

    /// <inheritdoc/>
    public double PacingRate => Bandwidth <= 0 ? 0 : Gain * 0.99 * Bandwidth;

    private double Bandwidth => Math.Max(_bandwidth, _bandwidthBefore);

    // The path's own content: bandwidth times the least round trip.
    private double Pipe => Bandwidth * _minRtt / TimeSpan.TicksPerSecond;

    private double Gain => _phase switch
    {
        Phase.Startup => StartupGain,
        Phase.Drain => DrainGain,
        Phase.Down => 0.9,
        Phase.Up => 1.25,
        _ => 1,
    };

    /// <inheritdoc/>
    public void OnSent(int bytes, int inFlight, long now)
    {
    }

    /// <inheritdoc/>
    public void OnAck(in AckSample sample)
    {
        UpdateMinRtt(sample);
        var newRound = sample.Newest.Delivered >= _roundEnd;
        var rate = sample.DeliveryRate;
        if (rate > 0 && (!sample.Newest.AppLimited || rate > Bandwidth))
            _bandwidth = Math.Max(_bandwidth, rate);

        if (newRound)
            EndRound(sample);

        Advance(sample, newRound);
        UpdateWindow(sample);
    }

    /// <inheritdoc/>
    public void OnCongestion(long now, int inFlight)
    {
    }

    /// <inheritdoc/>
    public void OnRecovered(long now)
    {
    }

    /// <inheritdoc/>
    public void OnTimeout(long now)
    {
        _recovering = true;
        _window = packetSize;
    }

    /// <inheritdoc/>
    public void OnIdle(long idle, long timeout, long now) =>
        _minRttAt = Math.Max(_minRttAt, now - ProbeRttInterval / 2);

    private void UpdateMinRtt(in AckSample sample)
    {
        if (sample.Rtt > 0 && (_minRtt == 0 || sample.Rtt <= _minRtt))
            (_minRtt, _minRttAt) = (sample.Rtt, sample.Now);
        else if (sample.Rtt > 0 && sample.Now - _minRttAt > 2 * ProbeRttInterval)
            (_minRtt, _minRttAt) = (sample.Rtt, sample.Now);
    }

    private void EndRound(in AckSample sample)
    {
        var delivered = sample.Delivered - _roundDelivered;
        var lost = sample.Lost - _roundLost;
        (_roundEnd, _roundDelivered, _roundLost) = (sample.Delivered + sample.InFlight, sample.Delivered, sample.Lost);
        _rounds++;
        _recovering = false;
        var tooMuch = lost > 3 * packetSize && lost > LossThreshold * (lost + delivered);
        _lossyRounds = tooMuch ? _lossyRounds + 1 : 0;
        if (_phase == Phase.Startup)
            JudgeStartup(sample);
        else if (tooMuch)
            OnHeavyLoss(sample);
    }

    private void OnHeavyLoss(in AckSample sample)
    {
        _highest = Math.Max(Math.Max(Pipe, sample.Newest.InFlight) * Beta, _floor);
        if (_phase is Phase.Up or Phase.Refill)
            Enter(Phase.Down, sample.Now);
    }

    // One round of losses may be chance, and would leave the path nearly empty for many seconds: two are its limit.
    private void JudgeStartup(in AckSample sample)
    {
        if (_lossyRounds >= StartupLossyRounds)
            _highest = Math.Max(Pipe, _floor);

        if (sample.Newest.AppLimited)
            return;

        if (Bandwidth >= _fullBandwidth * 1.25)
            (_fullBandwidth, _fullRounds) = (Bandwidth, 0);
        else
            _fullRounds++;

        if (_fullRounds >= StartupRounds || _lossyRounds >= StartupLossyRounds)
            Enter(Phase.Drain, sample.Now);
    }

    private void Advance(in AckSample sample, bool newRound)
    {
        var time = sample.Now - _phaseStart;
        switch (_phase)
        {
            case Phase.Drain when sample.InFlight <= Pipe:
                Enter(Phase.Down, sample.Now);
                break;

            case Phase.Down when sample.InFlight <= Math.Min(Pipe, Headroom * _highest)
                || time > 4 * sample.SmoothedRtt:
                Enter(Phase.Cruise, sample.Now);
                break;

            case Phase.Cruise when time > CruiseTime || _rounds >= Math.Min(CruiseRounds, (int)(Pipe / packetSize) + 1):
                Enter(Phase.Refill, sample.Now);
                break;

            case Phase.Refill when newRound && _rounds > 1:
                Enter(Phase.Up, sample.Now);
                break;

            case Phase.Up when time > _minRtt && (sample.InFlight >= 1.25 * Pipe || time > 4 * sample.SmoothedRtt):
                Enter(Phase.Down, sample.Now);
                break;

            case Phase.ProbeRtt when time > ProbeRttTime:
                _minRttAt = sample.Now;
                Enter(Phase.Cruise, sample.Now);
                break;

            case not (Phase.ProbeRtt or Phase.Startup) when sample.Now - _minRttAt > ProbeRttInterval:
                Enter(Phase.ProbeRtt, sample.Now);
                break;
        }

        if (_phase == Phase.Up && newRound)
            RaiseHighest();
    }

    // What was tried and found good raises the limit, faster with each round.
    private void RaiseHighest()
    {
        _upGrowth = Math.Max(2 * _upGrowth, packetSize);
        _highest += _upGrowth;
    }

    private void Enter(Phase phase, long now)
    {
        (_phase, _phaseStart, _rounds) = (phase, now, 0);
        if (phase == Phase.Up)
            _upGrowth = packetSize;

        // The filter of the greatest bandwidth spans this cycle and the one before.
        if (phase == Phase.Refill)
            (_bandwidthBefore, _bandwidth) = (_bandwidth, 0);
    }

    private void UpdateWindow(in AckSample sample)
    {
        var target = 2 * Pipe + 3 * packetSize;
        if (_phase == Phase.Startup || _recovering)
            target = Math.Max(_window + sample.AckedBytes, _phase == Phase.Startup && !_recovering ? target : 0);
        else if (_phase == Phase.ProbeRtt)
            target = Pipe / 2;

        var limit = _phase is Phase.Cruise or Phase.Down ? Headroom * _highest : _highest;
        _window = Math.Max(Math.Min(target, limit), _floor);
    }
}
