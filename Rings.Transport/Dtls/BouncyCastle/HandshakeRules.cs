using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace Rings.Transport.Dtls.BouncyCastle;

/// <summary>What both roles offer, accept and check: one suite, one version, EMS, use_srtp, fingerprints.</summary>
internal sealed class HandshakeRules(HandshakeCrypto crypto, DtlsHandshakeRequest request)
{
    // RFC 5764, section 4.1.2 and RFC 7714, section 14.2. No media flows and no key is derived, but werift and
    // webrtc-rs fail a connection on which no profile was agreed.
    private const int Aes128CmSha1 = 0x0001;
    private const int AeadAes128Gcm = 0x0007;

    public static readonly int[] CipherSuites = [CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256];
    public static readonly int[] Groups = [NamedGroup.secp256r1, NamedGroup.x25519];
    public static readonly SignatureAndHashAlgorithm EcdsaSha256 = new(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);

    /// <summary>What the remote side's alert said, if one came.</summary>
    public short? ReceivedAlert { get; private set; }

    public static UseSrtpData OfferedSrtp => new([Aes128CmSha1, AeadAes128Gcm], []);

    /// <summary>The profile to answer with, or null when the client offers none of ours.</summary>
    public static UseSrtpData? AnswerSrtp(UseSrtpData? offered)
    {
        foreach (var profile in (ReadOnlySpan<int>)[Aes128CmSha1, AeadAes128Gcm])
        {
            if (offered is not null && offered.ProtectionProfiles.Contains(profile))
                return new UseSrtpData([profile], []);
        }

        return null;
    }

    public TlsCredentials Credentials(TlsContext context) => new DefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        new CertificateSigner(request.Certificate),
        new Certificate([crypto.CreateCertificate(request.Certificate.Encoded)]),
        EcdsaSha256);

    /// <summary>RFC 8122, section 6: the certificate must be the one that the session description names.</summary>
    public void Check(Certificate certificate)
    {
        if (certificate is null || certificate.IsEmpty)
            throw new TlsFatalAlert(AlertDescription.bad_certificate, "The remote side showed no certificate.");

        var encoded = certificate.GetCertificateAt(0).GetEncoded();
        if (!request.RemoteFingerprints.Any(fingerprint => fingerprint.Matches(encoded)))
            throw new TlsFatalAlert(
                AlertDescription.bad_certificate, "The remote certificate is not the one its description names.");
    }

    public void AlertReceived(short description) => ReceivedAlert = description;
}
