using System.Text;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;

namespace Rings.Protocol.Tests.Crypto;

/// <summary>
/// A second opinion about signatures whose key is recovered: BouncyCastle's curve, and hashes put together here.
/// </summary>
internal static class SecondOpinion
{
    public static bool Verify(AccountKind kind, Did account, string text, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != 65) return false;
        var utf8 = Encoding.UTF8.GetBytes(text);
        return kind switch
        {
            AccountKind.Secp256k1 => Ethereum(Hash.Keccak256(utf8), signature) == account,
            AccountKind.Eip191 => Ethereum(
                Hash.Keccak256([.. Encoding.UTF8.GetBytes($"\u0019Ethereum Signed Message:\n{utf8.Length}"), .. utf8]), signature) == account,
            _ => Bitcoin(WalletText.HashBip137(utf8), signature) == account,
        };
    }

    private static Did? Ethereum(byte[] hash, ReadOnlySpan<byte> signature)
    {
        if (signature[64] is not (27 or 28)) return null;
        var key = BouncyCastleSecp256k1.Recover(hash, signature[..64], signature[64] - 27, compressed: false);
        return key is null ? null : AccountDid.OfEthereum(key);
    }

    private static Did? Bitcoin(byte[] hash, ReadOnlySpan<byte> signature)
    {
        if (signature[0] is < 27 or > 42) return null;
        var key = BouncyCastleSecp256k1.Recover(hash, signature[1..], (signature[0] - 27) & 3, signature[0] >= 31);
        return key is null ? null : AccountDid.OfBitcoin(key);
    }
}
