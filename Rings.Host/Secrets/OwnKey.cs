using System.Security.Cryptography;
using Rings.Actors.Identity;
using Rings.Host.Cli;
using Rings.Host.JsonRpc;
using Rings.Protocol;
using Rings.Protocol.Identity;

namespace Rings.Host.Secrets;

/// <summary>The account's key of the node that runs here, for those who split it.</summary>
/// <param name="data">Where it lies.</param>
/// <param name="did">The node's Did.</param>
/// <param name="passphrase">Opens it, where it is under one.</param>
internal sealed class OwnKey(DataFolder data, Did did, string? passphrase)
{
    /// <summary>The key as the number that it is.</summary>
    /// <returns>32 bytes; the caller erases them.</returns>
    /// <exception cref="JsonRpcException">There is none here, or it is of a kind that is no number of secp256k1.</exception>
    public byte[] ReadScalar()
    {
        using var key = Open();
        return key.Did != did ? throw Refused($"{data.KeyFile} is the key of another node, {key.Did}.")
            : key.Kind is AccountKind.Ed25519 or AccountKind.Secp256r1
                ? throw Refused($"A key of kind {key.Kind} cannot be split as a number: leave out --key, and its file is sealed and split.")
                : key.ExportSecret();
    }

    /// <summary>The key's file as it lies there, under its passphrase if it has one.</summary>
    /// <exception cref="JsonRpcException">There is none.</exception>
    public byte[] ReadFile()
    {
        Open().Dispose();
        return File.ReadAllBytes(data.KeyFile);
    }

    /// <summary>Writes a key that has come back; never over another.</summary>
    /// <param name="path">The file.</param>
    /// <param name="secret">32 bytes.</param>
    /// <param name="owner">Whose key it has to be.</param>
    /// <exception cref="UserErrorException">It is the key of nobody of that name, or the file is there already.</exception>
    public static void Write(string path, byte[] secret, Did owner)
    {
        foreach (var kind in (AccountKind[])[AccountKind.Secp256k1, AccountKind.Bip137, AccountKind.Ed25519, AccountKind.Secp256r1])
        {
            using var key = AccountKey.FromSecret(kind, secret);
            if (key.Did != owner) continue;
            if (File.Exists(path)) throw new UserErrorException($"{path} exists: rings never overwrites a key. Name another folder: --out DIR");
            KeyFile.Write(path, key, passphrase: null, []);
            CryptographicOperations.ZeroMemory(secret);
            return;
        }

        throw new UserErrorException($"what came out is not the key of {owner}. A wrong passphrase gives another key without a word");
    }

    private AccountKey Open()
    {
        try
        {
            return File.Exists(data.KeyFile)
                ? KeyFile.Read(data.KeyFile, passphrase)
                : throw Refused("This node's account is in a wallet: its key is not here to be split.");
        }
        catch (ProtocolException wrong)
        {
            throw Refused($"{wrong.Message}");
        }
    }

    private static JsonRpcException Refused(string words) => new(JsonRpcError.Refused, words);
}
