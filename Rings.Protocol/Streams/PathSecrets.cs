using System.Buffers.Binary;
using System.Security.Cryptography;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.Streams;

/// <summary>
/// The keys of one path of a set. They belong to that path alone: the secret and both shares are new for each, so that no
/// restart, retry or second path brings a key and a number twice.
/// </summary>
internal static class PathSecrets
{
    /// <summary>Bytes that are authenticated beside each packet: the set's id, then the path's index.</summary>
    public const int AssociatedBytes = StreamsId.Bytes + sizeof(uint);

    /// <summary>The key of what the opener seals before it has the answer.</summary>
    public static AeadKey Early(AeadSuite suite, StreamsHello hello) =>
        AeadKey.Derive(suite, hello.Secret.Span, hello.Id.ToByteArray(), "rings/1 streams early"u8);

    /// <summary>
    /// The keys of both directions: over both messages as they were sealed, the opener's secret and what the shares agree
    /// on.
    /// </summary>
    /// <param name="suite">The cipher of the session that sealed the hello.</param>
    /// <param name="hello">The hello's bytes.</param>
    /// <param name="accept">The answer's bytes.</param>
    /// <param name="secret">The hello's secret.</param>
    /// <param name="own">This end's half of its share.</param>
    /// <param name="peer">The other's share.</param>
    /// <param name="opener">Seals what the opener sends.</param>
    /// <param name="acceptor">Seals what the acceptor sends.</param>
    /// <returns>False where the shares agree on nothing but zeros.</returns>
    public static bool TryDerive(
        AeadSuite suite, ReadOnlySpan<byte> hello, ReadOnlySpan<byte> accept, ReadOnlySpan<byte> secret,
        X25519PrivateKey own, X25519PublicKey peer, out AeadKey? opener, out AeadKey? acceptor)
    {
        (opener, acceptor) = (null, null);
        Span<byte> material = stackalloc byte[StreamsHello.SecretBytes + X25519PrivateKey.Bytes];
        secret.CopyTo(material);
        if (!own.TryAgree(peer, material[StreamsHello.SecretBytes..])) return false;
        Span<byte> keys = stackalloc byte[2 * AeadKey.KeyBytes];
        KeyDerivation.Hkdf(material, Transcript(hello, accept), "rings/1 streams"u8, keys);
        opener = new AeadKey(suite, keys[..AeadKey.KeyBytes]);
        acceptor = new AeadKey(suite, keys[AeadKey.KeyBytes..]);
        CryptographicOperations.ZeroMemory(material);
        CryptographicOperations.ZeroMemory(keys);
        return true;
    }

    /// <summary>What is authenticated beside each packet of a path.</summary>
    public static byte[] Associated(StreamsId id, uint index)
    {
        var bytes = new byte[AssociatedBytes];
        id.Write(bytes);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(StreamsId.Bytes), index);
        return bytes;
    }

    private static byte[] Transcript(ReadOnlySpan<byte> hello, ReadOnlySpan<byte> accept)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)hello.Length);
        hash.AppendData(length);
        hash.AppendData(hello);
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)accept.Length);
        hash.AppendData(length);
        hash.AppendData(accept);
        return hash.GetHashAndReset();
    }
}
