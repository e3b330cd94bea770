using System.Diagnostics.CodeAnalysis;
using NSec.Cryptography;
using Curve = Org.BouncyCastle.Math.EC.Rfc8032.Ed25519;

namespace Rings.Protocol.Crypto;

/// <summary>An Ed25519 public key (RFC 8032) that was checked: on the curve, canonical, not of small order.</summary>
/// <remarks>Immutable, kept ready for many verifications, usable by several threads at once.</remarks>
public sealed class Ed25519PublicKey : IEquatable<Ed25519PublicKey>
{
    /// <summary>Bytes of a public key.</summary>
    public const int Bytes = 32;

    /// <summary>Bytes of a signature.</summary>
    public const int SignatureBytes = 64;

    private readonly byte[] _bytes;
    private readonly PublicKey? _key;
    private readonly ICryptoProvider? _other;

    private Ed25519PublicKey(byte[] bytes, PublicKey? key, ICryptoProvider? other) =>
        (_bytes, _key, _other) = (bytes, key, other);

    /// <summary>The 32 bytes.</summary>
    public ReadOnlySpan<byte> Span => _bytes;

    /// <summary>Checks and imports a key.</summary>
    /// <param name="bytes">32 bytes.</param>
    /// <param name="field">The field that carried them, for the error.</param>
    /// <exception cref="ProtocolException">
    /// Another length, no point of the curve, not canonical, or of small order.
    /// </exception>
    public static Ed25519PublicKey Read(ReadOnlySpan<byte> bytes, string field = "Ed25519 public key") =>
        TryRead(bytes, out var key)
            ? key
            : throw new ProtocolException(field, "32 bytes: a canonical Ed25519 key that is not of small order");

    /// <summary>Checks and imports a key; false where <see cref="Read"/> throws.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Ed25519PublicKey? key) =>
        TryRead(bytes, CryptoProvider.Other, out key);

    internal static bool TryRead(
        ReadOnlySpan<byte> bytes, ICryptoProvider? other, [NotNullWhen(true)] out Ed25519PublicKey? key)
    {
        key = null;
        if (bytes.Length != Bytes) return false;
        var copy = bytes.ToArray();
        if (SmallOrderPoints.Contains(copy) || !Curve.ValidatePublicKeyPartial(copy, 0)) return false;
        PublicKey? imported = null;
        if (other is null
            && !PublicKey.TryImport(SignatureAlgorithm.Ed25519, copy, KeyBlobFormat.RawPublicKey, out imported))
            return false;
        key = new(copy, imported, other);
        return true;
    }

    /// <summary>Whether the signature over the data is by this key's owner.</summary>
    /// <param name="data">What was signed.</param>
    /// <param name="signature">64 bytes; other lengths are never valid.</param>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        signature.Length == SignatureBytes && (_key is not null
            ? SignatureAlgorithm.Ed25519.Verify(_key, data, signature)
            : _other!.Ed25519Verify(_bytes, data, signature));

    /// <inheritdoc/>
    public bool Equals(Ed25519PublicKey? other) => other is not null && Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Ed25519PublicKey);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(_bytes, 8);

    /// <summary>The key as 64 lower-case hex digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(_bytes);
}
