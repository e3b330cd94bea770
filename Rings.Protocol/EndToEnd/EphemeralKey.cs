using System.Security.Cryptography;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.EndToEnd;

/// <summary>Makes keys that live for one handshake, one ratchet step or one message.</summary>
internal static class EphemeralKey
{
    public static X25519PrivateKey Create(RandomBytes random)
    {
        Span<byte> bytes = stackalloc byte[X25519PrivateKey.Bytes];
        random(bytes);
        var key = X25519PrivateKey.FromBytes(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return key;
    }

    public static MlKemPrivateKey CreateKem(RandomBytes random)
    {
        Span<byte> seed = stackalloc byte[MlKemPrivateKey.SeedBytes];
        random(seed);
        var key = MlKemPrivateKey.FromSeed(seed);
        CryptographicOperations.ZeroMemory(seed);
        return key;
    }
}
