namespace Rings.Transport.Sctp;

internal sealed partial class SctpSender
{
    private enum Recovery
    {
        None,
        Fast,
        Timeout,
    }

    private Recovery _recovery;
    private uint _recoveryEnd;
    private uint? _probeTsn;

    /// <summary>Takes a SACK.</summary>
    public void OnSack(in SackChunk sack, long now)
    {
        if (Serial.Before(sack.CumulativeTsn, _outstanding.AckedTsn)
            || !Serial.Before(sack.CumulativeTsn, _outstanding.NextTsn))
            return; // Older than one before, or about chunks that never left.

        var inFlight = _outstanding.FlightBytes;
        var result = new AckResult();
        _outstanding.Acknowledge(sack, now, ref result);
        _window.Update(sack.Window);
        if (result.AckedBytes > 0)
            NoteDelivery(result, now);

        EndProbe(sack, now, inFlight);
        if (sack.DuplicateCount > 0)
            _outstanding.DuplicateSeen();

        if (result.Advanced || sack.Window == 0)
            _errors = 0;

        if (result.Advanced)
            AfterAdvance(now);

        RepeatForwardTsn(now);
        DetectLoss(now, inFlight);
        if (result.AckedBytes > 0)
            TellController(result, inFlight, now);
    }

    private void NoteDelivery(in AckResult result, long now)
    {
        if (result.LargeArrived)
            _mtu.LargeArrived();

        if (_remotePad && _outstanding.DeliveredBytes > SearchAfter)
            _mtu.Start();

        if (result.NewestOnceSentAt >= 0)
            _roundTrip.Measured(now - result.NewestOnceSentAt, now);

        _outstanding.MinRtt = _roundTrip.Min;
        RestartRetransmissionTimer(now);
    }

    private void TellController(in AckResult result, int inFlight, long now) => _congestion.OnAck(new AckSample
    {
        Now = now,
        AckedBytes = result.AckedBytes,
        PriorInFlight = inFlight,
        InFlight = _outstanding.FlightBytes,
        Rtt = result.NewestOnceSentAt >= 0 ? now - result.NewestOnceSentAt : 0,
        SmoothedRtt = _roundTrip.Smoothed,
        MinRtt = _roundTrip.Min,
        WindowLimited = _windowLimited,
        InRecovery = _recovery == Recovery.Fast,
        Delivered = _outstanding.DeliveredBytes,
        Lost = _outstanding.LostBytes,
        Newest = result.Newest,
        NewestSentAt = result.NewestSentAt,
    });

    private void AfterAdvance(long now)
    {
        if (_recovery != Recovery.None && !Serial.Before(_outstanding.AckedTsn, _recoveryEnd))
        {
            _recovery = Recovery.None;
            _outstanding.RecoveryEnded();
            _congestion.OnRecovered(now);
        }

        AdvanceForwardTsn();
    }

    // Fast retransmit and fast recovery (RFC 9260, section 7.2.4), by the time rule of RFC 8985.
    private void DetectLoss(long now, int inFlight)
    {
        var (lost, large) = (_outstanding.LostBytes, _outstanding.LargeLost);
        _reorderTimer = _outstanding.DetectLoss(now, _roundTrip.Smoothed, _recovery != Recovery.None);
        NoteLargeLost(large, now, timeout: false);
        if (_outstanding.LostBytes > lost)
            OnLoss(now, inFlight);
    }

    private void OnLoss(long now, int inFlight)
    {
        if (_recovery != Recovery.None)
            return;

        _recovery = Recovery.Fast;
        _recoveryEnd = _outstanding.NextTsn - 1;
        _forcedPackets = 1;
        _congestion.OnCongestion(now, inFlight);
    }

    // RFC 8985, section 7.4: if the probe was what arrived, and not the chunk itself, a loss was repaired and counts
    // as one.
    private void EndProbe(in SackChunk sack, long now, int inFlight)
    {
        if (_probeTsn is not { } probe || Serial.Before(sack.CumulativeTsn, probe))
            return;

        _probeTsn = null;
        if (!sack.ReportsDuplicate(probe))
            OnLoss(now, inFlight);
    }

    private void NoteLargeLost(long before, long now, bool timeout)
    {
        if (_outstanding.LargeLost > before)
            _mtu.LargeLost(now, timeout);
    }
}
