using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace Rings.Transport.Dtls.BouncyCastle;

/// <summary>
/// BouncyCastle's cryptography for one handshake, with P-256 key agreement and AES-GCM of the platform, which
/// keeps the traffic keys for <see cref="DtlsRecordLayer"/>.
/// </summary>
internal sealed class HandshakeCrypto() : BcTlsCrypto(Entropy), IDisposable
{
    private static readonly SecureRandom Entropy = new(new CryptoApiRandomGenerator());

    private CapturedCipher? _cipher;

    /// <summary>The keys of the handshake.</summary>
    /// <exception cref="InvalidOperationException">It derived none.</exception>
    public DtlsKeys TakeKeys() =>
        _cipher?.Keys ?? throw new InvalidOperationException("The handshake derived no keys.");

    public override TlsECDomain CreateECDomain(TlsECConfig ecConfig) =>
        ecConfig.NamedGroup == NamedGroup.secp256r1 ? new P256Domain(this) : base.CreateECDomain(ecConfig);

    public void Dispose() => _cipher?.Dispose();

    protected override TlsAeadCipher CreateCipher_Aes_Gcm(
        TlsCryptoParameters cryptoParams, int cipherKeySize, int macSize)
    {
        _cipher?.Dispose();
        return _cipher = new CapturedCipher(
            cryptoParams, new AesGcmCipher(encrypts: true), new AesGcmCipher(encrypts: false), cipherKeySize, macSize);
    }

    private sealed class CapturedCipher(
        TlsCryptoParameters parameters, AesGcmCipher encrypt, AesGcmCipher decrypt, int keySize, int macSize)
        : TlsAeadCipher(parameters, encrypt, decrypt, keySize, macSize, AEAD_GCM), IDisposable
    {
        public DtlsKeys Keys => new(encrypt.Key, m_encryptNonce, decrypt.Key, m_decryptNonce);

        public void Dispose()
        {
            encrypt.Dispose();
            decrypt.Dispose();
        }
    }
}
