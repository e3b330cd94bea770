using Rings.Transport.Dtls;
using Rings.Transport.Ice;

namespace Rings.Transport.Sdp;

/// <summary>
/// What an offer or an answer for data channels says (RFC 9429, RFC 8841), without the way it is written:
/// <see cref="SdpReader"/> and <see cref="SdpWriter"/> know that.
/// </summary>
internal sealed record SessionDescription
{
    /// <summary>What counts where <c>a=max-message-size</c> is absent (RFC 8841, section 6.1).</summary>
    public const int DefaultMaxMessageSize = 65_536;

    /// <summary>The ICE user name fragment.</summary>
    public required string IceUfrag { get; init; }

    /// <summary>The ICE password.</summary>
    public required string IcePassword { get; init; }

    /// <summary>Whether the sender is an ICE lite agent (RFC 8445, section 2.5).</summary>
    public bool IceLite { get; init; }

    /// <summary>The fingerprints of the DTLS certificate; it must match one of them.</summary>
    public required IReadOnlyList<CertificateFingerprint> Fingerprints { get; init; }

    /// <summary>The DTLS role taken or left open.</summary>
    public required SdpSetup Setup { get; init; }

    /// <summary>The SCTP port, 1 to 65,535.</summary>
    public ushort SctpPort { get; init; } = 5000;

    /// <summary>
    /// The greatest message that the sender takes, in bytes; <see cref="int.MaxValue"/> for no limit.
    /// </summary>
    public int MaxMessageSize { get; init; } = DefaultMaxMessageSize;

    /// <summary>The UDP candidates that an agent can use, in the order in which they stand.</summary>
    public IReadOnlyList<IceCandidate> Candidates { get; init; } = [];

    /// <summary>All <c>m=</c> sections in their order; an answer mirrors the offer's.</summary>
    public required IReadOnlyList<SdpMedia> Media { get; init; }

    /// <summary>Which of <see cref="Media"/> carries the data channels.</summary>
    public required int DataChannelMedia { get; init; }

    /// <summary>
    /// Which of <see cref="Media"/> lends its transport to the data channels: the first section of their BUNDLE group
    /// (RFC 9143, section 7.2); the data section itself where it has a transport of its own.
    /// </summary>
    public required int TransportMedia { get; init; }

    /// <summary>
    /// Whether the data section is in a BUNDLE group, which an answer then has as well: with that section, and the one
    /// that lends its transport.
    /// </summary>
    public bool IsBundled { get; init; }
}
