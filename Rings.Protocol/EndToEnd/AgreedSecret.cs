using System.Security.Cryptography;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.EndToEnd;

/// <summary>
/// What two ends agree on before anything is derived: the X25519 result, in the hybrid suites followed by the ML-KEM-768
/// secret (protocol.md, section 6). It is erased when it is disposed of.
/// </summary>
internal sealed class AgreedSecret : IDisposable
{
    private readonly byte[] _both = new byte[X25519PrivateKey.Bytes + MlKemPublicKey.SecretBytes];

    /// <summary>Whether ML-KEM was agreed by too.</summary>
    public bool IsHybrid { get; private set; }

    private Span<byte> OfKem => _both.AsSpan(X25519PrivateKey.Bytes);

    /// <summary>Agrees by X25519.</summary>
    /// <returns>False for a key of small order.</returns>
    public bool TryAgree(X25519PrivateKey own, X25519PublicKey peer) =>
        own.TryAgree(peer, _both.AsSpan(0, X25519PrivateKey.Bytes));

    /// <summary>Agrees by ML-KEM with the owner of a key.</summary>
    /// <returns>What brings the secret there: 1,088 bytes.</returns>
    public byte[] Encapsulate(MlKemPublicKey key, RandomBytes random)
    {
        var ciphertext = new byte[MlKemPublicKey.CiphertextBytes];
        Span<byte> draw = stackalloc byte[MlKemPublicKey.DrawBytes];
        random(draw);
        key.Encapsulate(draw, ciphertext, OfKem);
        CryptographicOperations.ZeroMemory(draw);
        IsHybrid = true;
        return ciphertext;
    }

    /// <summary>Agrees by ML-KEM with whoever made a ciphertext, 1,088 bytes.</summary>
    public void Decapsulate(MlKemPrivateKey key, ReadOnlySpan<byte> ciphertext)
    {
        key.Decapsulate(ciphertext, OfKem);
        IsHybrid = true;
    }

    /// <summary>Derives keys from it.</summary>
    /// <param name="salt">The hash that the keys are bound to.</param>
    /// <param name="name">What they are for; <c> hybrid</c> follows where ML-KEM was agreed by.</param>
    /// <param name="keys">Filled.</param>
    public void Derive(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> name, Span<byte> keys) => KeyDerivation.Hkdf(
        _both.AsSpan(0, IsHybrid ? _both.Length : X25519PrivateKey.Bytes), salt,
        IsHybrid ? [.. name, .. " hybrid"u8] : name, keys);

    /// <summary>Erases it.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(_both);
}
