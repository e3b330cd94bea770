using Rings.Protocol.Crypto;

namespace Rings.Protocol.Tests.Crypto;

/// <summary>
/// Verifies against a known key by what the product does, which is to recover keys: a signature is of a key if and only if
/// one of the four recovery ids leads to that key.
/// </summary>
internal static class KnownKey
{
    public static bool Signed(byte[] publicKey, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        if (Secp256k1.Reform(publicKey, compressed: true) is not { } key) return false;
        for (var id = 0; id < 4; id++)
        {
            if (Secp256k1.Recover(hash, signature, id, compressed: true) is { } found && key.AsSpan().SequenceEqual(found))
                return true;
        }

        return false;
    }
}
