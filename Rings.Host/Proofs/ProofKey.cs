using System.Security.Cryptography;
using Rings.Actors.Identity;
using Rings.Host.Cli;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Proofs.Statements;

namespace Rings.Host.Proofs;

/// <summary>An account's key, for what it proves.</summary>
/// <param name="Did">The account.</param>
/// <param name="Witness">The key as a witness.</param>
/// <param name="Own">"I own this account".</param>
/// <param name="Secret">Its secret key of secp256k1; null: it is one of Ed25519.</param>
internal sealed record ProofKey(Did Did, KeysWitness Witness, GroupStatement Own, Secp256k1Scalar? Secret)
{
    /// <summary>Reads a key file.</summary>
    /// <exception cref="UserErrorException">There is none, it cannot be opened, or its kind can prove nothing.</exception>
    public static ProofKey Read(string path, string? passphrase)
    {
        if (!File.Exists(path)) throw new UserErrorException($"there is no key at {path}: the account is in a wallet, or there is none");
        try
        {
            using var key = KeyFile.Read(path, passphrase);
            if (key.Kind is AccountKind.Secp256r1)
                throw new UserErrorException($"a key of kind {key.Kind} can prove nothing yet: only keys of secp256k1 and Ed25519 can");
            var bytes = key.ExportSecret();
            try
            {
                return key.Kind is AccountKind.Ed25519 ? OfSeed(key.Did, bytes) : OfSecret(key.Did, Secp256k1Scalar.Read(bytes, "key"));
            }
            finally
            {
                CryptographicOperations.ZeroMemory(bytes);
            }
        }
        catch (ProtocolException wrong)
        {
            throw new UserErrorException($"{path} cannot be read: {wrong.Message}", wrong);
        }
    }

    /// <summary>"I own this account".</summary>
    /// <param name="account">The account that is meant.</param>
    /// <exception cref="UserErrorException">It is another's key.</exception>
    public ProofStatement OwnOf(Did account) => account == Did
        ? Own
        : throw new UserErrorException($"this is the key of {Did}, not of {account}: name its file, --key FILE");

    /// <summary>"I own one of these accounts".</summary>
    /// <param name="list">The list, a key a word.</param>
    /// <param name="verifier">Whose tag it is.</param>
    /// <param name="words">Of the tag; null: none.</param>
    /// <exception cref="UserErrorException">The list is none, or the key is not in it.</exception>
    public ProofStatement OneOf(IEnumerable<string> list, Did verifier, string? words)
    {
        var lines = list.ToList();
        if (ProofWords.HasEdwards(lines)) return OneOfMixed(lines, words);
        var keys = ProofWords.KeysOf(lines);
        if (Secret is not { } secret || !keys.Contains(Secp256k1Point.OfSecret(secret)))
            throw new UserErrorException($"the key of {Did} is none of the list");
        try
        {
            return new OneOfStatement(keys, words is null ? null : ProofTag.Of(secret, verifier, words));
        }
        catch (ProtocolException wrong)
        {
            throw new UserErrorException($"--tag: {wrong.Message}", wrong);
        }
    }

    /// <summary>Says nothing of the secret.</summary>
    public override string ToString() => $"the key of {Did}";

    /// <summary>A list with keys of Ed25519 is proven by "or" alone, without a tag.</summary>
    private AnyStatement OneOfMixed(List<string> lines, string? words)
    {
        if (words is not null) throw new UserErrorException("--tag: not with Ed25519 keys in the list");
        var parts = ProofWords.PartsOf(lines);
        return parts.Any(part => part.Lists(Did))
            ? new AnyStatement(parts)
            : throw new UserErrorException($"the key of {Did} is none of the list");
    }

    private static ProofKey OfSecret(Did did, Secp256k1Scalar secret) =>
        new(did, new(secret), new OwnStatement(Secp256k1Point.OfSecret(secret), did), secret);

    /// <summary>RFC 8032: the number of a key is the first half of its seed's SHA-512, some bits set.</summary>
    private static ProofKey OfSeed(Did did, byte[] seed)
    {
        Span<byte> wide = stackalloc byte[SHA512.HashSizeInBytes];
        SHA512.HashData(seed, wide);
        wide[32..].Clear();
        wide[0] &= 0xF8;
        wide[31] = (byte)((wide[31] & 0x7F) | 0x40);
        var number = Edwards25519Scalar.Reduce(wide);
        CryptographicOperations.ZeroMemory(wide);
        return new(did, new(number), new EdwardsStatement(Edwards25519Point.OfSecret(number)), null);
    }
}
