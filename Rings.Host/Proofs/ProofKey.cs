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
/// <param name="Secret">Its secret key.</param>
internal sealed record ProofKey(Did Did, Secp256k1Scalar Secret)
{
    private Secp256k1Point Public => Secp256k1Point.OfSecret(Secret);

    /// <summary>The key as a witness.</summary>
    public KeysWitness Witness => new(Secret);

    /// <summary>Reads a key file.</summary>
    /// <exception cref="UserErrorException">There is none, it cannot be opened, or its kind can prove nothing.</exception>
    public static ProofKey Read(string path, string? passphrase)
    {
        if (!File.Exists(path)) throw new UserErrorException($"there is no key at {path}: the account is in a wallet, or there is none");
        try
        {
            using var key = KeyFile.Read(path, passphrase);
            if (key.Kind is AccountKind.Ed25519 or AccountKind.Secp256r1)
                throw new UserErrorException($"a key of kind {key.Kind} can prove nothing yet: only keys of secp256k1 can");
            var bytes = key.ExportSecret();
            var secret = Secp256k1Scalar.Read(bytes, "key");
            CryptographicOperations.ZeroMemory(bytes);
            return new(key.Did, secret);
        }
        catch (ProtocolException wrong)
        {
            throw new UserErrorException($"{path} cannot be read: {wrong.Message}", wrong);
        }
    }

    /// <summary>"I own this account".</summary>
    /// <param name="account">The account that is meant.</param>
    /// <exception cref="UserErrorException">It is another's key.</exception>
    public ProofStatement Own(Did account) => account == Did
        ? new OwnStatement(Public, Did)
        : throw new UserErrorException($"this is the key of {Did}, not of {account}: name its file, --key FILE");

    /// <summary>"I own one of these accounts".</summary>
    /// <param name="list">The list, a key a word.</param>
    /// <param name="verifier">Whose tag it is.</param>
    /// <param name="words">Of the tag; null: none.</param>
    /// <exception cref="UserErrorException">The list is none, or the key is not in it.</exception>
    public ProofStatement OneOf(IEnumerable<string> list, Did verifier, string? words)
    {
        var keys = ProofWords.KeysOf(list);
        if (!keys.Contains(Public)) throw new UserErrorException($"the key of {Did} is none of the list");
        try
        {
            return new OneOfStatement(keys, words is null ? null : ProofTag.Of(Secret, verifier, words));
        }
        catch (ProtocolException wrong)
        {
            throw new UserErrorException($"--tag: {wrong.Message}", wrong);
        }
    }

    /// <summary>Says nothing of the secret.</summary>
    public override string ToString() => $"the key of {Did}";
}
