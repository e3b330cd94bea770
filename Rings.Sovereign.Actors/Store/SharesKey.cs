using System.Security.Cryptography;
using Rings.Actors.Identity;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Identity;

namespace Rings.Sovereign.Actors.Store;

/// <summary>
/// The key that entries are sealed under: 32 random bytes in <c>shares.key</c>, under the node's passphrase where it has
/// one. Without a passphrase it lies beside the entries: a thief of the disk has both.
/// </summary>
internal static class SharesKey
{
    /// <summary>Its name in the data directory.</summary>
    public const string FileName = "shares.key";

    /// <summary>The name of the key that the secrets of swaps come from; it lies there in the same way.</summary>
    public const string SwapFileName = "swap.key";

    /// <summary>Reads the key, or makes it.</summary>
    /// <param name="folder">The data directory.</param>
    /// <param name="passphrase">The node's passphrase; null: it has none.</param>
    /// <param name="random">For a new one.</param>
    /// <param name="file">Its name.</param>
    /// <exception cref="ProtocolException">Readable by others, no key file, or under another passphrase.</exception>
    public static byte[] LoadOrCreate(string folder, string? passphrase, INodeRandom random, string file = FileName)
    {
        var path = Path.Combine(folder, file);
        if (!File.Exists(path)) Create(path, passphrase, random);
        // A file of the kind that account keys lie in: one format, and its passphrase, for all keys of a node.
        using var key = KeyFile.Read(path, passphrase);
        return key.ExportSecret();
    }

    private static void Create(string path, string? passphrase, INodeRandom random)
    {
        var secret = new byte[32];
        var forPassphrase = new byte[Keystore.RandomBytes];
        random.Fill(secret);
        random.Fill(forPassphrase);
        using var key = AccountKey.FromSecret(AccountKind.Ed25519, secret);
        CryptographicOperations.ZeroMemory(secret);
        KeyFile.Write(path, key, passphrase, forPassphrase);
    }
}
