using System.Net;
using System.Security.Cryptography.X509Certificates;
using Rings.Transport.Dtls;

namespace Rings.Transport.WebRtc;

/// <summary>How a <see cref="WebRtcPeerConnectionFactory"/> behaves.</summary>
public sealed record WebRtcOptions
{
    /// <summary>The UDP port of the sockets that carry all peers; 0 for any.</summary>
    public int Port { get; init; }

    /// <summary>
    /// What the sockets are bound to, one socket each. The wildcards by default; of these, a family that the machine
    /// does not have is left out. Loopback addresses are candidates only where they are named here.
    /// </summary>
    public IReadOnlyList<IPAddress> BindAddresses { get; init; } = [IPAddress.Any, IPAddress.IPv6Any];

    /// <summary>
    /// Said instead of this machine's own addresses of the same family: what a 1:1 NAT maps to <see cref="Port"/> here.
    /// </summary>
    public IReadOnlyList<IPAddress> AdvertisedAddresses { get; init; } = [];

    /// <summary>STUN and TURN servers; none by default, and no server is ever asked that is not named here.</summary>
    public IReadOnlyList<IceServerOptions> IceServers { get; init; } = [];

    /// <summary>
    /// The authorities that vouch for TURN servers over TLS; none: those that this machine trusts. A server whose
    /// certificate is not vouched for, or is for another name, gives no relay. Revocation is not checked: that would be
    /// one more server to ask.
    /// </summary>
    public IReadOnlyList<X509Certificate2> ServerAuthorities { get; init; } = [];

    /// <summary>Which candidates are used.</summary>
    public IceTransportPolicy IceTransportPolicy { get; init; }

    /// <summary>An offer or answer leaves by then, with the candidates that are known.</summary>
    public TimeSpan GatheringDeadline { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long ICE, then DTLS, and reaching a TURN server over TCP or TLS may each take.</summary>
    public TimeSpan ConnectDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The greatest message taken from a remote side, in bytes (<c>a=max-message-size</c>).</summary>
    public int MaxMessageSize { get; init; } = 262_144;

    /// <summary>The certificate that all connections show; null: the factory makes its own.</summary>
    public DtlsCertificate? Certificate { get; init; }

    /// <summary>
    /// The greatest UDP payload that is tried on a path, in bytes, 1,200 to 16,421; what the path carries is found out
    /// (RFC 8899). 1,200, which every path carries, tries nothing.
    /// </summary>
    public int MaxDatagram { get; init; } = 16_421;

    /// <summary>DTLS handshakes at the same time; each holds a thread while it lasts.</summary>
    public int MaxHandshakes { get; init; } = 16;

    /// <summary>Connections at the same time.</summary>
    public int MaxConnections { get; init; } = 10_000;

    /// <summary>
    /// Sockets that may be opened beside the first one for each family. One more is used when a remote address
    /// already belongs to another connection, since datagrams are told apart by it.
    /// </summary>
    public int MaxSpareSockets { get; init; } = 64;

    /// <summary>Asked of the system for each socket and direction, in bytes.</summary>
    public int SocketBufferSize { get; init; } = 4 * 1024 * 1024;

    /// <summary>Whether to use UDP segmentation offload where the system has it.</summary>
    public bool SegmentationOffload { get; init; } = true;

    /// <summary>How this side's sending is fitted to each path.</summary>
    public CongestionAlgorithm Congestion { get; init; } = CongestionAlgorithm.Cubic;
}
