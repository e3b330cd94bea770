using System.Security.Cryptography;

namespace Rings.Transport.Sctp;

/// <summary>
/// One SCTP association over DTLS (RFC 9260, RFC 8261) as a state machine: fed with packets and time, it yields packets
/// and tells its sink what came of them. It knows no socket, thread or clock.
/// </summary>
/// <remarks>
/// <para>Not thread-safe: all members belong to one owner at a time (one lock per association, say).</para>
/// <para>
/// The owner's loop: <see cref="Receive"/> for each packet at hand (and, while <see cref="WantsFlush"/>, the next step
/// in between); <see cref="HandleTimeout"/> when <see cref="NextTimeout"/> has come; then <see cref="TryWritePacket"/>
/// until it returns 0; then wait for packets until <see cref="NextTimeout"/>. The same after TrySend, ResetStream,
/// Shutdown and Abort.
/// </para>
/// <para>Time is monotonic from any origin, and never goes back from call to call.</para>
/// </remarks>
internal sealed partial class SctpAssociation
{
    private const long Never = long.MaxValue;

    private readonly SctpOptions _options;
    private readonly ISctpSink _sink;
    private readonly RandomNumberGenerator _random;
    private readonly BlockPool _pool;
    private readonly OutgoingStreams _streams;
    private readonly StreamResets _resets;
    private readonly SendScheduler _scheduler = new();
    private OutstandingChunks _outstanding;
    private RoundTripEstimator _roundTrip;
    private ICongestionController _congestion;
    private Pacer _pacer;
    private ReceivedTsns _received;
    private Reassembly _reassembly;
    private uint _localTag;
    private uint _localTsn;
    private long _bytesSent;
    private long _messagesSent;
    private long _packetsSent;
    private long _packetsReceived;
    private long _packetsDiscarded;
    private bool _over;

    /// <summary>Makes an association that has not begun.</summary>
    /// <param name="options">Its settings.</param>
    /// <param name="sink">Told of what comes.</param>
    /// <param name="random">For tags, the first TSN and the cookies' key.</param>
    /// <param name="pool">Where memory comes from; the process's pool if null.</param>
    public SctpAssociation(SctpOptions options, ISctpSink sink, RandomNumberGenerator random, BlockPool? pool = null)
    {
        _options = options;
        _sink = sink;
        _random = random;
        _pool = pool ?? BlockPool.Shared;
        _streams = new OutgoingStreams(_pool);
        _resets = new StreamResets(options, _streams, this);
        _localTag = RandomTag();
        _localTsn = RandomTag();
        _outstanding = new OutstandingChunks(_localTsn);
        _roundTrip = new RoundTripEstimator(options);
        _congestion = NewController();
        _pacer = new Pacer(options.MaxPacketSize);
        _mtu = new PathMtuSearch(options.MaxPacketSize, options.MaxProbedPacketSize, options.PacketOverhead);
        _received = new ReceivedTsns(0);
        _reassembly = NewReassembly();
    }

    /// <summary>Where the association stands.</summary>
    public SctpState State { get; private set; }

    /// <summary>The tag that packets to this side carry.</summary>
    public uint LocalTag => _localTag;

    /// <summary>The first TSN of this side.</summary>
    public uint FirstTsn => _localTsn;

    /// <summary>Streams that may be used for sending: the lower of what both sides said. Known once
    /// established.</summary>
    public int OutboundStreams { get; private set; } = ushort.MaxValue;

    /// <summary>Takes a message for sending; its bytes are copied before this returns. Allowed from construction
    /// on.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="payloadProtocol">The payload protocol identifier.</param>
    /// <param name="message">At least one byte.</param>
    /// <param name="carriage">Order and reliability.</param>
    public SendResult TrySend(
        ushort stream, uint payloadProtocol, ReadOnlySpan<byte> message, in MessageOptions carriage = default) =>
        TrySend(OpenStream(stream), payloadProtocol, message, carriage);

    /// <inheritdoc cref="TrySend(ushort, uint, ReadOnlySpan{byte}, in MessageOptions)"/>
    /// <param name="stream">The stream, from <see cref="OpenStream"/>: saves looking it up.</param>
    /// <param name="payloadProtocol">The payload protocol identifier.</param>
    /// <param name="message">At least one byte.</param>
    /// <param name="carriage">Order and reliability.</param>
    public SendResult TrySend(
        OutgoingStream stream, uint payloadProtocol, ReadOnlySpan<byte> message, in MessageOptions carriage = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(message.Length);
        if (_over || State > SctpState.Established
            || stream.Reset != StreamResetState.None || stream.Id >= OutboundStreams)
            return SendResult.NotOpen;

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

    /// <summary>The sending side of a stream, made at the first call.</summary>
    public OutgoingStream OpenStream(ushort stream) => _streams.Open(stream);

    /// <summary>What the association has carried.</summary>
    public SctpStatistics GetStatistics() => new()
    {
        RoundTripTime = _roundTrip.Smoothed == 0 ? null : TimeSpan.FromTicks(_roundTrip.Smoothed),
        RetransmissionTimeout = TimeSpan.FromTicks(_roundTrip.Timeout),
        BytesSent = _bytesSent,
        BytesReceived = _reassembly.Bytes,
        MessagesSent = _messagesSent,
        MessagesReceived = _reassembly.Messages,
        PacketsSent = _packetsSent,
        PacketsReceived = _packetsReceived,
        PacketsDiscarded = _packetsDiscarded,
        Retransmissions = _retransmissions,
        Timeouts = _timeouts,
        TailLossProbes = _probes,
        MessagesAbandoned = _abandoned,
        PacketSize = _mtu.Size,
        CongestionWindow = _congestion.Window,
        BytesInFlight = _outstanding.FlightBytes,
        RemoteWindow = _remoteWindow,
        BytesBuffered = _streams.BufferedBytes,
        BytesHeld = _reassembly.HeldBytes + _chargedBytes,
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

        _bytesSent += message.Length;
        _messagesSent++;
    }

    private ICongestionController NewController()
    {
        const long MaxWindow = 16 * 1024 * 1024;
        return _options.Congestion switch
        {
            CongestionAlgorithm.Reno => new RenoController(_options.MaxPacketSize, MaxWindow),
            CongestionAlgorithm.Model => new ModelController(_options.MaxPacketSize, MaxWindow),
            _ => new CubicController(_options.MaxPacketSize, MaxWindow),
        };
    }

    private Reassembly NewReassembly() => new(_sink, _pool, _options.MaxReceivedMessageSize);

    private uint RandomTag()
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        uint tag;
        do
        {
            _random.GetBytes(bytes);
            tag = BitConverter.ToUInt32(bytes);
        }
        while (tag == 0);
        return tag;
    }
}
