namespace Rings.Transport.Sctp;

/// <summary>An association's settings. The defaults are those of a data channel over DTLS over UDP.</summary>
internal sealed record SctpOptions
{
    /// <summary>The local SCTP port (<c>a=sctp-port</c>).</summary>
    public ushort LocalPort { get; init; } = 5000;

    /// <summary>The remote SCTP port (<c>a=sctp-port</c>).</summary>
    public ushort RemotePort { get; init; } = 5000;

    /// <summary>
    /// The greatest packet written, in bytes; a multiple of 4, at least 512. 1,160 leaves room for 37 bytes of DTLS
    /// record in a UDP payload of 1,200.
    /// </summary>
    public int MaxPacketSize { get; init; } = 1160;

    /// <summary>
    /// The greatest packet that is tried (RFC 8899), in bytes; a multiple of 4. The default tries none: packets stay at
    /// <see cref="MaxPacketSize"/>.
    /// </summary>
    public int MaxProbedPacketSize { get; init; }

    /// <summary>Bytes around a packet in its UDP datagram: those of a DTLS record.</summary>
    public int PacketOverhead { get; init; } = 37;

    /// <summary>The greatest message taken from the remote side, in bytes.</summary>
    public int MaxReceivedMessageSize { get; init; } = 262_144;

    /// <summary>The greatest message that the remote side takes, in bytes.</summary>
    public int MaxSentMessageSize { get; init; } = 65_536;

    /// <summary>The receive window, in bytes; memory is taken only as it fills.</summary>
    public int ReceiveWindow { get; init; } = 5 * 1024 * 1024;

    /// <summary>How many user bytes may be queued or unacknowledged on one stream before TrySend says full.</summary>
    public int StreamSendBuffer { get; init; } = 2 * 1024 * 1024;

    /// <summary>Streams announced each way; the lower number of both sides counts.</summary>
    public ushort Streams { get; init; } = 65535;

    /// <summary>The congestion controller.</summary>
    public CongestionAlgorithm Congestion { get; init; } = CongestionAlgorithm.Cubic;

    /// <summary>
    /// Whether to accept a zero checksum, and to send one where the remote side accepts it (RFC 9653, method 1: DTLS).
    /// </summary>
    public bool ZeroChecksum { get; init; } = true;

    /// <summary>The retransmission timeout before the first measurement.</summary>
    public TimeSpan InitialRto { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The least retransmission timeout; must outlast the remote side's delayed acknowledgement of up to 200
    /// ms.</summary>
    public TimeSpan MinRto { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>The greatest retransmission timeout.</summary>
    public TimeSpan MaxRto { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an acknowledgement may wait for company.</summary>
    public TimeSpan SackDelay { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How long an idle association waits before it sends a HEARTBEAT.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often INIT, COOKIE ECHO or SHUTDOWN is repeated before giving up.</summary>
    public int MaxHandshakeRetransmissions { get; init; } = 8;

    /// <summary>
    /// How often in a row the retransmission timer may expire, or a heartbeat or a stream's reset stay unanswered, before
    /// giving up. With <see cref="MaxRto"/> these are nearly three minutes: the ten of RFC 9260, section 16, mean eight, for
    /// there the timeout grows to 60 s. At 20 % loss ten would end one association in 75,000 resets that is alive. Whether
    /// the remote side is there at all, consent knows after 30 s (RFC 7675).
    /// </summary>
    public int MaxAssociationRetransmissions { get; init; } = 20;

    /// <summary>How long a cookie made for an INIT is good.</summary>
    public TimeSpan CookieLifetime { get; init; } = TimeSpan.FromSeconds(60);
}
