namespace Rings.Protocol.Crypto;

/// <summary>
/// The cryptography of this process: libsodium and the platform's ciphers, unless it was told before the first use to
/// take another's.
/// </summary>
internal static class CryptoProvider
{
    private static ICryptoProvider? _other;
    private static bool _isInUse;

    /// <summary>What replaces the platform's; null: nothing. From the first call on it stays.</summary>
    internal static ICryptoProvider? Other
    {
        get
        {
            if (!_isInUse) _isInUse = true;
            return _other;
        }
    }

    /// <summary>Replaces the platform's cryptography, for the whole process.</summary>
    /// <exception cref="InvalidOperationException">A key was made already, or a provider was named before.</exception>
    public static void Use(ICryptoProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        if (_isInUse || _other is not null)
            throw new InvalidOperationException("The cryptography is in use already: name the provider first of all.");
        _other = provider;
    }
}
