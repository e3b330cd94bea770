namespace Rings.Transport.Dtls;

/// <summary>What a handshake needs to know.</summary>
/// <param name="Role">Client or server.</param>
/// <param name="Certificate">This side's.</param>
/// <param name="RemoteFingerprints">The remote certificate must match one of them.</param>
/// <param name="MaxDatagramSize">Bytes of a datagram at most: flights are cut and packed to it.</param>
/// <param name="Deadline">How long the handshake may take, its time in the queue included.</param>
internal sealed record DtlsHandshakeRequest(
    DtlsRole Role,
    DtlsCertificate Certificate,
    IReadOnlyList<CertificateFingerprint> RemoteFingerprints,
    int MaxDatagramSize,
    TimeSpan Deadline);
