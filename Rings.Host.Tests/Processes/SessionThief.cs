using System.Security.Cryptography;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Sharing;

namespace Rings.Host.Tests.Processes;

/// <summary>
/// Somebody who has the owner's machine but for the account's key: it speaks in the owner's name, deals shares of a secret
/// that it does not know, commits them and has all guardians forget.
/// </summary>
internal static class SessionThief
{
    /// <summary>The owner's data directory without key and secrets.</summary>
    public static string Steal(string data)
    {
        var stolen = data + "-stolen";
        foreach (var folder in Directory.EnumerateDirectories(data, "*", SearchOption.AllDirectories).Append(data))
            Directory.CreateDirectory(folder.Replace(data, stolen, StringComparison.Ordinal));
        foreach (var file in Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories))
        {
            if (Path.GetFileName(file) is var name && (name is "node.key" or "shares.key" or "lock" or "endpoint"
                || name.StartsWith("secrets.db", StringComparison.Ordinal))) continue;
            File.Copy(file, file.Replace(data, stolen, StringComparison.Ordinal));
        }

        return stolen;
    }

    /// <summary>Version 2, its commit, and the order to forget; with as good a share as one without the secret can make.</summary>
    /// <param name="id">The secret's id.</param>
    /// <param name="publicKey">The owner's, which everybody may know.</param>
    public static IEnumerable<SecretMessage> Orders(SecretId id, Secp256k1Point publicKey) =>
    [
        Deal(id, publicKey), new SecretMessage.Commit(id, 2), new SecretMessage.Commit(id, SecretMessage.EveryVersion),
    ];

    /// <summary>s·G = C₀ + C₁ + C₂ at index 1, with s and C₂ drawn and C₁ made to fit.</summary>
    private static SecretMessage.Deal Deal(SecretId id, Secp256k1Point publicKey)
    {
        var share = Secp256k1Scalar.Draw(RandomNumberGenerator.Fill);
        var last = Secp256k1Point.OfSecret(Secp256k1Scalar.Draw(RandomNumberGenerator.Fill));
        var middle = Secp256k1Point.PublicSum(
            [Secp256k1Scalar.One, -Secp256k1Scalar.One, -Secp256k1Scalar.One],
            [Secp256k1Point.OfSecret(share), publicKey, last]);
        var commitments = Commitments.Read(
            [publicKey.Encoded.ToArray(), middle.Encoded.ToArray(), last.Encoded.ToArray()], 3, "forged");
        return new(id, 2, 5, 1, SecretMode.Key, commitments, share, [], 720);
    }
}
