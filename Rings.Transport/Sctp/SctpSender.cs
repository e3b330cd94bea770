using System.Runtime.CompilerServices;

namespace Rings.Transport.Sctp;

/// <summary>
/// An association's sending half, from one handshake to the next: what waits, what is in flight, what is lost, how much
/// may be in flight and how great a packet may be. A restart of the association makes a new one.
/// </summary>
/// <remarks>
/// Its parts are one idea, what becomes of a chunk until it is acknowledged or given up, and work on the same chunks:
/// <c>Write</c> sends them, <c>Acks</c> hears of them, <c>Abandon</c> gives them up, <c>Timers</c> says when there was
/// silence.
/// </remarks>
internal sealed partial class SctpSender
{
    private const long Never = long.MaxValue;

    // A connection that carries little gains nothing by great packets.
    private const long SearchAfter = 128 * 1024;

    private readonly SctpOptions _options;
    private readonly ISctpSink _sink;
    private readonly IAssociationHost _host;
    private readonly SendCounters _counters;
    private readonly OutgoingStreams _streams;
    private readonly SendScheduler _scheduler = new();
    private readonly RoundTripEstimator _roundTrip;
    private readonly ICongestionController _congestion;
    private readonly Pacer _pacer;
    private readonly RemoteWindow _window;

    // Greater packets where the path carries them (RFC 8899, section 6.2.3). A great packet holds several chunks of the
    // usual size, for a chunk cannot be cut again once it has a TSN: what was lost always leaves in packets of the base
    // size, so a path that has become narrower costs time and no byte.
    private readonly PathMtuSearch _mtu;

    private OutstandingChunks _outstanding;

    // Others read records into buffers of 1.5 or 2 KiB and do not recover from one that is longer (libwebrtc, aiortc), or
    // from a PAD chunk (werift). Who lists PAD was made for this.
    private bool _remotePad;
    private bool _remoteForwardTsn;
    private bool _over;

    /// <summary>Makes a sender that has sent nothing.</summary>
    /// <param name="options">The association's settings.</param>
    /// <param name="sink">Told when there is room.</param>
    /// <param name="host">The association.</param>
    /// <param name="streams">Its outgoing streams.</param>
    /// <param name="counters">Where it counts.</param>
    /// <param name="firstTsn">This side's first TSN.</param>
    public SctpSender(
        SctpOptions options, ISctpSink sink, IAssociationHost host, OutgoingStreams streams, SendCounters counters,
        uint firstTsn)
    {
        (_options, _sink, _host, _streams, _counters) = (options, sink, host, streams, counters);
        _roundTrip = new RoundTripEstimator(options);
        _congestion = NewController(options);
        _pacer = new Pacer(options.MaxPacketSize);
        _window = new RemoteWindow(options);
        _mtu = new PathMtuSearch(options.MaxPacketSize, options.MaxProbedPacketSize, options.PacketOverhead);
        _outstanding = new OutstandingChunks(firstTsn);
        _advancedTsn = firstTsn - 1;
    }

    /// <summary>The TSN sent last.</summary>
    public uint LastTsn => _outstanding.NextTsn - 1;

    /// <summary>Whether nothing waits, and all that was sent is acknowledged.</summary>
    public bool IsDrained => _outstanding.Count == 0 && _scheduler.Current is null;

    /// <summary>The retransmission timeout, in ticks.</summary>
    public long RetransmissionTimeout => _roundTrip.Timeout;

    /// <summary>Whether the round trip was measured.</summary>
    public bool KnowsRoundTrip => _roundTrip.Smoothed > 0;

    /// <summary>The remote side's window as it said last, in bytes.</summary>
    public long RemoteWindow => _window.Size;

    /// <summary>How long the packet that is written next may be.</summary>
    public int PacketSize => _over || _outstanding.LostCount > 0 ? _options.MaxPacketSize : _mtu.Size;

    /// <summary>How long the probe of the path is that is due; 0 for none.</summary>
    public int DueProbe => _mtu.IsDue ? _mtu.ProbeSize : 0;

    /// <summary>The handshake has told what the remote side is.</summary>
    public void Adopt(in InitChunk remote)
    {
        _window.Adopt(remote.Window);
        _remoteForwardTsn = remote.ForwardTsn;
        _remotePad = remote.Pad;
    }

    /// <summary>Takes a message for sending; its bytes are copied before this returns.</summary>
    /// <returns>What became of it; whether the stream may be used at all is the caller's to know.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // Its one caller is short.
    public SendResult TrySend(
        OutgoingStream stream, uint payloadProtocol, ReadOnlySpan<byte> message, in MessageOptions carriage)
    {
        if (message.Length > _options.MaxSentMessageSize)
            return SendResult.TooLong;

        if (stream.Buffered > 0 && stream.Buffered + message.Length > _options.StreamSendBuffer)
        {
            stream.Refused = message.Length;
            return SendResult.Full;
        }

        Enqueue(stream, payloadProtocol, message, carriage);
        return SendResult.Sent;
    }

    /// <summary>The association is over: all memory is given back, nothing is sent any more.</summary>
    public void End()
    {
        _over = true;
        _streams.Drop();
        _scheduler.Clear();
        _outstanding = new OutstandingChunks(_outstanding.NextTsn);
    }

    /// <summary>A packet that is no data was answered: the remote side is there.</summary>
    public void Answered() => _errors = 0;

    /// <summary>A packet that is no data was answered after so many ticks: the timers know the path before the first
    /// data leaves.</summary>
    public void Measured(long rtt, long now) => _roundTrip.Measured(rtt, now);

    /// <summary>The remote side has let something pass without an answer.</summary>
    /// <returns>False if that was too often in a row (RFC 9260, section 8.1).</returns>
    public bool TryCountError() => ++_errors <= _options.MaxAssociationRetransmissions;

    /// <summary>The packets take another path from now on: nothing is known of it.</summary>
    public void PathChanged() => _mtu.Reset();

    /// <summary>The probe that was due has left.</summary>
    public void ProbeSent(long now) => _mtu.ProbeSent(now);

    /// <summary>A probe has arrived.</summary>
    public void ProbeArrived(int size, long now)
    {
        _mtu.ProbeArrived(size, now);
        _outstanding.ChunksPerPacket = Math.Max(1, _mtu.Size / _options.MaxPacketSize);
    }

    /// <summary>Gives memory up that a quiet association does not need.</summary>
    public void Trim()
    {
        _outstanding.Trim();
        _streams.Trim();
    }

    /// <summary>Adds what is known of the path and of what was sent.</summary>
    public SctpStatistics AddTo(in SctpStatistics statistics) => statistics with
    {
        RoundTripTime = KnowsRoundTrip ? TimeSpan.FromTicks(_roundTrip.Smoothed) : null,
        RetransmissionTimeout = TimeSpan.FromTicks(_roundTrip.Timeout),
        BytesSent = _counters.Bytes,
        MessagesSent = _counters.Messages,
        Retransmissions = _counters.Retransmissions,
        Timeouts = _counters.Timeouts,
        TailLossProbes = _counters.Probes,
        MessagesAbandoned = _counters.Abandoned,
        PacketSize = _mtu.Size,
        CongestionWindow = _congestion.Window,
        BytesInFlight = _outstanding.FlightBytes,
        RemoteWindow = _window.Size,
        BytesBuffered = _streams.BufferedBytes,
    };

    private void Enqueue(
        OutgoingStream stream, uint payloadProtocol, ReadOnlySpan<byte> message, in MessageOptions carriage)
    {
        stream.Bytes.Append(message);
        stream.Messages.Enqueue(new QueuedMessage
        {
            Remaining = message.Length,
            PayloadProtocol = payloadProtocol,
            Expires = carriage.Expires?.Ticks ?? Never,
            MaxRetransmits = carriage.MaxRetransmits ?? -1,
            Unordered = carriage.Unordered,
        });
        if (stream.Messages.Count == 1)
            _scheduler.Add(stream);

        _counters.Bytes += message.Length;
        _counters.Messages++;
    }

    private static ICongestionController NewController(SctpOptions options)
    {
        const long MaxWindow = 16 * 1024 * 1024;
        return options.Congestion switch
        {
            CongestionAlgorithm.Reno => new RenoController(options.MaxPacketSize, MaxWindow),
            CongestionAlgorithm.Model => new ModelController(options.MaxPacketSize, MaxWindow),
            _ => new CubicController(options.MaxPacketSize, MaxWindow),
        };
    }
}
