using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace Rings.Transport.Dtls.BouncyCastle;

/// <summary>Signs for BouncyCastle with the platform's key.</summary>
internal sealed class CertificateSigner(DtlsCertificate certificate) : TlsSigner
{
    public byte[] GenerateRawSignature(SignatureAndHashAlgorithm algorithm, byte[] hash) => certificate.Sign(hash);

    public TlsStreamSigner? GetStreamSigner(SignatureAndHashAlgorithm algorithm) => null;
}
