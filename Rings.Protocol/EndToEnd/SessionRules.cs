namespace Rings.Protocol.EndToEnd;

/// <summary>The numbers of protocol.md, section 6.</summary>
internal static class SessionRules
{
    /// <summary>The version of handshake, bundles and messages.</summary>
    public const uint Version = 1;

    /// <summary>
    /// Keys of messages that were overtaken: the most that are kept, and the furthest that a ratchet skips.
    /// </summary>
    public const int MaxSkipped = 1000;

    /// <summary>The longest text that is sealed, in bytes.</summary>
    public const int MaxPlaintext = 64 * 1024;

    /// <summary>The longest sealed element of a mailbox, in bytes.</summary>
    public const int MaxMailboxElement = 16 * 1024;

    /// <summary>The same with ML-KEM, whose ciphertext it holds beside the text.</summary>
    public const int MaxHybridMailboxElement = SignedPayload.MaxBytes;

    /// <summary>How long the key of an overtaken message is kept.</summary>
    public static TimeSpan SkippedLifetime { get; } = TimeSpan.FromHours(1);

    /// <summary>How old a hello may be.</summary>
    public static TimeSpan HelloLifetime { get; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a hello's hash is kept after the hello was issued.</summary>
    public static TimeSpan HelloMemory { get; } = TimeSpan.FromMinutes(11);

    /// <summary>How far clocks may differ.</summary>
    public static TimeSpan Skew { get; } = TimeSpan.FromMinutes(1);

    /// <summary>How often a prekey is renewed.</summary>
    public static TimeSpan PrekeyInterval { get; } = TimeSpan.FromDays(1);

    /// <summary>When a prekey's private half is erased; and how long ids of first messages are kept.</summary>
    public static TimeSpan PrekeyLifetime { get; } = TimeSpan.FromDays(15);

    /// <summary>All suites, the wished-for first.</summary>
    public static IReadOnlyList<SessionSuite> Suites { get; } =
    [
        SessionSuite.HybridAes256Gcm, SessionSuite.HybridChaCha20Poly1305, SessionSuite.Aes256Gcm,
        SessionSuite.ChaCha20Poly1305,
    ];
}
