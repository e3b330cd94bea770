using System.Security.Cryptography;
using System.Text;

namespace Rings.Sovereign.Words;

/// <summary>SLIP-39's encryption of the secret under a passphrase: four Feistel rounds of PBKDF2 with HMAC-SHA-256.</summary>
/// <remarks>It knows no wrong passphrase: another one gives another secret, so what comes out has to be compared.</remarks>
internal static class PaperCipher
{
    private const int Rounds = 4;
    private const int IterationsPerRound = 2500;

    public static byte[] Encrypt(ReadOnlySpan<byte> secret, string passphrase, PaperSet set) =>
        Run(secret, passphrase, set, [0, 1, 2, 3]);

    public static byte[] Decrypt(ReadOnlySpan<byte> secret, string passphrase, PaperSet set) =>
        Run(secret, passphrase, set, [3, 2, 1, 0]);

    private static byte[] Run(ReadOnlySpan<byte> secret, string passphrase, PaperSet set, ReadOnlySpan<byte> order)
    {
        var half = secret.Length / 2;
        var (left, right) = (secret[..half].ToArray(), secret[half..].ToArray());
        byte[] prefix = set.IsExtendable
            ? []
            : [.. "shamir"u8, (byte)(set.Identifier >> 8), (byte)set.Identifier];
        foreach (var round in order)
        {
            var mask = Rfc2898DeriveBytes.Pbkdf2(
                (byte[])[round, .. Encoding.ASCII.GetBytes(passphrase)], (byte[])[.. prefix, .. right],
                IterationsPerRound << set.IterationExponent, HashAlgorithmName.SHA256, half);
            for (var i = 0; i < half; i++) left[i] ^= mask[i];
            (left, right) = (right, left);
        }

        return [.. right, .. left];
    }
}
