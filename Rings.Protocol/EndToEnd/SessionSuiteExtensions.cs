using Rings.Protocol.Crypto;

namespace Rings.Protocol.EndToEnd;

/// <summary>What follows from a suite.</summary>
internal static class SessionSuiteExtensions
{
    /// <summary>Whether ML-KEM-768 is agreed by beside X25519.</summary>
    public static bool IsHybrid(this SessionSuite suite) =>
        suite is SessionSuite.HybridAes256Gcm or SessionSuite.HybridChaCha20Poly1305;

    /// <summary>What messages are sealed by.</summary>
    public static AeadSuite Cipher(this SessionSuite suite) =>
        suite is SessionSuite.Aes256Gcm or SessionSuite.HybridAes256Gcm
            ? AeadSuite.Aes256Gcm
            : AeadSuite.ChaCha20Poly1305;
}
