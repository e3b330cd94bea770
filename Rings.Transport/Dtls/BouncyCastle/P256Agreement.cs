using System.Security.Cryptography;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace Rings.Transport.Dtls.BouncyCastle;

/// <summary>One ephemeral P-256 key and its agreement (RFC 8422, section 5.10).</summary>
internal sealed class P256Agreement(TlsCrypto crypto) : TlsAgreement
{
    private const int CoordinateSize = 32;
    private const byte Uncompressed = 4;

    private ECDiffieHellman? _own;
    private ECParameters _peer;

    public byte[] GenerateEphemeral()
    {
        _own = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var point = _own.ExportParameters(includePrivateParameters: false).Q;
        return [Uncompressed, .. point.X!, .. point.Y!];
    }

    public void ReceivePeerValue(byte[] peerValue)
    {
        if (peerValue.Length != 1 + (2 * CoordinateSize) || peerValue[0] != Uncompressed)
            throw new TlsFatalAlert(AlertDescription.illegal_parameter, "A P-256 key share is 65 bytes, uncompressed.");

        _peer = new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = peerValue[1..(1 + CoordinateSize)], Y = peerValue[(1 + CoordinateSize)..] },
        };
    }

    public TlsSecret CalculateSecret()
    {
        using var own = _own ?? throw new InvalidOperationException("No ephemeral key was made.");
        try
        {
            // The import refuses a point that is not on the curve.
            using var peer = ECDiffieHellman.Create(_peer);
            return crypto.CreateSecret(own.DeriveRawSecretAgreement(peer.PublicKey));
        }
        catch (CryptographicException error)
        {
            throw new TlsFatalAlert(AlertDescription.illegal_parameter, error);
        }
    }
}
