using Rings.Actors.Disk;
using Rings.Actors.Public;

namespace Rings.Sovereign.Actors.Store;

/// <summary>Opens a store of entries that are sealed at rest; without a data directory one in memory.</summary>
internal static class SealedStores
{
    /// <summary>Opens it.</summary>
    /// <param name="schema">Which.</param>
    /// <param name="folder">The data directory; empty: none.</param>
    /// <param name="passphrase">What <c>shares.key</c> lies under.</param>
    /// <param name="random">For a key and for nonces.</param>
    /// <exception cref="Rings.Protocol.ProtocolException"><c>shares.key</c> cannot be read.</exception>
    /// <exception cref="IOException">The store cannot be opened.</exception>
    public static StoreSource<ISecretStore> Open(StoreSchema schema, string folder, string? passphrase, INodeRandom random)
    {
        if (folder.Length == 0)
        {
            var memory = new MemorySecretStore();
            return new(schema, () => (memory, null));
        }

        Directory.CreateDirectory(folder);
        var secret = SharesKey.LoadOrCreate(folder, passphrase, random);
        var path = Path.Combine(folder, schema.File);
        return new(schema, () => SqliteSecretStore.Open(path, new EntrySeal(secret, random), schema));
    }
}
