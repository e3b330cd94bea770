namespace Rings.Transport.Sctp;

internal sealed partial class SctpAssociation
{
    /// <summary>When <see cref="HandleTimeout"/> wants to be called; <see cref="TimeSpan.MaxValue"/> for
    /// never.</summary>
    public TimeSpan NextTimeout
    {
        get
        {
            if (_over)
                return TimeSpan.MaxValue;

            var next = Math.Min(Math.Min(_repeatTimer.At, _receiver.Timer), _sender.NextTimeout);
            return TimeSpan.FromTicks(Math.Min(next, Math.Min(_resets.Timer, _heartbeats.Timer)));
        }
    }

    /// <summary>Does what is due by the time given; harmless when called early.</summary>
    public void HandleTimeout(TimeSpan now)
    {
        var ticks = now.Ticks;
        if (!_over && _repeatTimer.At <= ticks)
            OnRepeatTimer(ticks);

        if (!_over)
            _receiver.HandleTimeout(ticks);

        if (!_over)
            _sender.HandleTimeout(ticks);

        if (!_over)
            _resets.HandleTimeout(ticks);

        if (!_over && _heartbeats.Timer <= ticks)
            OnHeartbeatTimer(ticks);
    }

    private void OnRepeatTimer(long now)
    {
        if (!_repeatTimer.TryRepeat(now, _sender.RetransmissionTimeout))
        {
            Close(SctpCloseReason.Timeout, "no answer from the remote side while " + State);
            return;
        }

        _handshake.Repeat();
        _shutdownChunkDue = State is SctpState.ShutdownSent or SctpState.ShutdownAckSent;
    }

    private void OnHeartbeatTimer(long now)
    {
        if (!_heartbeats.Fire(now) && !_sender.TryCountError())
        {
            Close(SctpCloseReason.Timeout, "the remote side answers no heartbeat any more");
            return;
        }

        _sender.Trim();
        _receiver.Trim();
    }
}
