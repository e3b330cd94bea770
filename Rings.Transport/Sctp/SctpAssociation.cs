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
/// <para>
/// Its parts, each with state of its own: <see cref="SctpHandshake"/>, <see cref="SctpSender"/>, <see cref="SctpReceiver"/>,
/// <see cref="StreamResets"/>, <see cref="Heartbeats"/>. Here stay the tags, the state, and so the closing, which is
/// nothing but changes of state; packets are taken apart and put together here.
/// </para>
/// </remarks>
internal sealed partial class SctpAssociation : IHandshakeHost, IStreamResetHost
{
    private readonly SctpOptions _options;
    private readonly ISctpSink _sink;
    private readonly RandomNumberGenerator _random;
    private readonly OutgoingStreams _streams;
    private readonly SctpHandshake _handshake;
    private readonly SctpReceiver _receiver;
    private readonly StreamResets _resets;
    private readonly Heartbeats _heartbeats;
    private readonly RepeatTimer _repeatTimer;
    private readonly SendCounters _counters = new();
    private SctpSender _sender;
    private uint _remoteTag;
    private bool _remoteZeroChecksum;
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
        pool ??= BlockPool.Shared;
        _streams = new OutgoingStreams(pool);
        _repeatTimer = new RepeatTimer(options);
        _handshake = new SctpHandshake(options, random, _repeatTimer, this);
        _receiver = new SctpReceiver(options, sink, pool, this);
        _resets = new StreamResets(options, _streams, this);
        _heartbeats = new Heartbeats(options);
        LocalTag = RandomTag();
        FirstTsn = RandomTag();
        _sender = NewSender();
    }

    /// <summary>Where the association stands.</summary>
    public SctpState State { get; private set; }

    /// <summary>The tag that packets to this side carry.</summary>
    public uint LocalTag { get; private set; }

    /// <summary>The first TSN of this side.</summary>
    public uint FirstTsn { get; private set; }

    /// <summary>Streams that may be used for sending: the lower of what both sides said. Known once
    /// established.</summary>
    public int OutboundStreams { get; private set; } = ushort.MaxValue;

    /// <summary>
    /// Whether the packets due should be written before more are fed: see <see cref="SctpReceiver.WantsFlush"/>.
    /// </summary>
    public bool WantsFlush => _receiver.WantsFlush;

    /// <summary>Begins the handshake. Both sides may do so at once.</summary>
    public void Connect(TimeSpan now)
    {
        if (State == SctpState.Closed && !_over)
            _handshake.Begin(now.Ticks);
    }

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
        var isOpen = !_over && State <= SctpState.Established
            && stream.Reset == StreamResetState.None && stream.Id < OutboundStreams;
        return isOpen ? _sender.TrySend(stream, payloadProtocol, message, carriage) : SendResult.NotOpen;
    }

    /// <summary>The sending side of a stream, made at the first call.</summary>
    public OutgoingStream OpenStream(ushort stream) => _streams.Open(stream);

    /// <inheritdoc cref="SctpReceiver.Charge"/>
    public void ChargeReceiveWindow(int bytes) => _receiver.Charge(bytes);

    /// <summary>The packets take another path from now on: nothing is known of it.</summary>
    public void PathChanged() => _sender.PathChanged();

    /// <summary>What the association has carried.</summary>
    public SctpStatistics GetStatistics() => _sender.AddTo(new()
    {
        BytesReceived = _receiver.Bytes,
        MessagesReceived = _receiver.Messages,
        PacketsSent = _packetsSent,
        PacketsReceived = _packetsReceived,
        PacketsDiscarded = _packetsDiscarded,
        BytesHeld = _receiver.HeldBytes,
    });

    private SctpSender NewSender() => new(_options, _sink, this, _streams, _counters, FirstTsn);

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

    private long RandomNonce() => (long)RandomTag() << 32 | RandomTag();
}
