using Rings.Protocol.Crypto;

namespace Rings.Protocol.Identity;

/// <summary>
/// The Ed25519 key that acts for an account during one delegation. It signs only what a <see cref="Signer"/> gives it.
/// </summary>
public sealed class SessionKey : IDisposable
{
    private SessionKey(Ed25519PrivateKey key) => Key = key;

    /// <summary>The public half, which the delegation names.</summary>
    public Ed25519PublicKey PublicKey => Key.PublicKey;

    internal Ed25519PrivateKey Key { get; }

    /// <summary>Makes the key of a seed.</summary>
    /// <param name="seed">32 bytes from a good source of randomness, or kept from earlier.</param>
    /// <exception cref="ProtocolException">Another length.</exception>
    public static SessionKey FromSeed(ReadOnlySpan<byte> seed) => new(Ed25519PrivateKey.FromSeed(seed));

    /// <summary>The seed, in a new array that the caller should erase.</summary>
    public byte[] ExportSeed() => Key.ExportSeed();

    /// <summary>Erases the key.</summary>
    public void Dispose() => Key.Dispose();
}
