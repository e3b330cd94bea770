namespace Rings.Protocol.Crypto;

/// <summary>The ciphers that sessions and sealed values use. Both take a key of 32 and a nonce of 12 bytes.</summary>
public enum AeadSuite
{
    /// <summary>AES-256 in Galois/counter mode (NIST SP 800-38D).</summary>
    Aes256Gcm = 1,

    /// <summary>ChaCha20-Poly1305 (RFC 8439).</summary>
    ChaCha20Poly1305 = 2,
}
