namespace Rings.Protocol.EndToEnd;

/// <summary>How a session's first secret is agreed on, and what its messages are sealed by.</summary>
internal enum SessionSuite
{
    /// <summary>X25519; AES-256-GCM.</summary>
    Aes256Gcm = 1,

    /// <summary>X25519; ChaCha20-Poly1305.</summary>
    ChaCha20Poly1305 = 2,

    /// <summary>X25519 and ML-KEM-768; AES-256-GCM; texts are padded.</summary>
    HybridAes256Gcm = 3,

    /// <summary>X25519 and ML-KEM-768; ChaCha20-Poly1305; texts are padded.</summary>
    HybridChaCha20Poly1305 = 4,
}
