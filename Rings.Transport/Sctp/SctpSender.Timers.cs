namespace Rings.Transport.Sctp;

/// <remarks>T3-rtx and what comes before it: a probe, and the time after which reordering is loss.</remarks>
internal sealed partial class SctpSender
{
    // What a remote side may wait before it acknowledges a single packet (RFC 9260, section 6.2).
    private const long RemoteSackDelay = 200 * TimeSpan.TicksPerMillisecond;

    private long _retransmissionTimer = Never;
    private long _reorderTimer = Never;
    private int _errors;
    private bool _timerIsProbe;

    /// <summary>When <see cref="HandleTimeout"/> wants to be called, in ticks.</summary>
    public long NextTimeout
    {
        get
        {
            var next = Math.Min(Math.Min(_retransmissionTimer, _reorderTimer), Math.Min(_pacedUntil, _window.Timer));
            return Math.Min(next, _mtu.Timer);
        }
    }

    /// <summary>Does what is due by the time given; harmless when called early.</summary>
    public void HandleTimeout(long now)
    {
        if (_reorderTimer <= now)
            DetectLoss(now, _outstanding.FlightBytes);

        if (_retransmissionTimer <= now)
            OnRetransmissionTimer(now);

        if (_over)
            return;

        _window.HandleTimeout(now);
        _mtu.HandleTimeout(now);
    }

    /// <summary>A packet has come: the timer runs while something is outstanding.</summary>
    public void UpdateTimer(long now)
    {
        if (!NeedsRetransmissionTimer)
            _retransmissionTimer = Never;
        else if (_retransmissionTimer == Never)
            RestartRetransmissionTimer(now);
    }

    private bool NeedsRetransmissionTimer =>
        _outstanding.AnyInFlight || _outstanding.LostCount > 0 || ForwardTsnIsOutstanding;

    private void StartRetransmissionTimer(long now)
    {
        if (_retransmissionTimer == Never || _timerIsProbe)
            RestartRetransmissionTimer(now);
    }

    // T3-rtx, or before it the probe timer of RFC 8985, section 7.2.
    private void RestartRetransmissionTimer(long now)
    {
        if (!NeedsRetransmissionTimer)
        {
            _retransmissionTimer = Never;
            return;
        }

        _retransmissionTimer = now + _roundTrip.Timeout;
        var probe = _probeTsn is null && _recovery == Recovery.None && _outstanding.LostCount == 0
            && _outstanding.AnyInFlight && _roundTrip.Smoothed > 0;
        var wait = 2 * _roundTrip.Smoothed + 2 * TimeSpan.TicksPerMillisecond
            + (_outstanding.FlightBytes <= _options.MaxPacketSize ? RemoteSackDelay : 0);
        _timerIsProbe = probe && wait < _roundTrip.Timeout;
        if (_timerIsProbe)
            _retransmissionTimer = now + wait;
    }

    private void OnRetransmissionTimer(long now)
    {
        if (_timerIsProbe)
        {
            SendProbe(now);
            return;
        }

        _counters.Timeouts++;
        if (!TryCountError())
        {
            _host.GiveUp("the remote side acknowledges nothing any more");
            return;
        }

        _roundTrip.BackOff();
        var large = _outstanding.LargeLost;
        _outstanding.LoseAll();
        NoteLargeLost(large, now, timeout: true);
        _probeTsn = null;
        _recovery = Recovery.Timeout;
        _recoveryEnd = _outstanding.NextTsn - 1;
        _forcedPackets = 1;
        ForwardTsnIsDue = ForwardTsnIsOutstanding;
        _congestion.OnTimeout(now);
        _retransmissionTimer = now + _roundTrip.Timeout;
    }

    // New data if there is any, else the newest chunk again: whichever, its SACK shows what is missing. Nothing may be in
    // flight by now; what is lost, or to be skipped, is sent then.
    private void SendProbe(long now)
    {
        _counters.Probes++;
        _timerIsProbe = false;
        _retransmissionTimer = now + _roundTrip.Timeout;
        _forcedPackets = 1;
        ForwardTsnIsDue = ForwardTsnIsOutstanding;
        var takesNewest = _outstanding.AnyInFlight && (_scheduler.Current is null || !RemoteHasRoom());
        _probeTsn = takesNewest ? _outstanding.LoseNewest() : null;
    }
}
