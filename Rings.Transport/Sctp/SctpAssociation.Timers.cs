using System.Buffers.Binary;

namespace Rings.Transport.Sctp;

internal sealed partial class SctpAssociation
{
    // What a remote side may wait before it acknowledges a single packet (RFC 9260, section 6.2).
    private const long RemoteSackDelay = 200 * TimeSpan.TicksPerMillisecond;

    private const int HeartbeatInfoSize = 16;

    private long _handshakeTimer = Never;
    private long _retransmissionTimer = Never;
    private long _reorderTimer = Never;
    private long _heartbeatTimer = Never;
    private long _heartbeatNonce;
    private long _timeouts;
    private int _handshakeRetransmissions;
    private int _errors;
    private bool _timerIsProbe;
    private bool _heartbeatDue;
    private bool _heartbeatUnanswered;

    /// <summary>When <see cref="HandleTimeout"/> wants to be called; <see cref="TimeSpan.MaxValue"/> for
    /// never.</summary>
    public TimeSpan NextTimeout
    {
        get
        {
            if (_over)
                return TimeSpan.MaxValue;

            var next = Math.Min(Math.Min(_handshakeTimer, _retransmissionTimer), Math.Min(_reorderTimer, _sackTimer));
            next = Math.Min(Math.Min(next, _heartbeatTimer), Math.Min(_pacedUntil, _windowProbeTimer));
            return TimeSpan.FromTicks(Math.Min(next, Math.Min(_resets.Timer, _mtu.Timer)));
        }
    }

    /// <summary>Does what is due by the time given; harmless when called early.</summary>
    public void HandleTimeout(TimeSpan now)
    {
        var ticks = now.Ticks;
        if (!_over && _handshakeTimer <= ticks)
            OnHandshakeTimer(ticks);

        if (!_over && _sackTimer <= ticks)
            (_sackDue, _sackTimer) = (true, Never);

        if (!_over && _reorderTimer <= ticks)
            DetectLoss(ticks, _outstanding.FlightBytes);

        if (!_over && _retransmissionTimer <= ticks)
            OnRetransmissionTimer(ticks);

        if (!_over && _windowProbeTimer <= ticks)
            WindowProbeIsDue();

        if (!_over)
            _resets.HandleTimeout(ticks);

        if (!_over)
            _mtu.HandleTimeout(ticks);

        if (!_over && _heartbeatTimer <= ticks)
            OnHeartbeatTimer(ticks);
    }

    private void StartHandshakeTimer(long now)
    {
        _handshakeRetransmissions = 0;
        _handshakeTimer = now + _roundTrip.Timeout;
    }

    // T1-init, T1-cookie and T2-shutdown.
    private void OnHandshakeTimer(long now)
    {
        if (++_handshakeRetransmissions > _options.MaxHandshakeRetransmissions)
        {
            Close(SctpCloseReason.Timeout, "no answer from the remote side while " + State);
            return;
        }

        var timeout = _roundTrip.Timeout << Math.Min(_handshakeRetransmissions, 10);
        _handshakeTimer = now + Math.Min(timeout, _options.MaxRto.Ticks);
        _initDue = State == SctpState.CookieWait;
        _cookieEchoDue = State == SctpState.CookieEchoed;
        _shutdownChunkDue = State is SctpState.ShutdownSent or SctpState.ShutdownAckSent;
    }

    private void UpdateRetransmissionTimer(long now)
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

        _timeouts++;
        if (++_errors > _options.MaxAssociationRetransmissions)
        {
            Close(SctpCloseReason.Timeout, "the remote side acknowledges nothing any more");
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
        _forwardTsnDue = ForwardTsnIsOutstanding;
        _congestion.OnTimeout(now);
        _retransmissionTimer = now + _roundTrip.Timeout;
    }

    // New data if there is any, else the newest chunk again: whichever, its SACK shows what is missing. Nothing may be in
    // flight by now; what is lost, or to be skipped, is sent then.
    private void SendProbe(long now)
    {
        _probes++;
        _timerIsProbe = false;
        _retransmissionTimer = now + _roundTrip.Timeout;
        _forcedPackets = 1;
        _forwardTsnDue = ForwardTsnIsOutstanding;
        var takesNewest = _outstanding.AnyInFlight && (_scheduler.Current is null || !RemoteHasRoom());
        _probeTsn = takesNewest ? _outstanding.LoseNewest() : null;
    }

    private void OnHeartbeatTimer(long now)
    {
        _heartbeatTimer = now + _options.HeartbeatInterval.Ticks;
        if (_heartbeatUnanswered && ++_errors > _options.MaxAssociationRetransmissions)
        {
            Close(SctpCloseReason.Timeout, "the remote side answers no heartbeat any more");
            return;
        }

        _heartbeatDue = true;
        TrimMemory();
    }

    private void TrimMemory()
    {
        _outstanding.Trim();
        _reassembly.Trim();
        _streams.Trim();
    }

    private void WriteHeartbeat(ref PacketWriter writer, long now)
    {
        _heartbeatDue = false;
        _heartbeatUnanswered = true;
        _heartbeatNonce = (long)RandomTag() << 32 | RandomTag();
        WriteHeartbeat(ref writer, now, _heartbeatNonce);
    }

    private static void WriteHeartbeat(ref PacketWriter writer, long now, long nonce)
    {
        var value = writer.Chunk(ChunkType.Heartbeat, 0, 4 + HeartbeatInfoSize);
        Parameter.WriteHeader(value, ParameterType.HeartbeatInfo, HeartbeatInfoSize);
        BinaryPrimitives.WriteInt64BigEndian(value[4..], now);
        BinaryPrimitives.WriteInt64BigEndian(value[12..], nonce);
    }

    private void OnHeartbeatAck(ReadOnlySpan<byte> value, long now)
    {
        if (value.Length < 4 + HeartbeatInfoSize)
            return;

        var nonce = BinaryPrimitives.ReadInt64BigEndian(value[12..]);
        if (_probe.Size > 0 && nonce == _probe.Nonce)
            OnProbeAnswer(now);

        if (!_heartbeatUnanswered || nonce != _heartbeatNonce)
            return;

        _heartbeatUnanswered = false;
        _errors = 0;
        _roundTrip.Measured(now - BinaryPrimitives.ReadInt64BigEndian(value[4..]), now);
    }
}
