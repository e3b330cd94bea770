using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Rings.Transport.Dtls;

/// <summary>
/// A self-signed ECDSA P-256 certificate with its key: what a DTLS endpoint shows, vouched for by its fingerprint in
/// the signed or trusted session description (RFC 8827, section 6.5).
/// </summary>
public sealed class DtlsCertificate : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    private readonly ECDsa _key;
    private readonly Lock _signing = new();

    private DtlsCertificate(ECDsa key, byte[] encoded)
    {
        _key = key;
        Encoded = encoded;
        Sha256 = CertificateFingerprint.Sha256Of(encoded);
    }

    /// <summary>The SHA-256 fingerprint as in SDP: "sha-256 AB:CD:…".</summary>
    public string Fingerprint => Sha256.ToString();

    /// <summary>The certificate in DER.</summary>
    internal byte[] Encoded { get; }

    internal CertificateFingerprint Sha256 { get; }

    /// <summary>Makes a key and its certificate, valid from a day before to a year after now.</summary>
    /// <param name="clock">Only for the certificate's dates.</param>
    public static DtlsCertificate Create(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=WebRTC", key, HashAlgorithmName.SHA256);
        var now = clock.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now - TimeSpan.FromDays(1), now + Lifetime);
        return new DtlsCertificate(key, certificate.RawData);
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    /// <summary>Signs a SHA-256 hash; the signature in DER (RFC 8422, section 5.4).</summary>
    internal byte[] Sign(byte[] hash)
    {
        lock (_signing)
            return _key.SignHash(hash, DSASignatureFormat.Rfc3279DerSequence);
    }
}
