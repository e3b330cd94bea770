using System.Buffers.Binary;

namespace Rings.Transport.Sctp;

internal sealed partial class SctpAssociation
{
    private readonly List<byte[]> _unknownParameters = [];
    private byte[]? _cookieKey;
    private byte[]? _cookie;
    private long _initSentAt;
    private uint _remoteTag;
    private int _inboundStreams = ushort.MaxValue;
    private bool _remoteForwardTsn;
    private bool _remoteZeroChecksum;
    private bool _initDue;
    private bool _cookieEchoDue;
    private bool _cookieAckDue;

    /// <summary>Begins the handshake. Both sides may do so at once.</summary>
    public void Connect(TimeSpan now)
    {
        if (State != SctpState.Closed || _over)
            return;

        State = SctpState.CookieWait;
        _initDue = true;
        StartHandshakeTimer(now.Ticks);
    }

    private InitChunk LocalInit(uint tag, uint tsn) => new()
    {
        Tag = tag,
        Window = (uint)_options.ReceiveWindow,
        OutboundStreams = _options.Streams,
        InboundStreams = _options.Streams,
        InitialTsn = tsn,
        ZeroChecksum = _options.ZeroChecksum,
    };

    // The timers know the path before the first data leaves. A repeated packet measures nothing (Karn).
    private void MeasureHandshake(long since, long now)
    {
        if (_roundTrip.Smoothed == 0 && _handshakeRetransmissions == 0 && now - since < _options.InitialRto.Ticks)
            _roundTrip.Measured(now - since, now);
    }

    private int WriteInit(Span<byte> target, long now)
    {
        _initSentAt = now;
        _initDue = false;
        var writer = new PacketWriter(target, _options.LocalPort, _options.RemotePort, 0);
        var init = LocalInit(_localTag, _localTsn);
        init.Write(writer.Chunk(ChunkType.Init, 0, init.Size));
        return Finish(writer, checksum: true);
    }

    // Section 5.2.1 and 5.2.2: answered in every state, with no change of it; the cookie carries what is needed.
    private void OnInit(ReadOnlySpan<byte> value, long now)
    {
        _unknownParameters.Clear();
        if (_over || !InitChunk.TryRead(value, out var remote, out _, _unknownParameters) || !remote.IsValid)
        {
            _packetsDiscarded++;
            return;
        }

        if (State == SctpState.ShutdownAckSent)
        {
            _shutdownChunkDue = true;
            return;
        }

        var fresh = State >= SctpState.Established;
        var cookie = new StateCookie
        {
            LocalTag = fresh ? RandomTag() : _localTag,
            LocalTsn = fresh ? RandomTag() : _localTsn,
            LocalTieTag = State >= SctpState.CookieEchoed ? _localTag : 0,
            RemoteTieTag = State >= SctpState.CookieEchoed ? _remoteTag : 0,
            Made = TimeSpan.FromTicks(now),
            Remote = remote,
        };
        Reply(remote.Tag, InitAck(cookie));
    }

    private byte[] InitAck(in StateCookie cookie)
    {
        var init = LocalInit(cookie.LocalTag, cookie.LocalTsn);
        var size = 4 + init.Size + 4 + Padding.Padded(StateCookie.Size)
            + _unknownParameters.Sum(unknown => 4 + Padding.Padded(unknown.Length));
        var chunk = new byte[size];
        chunk[0] = ChunkType.InitAck;
        BinaryPrimitives.WriteUInt16BigEndian(chunk.AsSpan(2), (ushort)size);
        init.Write(chunk.AsSpan(4));
        var rest = chunk.AsSpan(4 + init.Size);
        Parameter.WriteHeader(rest, ParameterType.StateCookie, StateCookie.Size);
        cookie.Seal(rest[4..], CookieKey());
        rest = rest[(4 + Padding.Padded(StateCookie.Size))..];
        foreach (var unknown in _unknownParameters)
        {
            Parameter.WriteHeader(rest, ParameterType.UnrecognizedParameter, unknown.Length);
            unknown.CopyTo(rest[4..]);
            rest = rest[(4 + Padding.Padded(unknown.Length))..];
        }

        return chunk;
    }

    private byte[] CookieKey()
    {
        if (_cookieKey is null)
        {
            _cookieKey = new byte[32];
            _random.GetBytes(_cookieKey);
        }

        return _cookieKey;
    }

    private void OnInitAck(ReadOnlySpan<byte> value, long now)
    {
        if (State != SctpState.CookieWait)
            return; // Section 5.2.3.

        _unknownParameters.Clear();
        if (!InitChunk.TryRead(value, out var remote, out var cookie, _unknownParameters) || !remote.IsValid)
        {
            Fail(ErrorCause.InvalidParameter, "INIT ACK is malformed");
            return;
        }

        if (cookie.IsEmpty || cookie.Length + 64 > _options.MaxPacketSize)
        {
            Fail(ErrorCause.MissingParameter, "INIT ACK without a usable cookie");
            return;
        }

        Adopt(remote);
        MeasureHandshake(_initSentAt, now);
        _cookie = cookie.ToArray();
        _cookieEchoDue = true;
        State = SctpState.CookieEchoed;
        StartHandshakeTimer(now);
    }

    private void Adopt(in InitChunk remote)
    {
        _remoteTag = remote.Tag;
        _remoteWindow = remote.Window;
        _remoteForwardTsn = remote.ForwardTsn;
        _remoteZeroChecksum = remote.ZeroChecksum && _options.ZeroChecksum;
        _remotePad = remote.Pad;
        OutboundStreams = Math.Min(_options.Streams, remote.InboundStreams);
        _inboundStreams = Math.Min(_options.Streams, remote.OutboundStreams);
        _received = new ReceivedTsns(remote.InitialTsn);
        _advancedTsn = _localTsn - 1;
        _resets.Adopt(_localTsn, remote.InitialTsn, remote.Reconfig);
    }

    // Section 5.2.4 with its table of actions.
    private void OnCookieEcho(ReadOnlySpan<byte> value, uint packetTag, long now)
    {
        if (_over || !StateCookie.TryOpen(value, CookieKey(), out var cookie) || cookie.LocalTag != packetTag)
        {
            _packetsDiscarded++;
            return;
        }

        var sameLocal = cookie.LocalTag == _localTag;
        var sameRemote = cookie.Remote.Tag == _remoteTag;
        if (!(sameLocal && sameRemote) && now - cookie.Made.Ticks > _options.CookieLifetime.Ticks)
        {
            Reply(cookie.Remote.Tag, StaleCookie(now - cookie.Made.Ticks));
            return;
        }

        if (sameLocal && State < SctpState.Established)
            EstablishFrom(cookie, sameRemote, now); // Actions B and D, and the ordinary passive side.
        else if (sameLocal && sameRemote)
            _cookieAckDue = true; // Action D: the COOKIE ACK was lost.
        else if (!sameLocal && !sameRemote && cookie.LocalTieTag == _localTag && cookie.RemoteTieTag == _remoteTag)
            Restart(cookie, now); // Action A.
    }

    private static byte[] StaleCookie(long age)
    {
        var chunk = new byte[12];
        chunk[0] = ChunkType.Error;
        chunk[3] = 12;
        Parameter.WriteHeader(chunk.AsSpan(4), ErrorCause.StaleCookie, 4);
        var microseconds = Math.Min(age / TimeSpan.TicksPerMicrosecond, uint.MaxValue);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8), (uint)microseconds);
        return chunk;
    }

    private void EstablishFrom(in StateCookie cookie, bool sameRemote, long now)
    {
        if (!sameRemote || State == SctpState.Closed)
            Adopt(cookie.Remote);

        _cookieAckDue = true;
        MeasureHandshake(cookie.Made.Ticks, now);
        Establish(now);
    }

    private void OnCookieAck(long now)
    {
        if (State == SctpState.CookieEchoed)
            Establish(now);
    }

    private void Establish(long now)
    {
        State = SctpState.Established;
        _initDue = _cookieEchoDue = false;
        _cookie = null;
        _handshakeTimer = Never;
        _handshakeRetransmissions = 0;
        _heartbeatTimer = now + _options.HeartbeatInterval.Ticks;
        _sink.OnEstablished();
    }

    // Section 5.2.4.1: the remote side has lost its state. Nothing of the old association is worth keeping.
    private void Restart(in StateCookie cookie, long now)
    {
        _localTag = cookie.LocalTag;
        _localTsn = cookie.LocalTsn;
        DropStreams();
        _reassembly.Clear();
        _reassembly = NewReassembly();
        _outstanding = new OutstandingChunks(_localTsn);
        _roundTrip = new RoundTripEstimator(_options);
        _congestion = NewController();
        _pacer = new Pacer(_options.MaxPacketSize);
        ResetTransfer();
        _mtu.Reset();
        Adopt(cookie.Remote);
        _cookieAckDue = true;
        State = SctpState.Established;
        _heartbeatTimer = now + _options.HeartbeatInterval.Ticks;
        _sink.OnRestarted();
    }

    private void ResetTransfer()
    {
        _replies.Clear();
        _resets.Clear();
        _recovery = Recovery.None;
        _probeTsn = null;
        _retransmissionTimer = _reorderTimer = _sackTimer = _pacedUntil = Never;
        _sackDue = _forwardTsnDue = _heartbeatDue = _heartbeatUnanswered = _shutdownChunkDue = false;
        _errors = _unsackedPackets = _dataPackets = _gapSacks = _forcedPackets = 0;
        _appLimitedUntil = -1;
        WindowIsOpen();
    }

    private void DropStreams()
    {
        _streams.Drop();
        _scheduler.Clear();
    }
}
