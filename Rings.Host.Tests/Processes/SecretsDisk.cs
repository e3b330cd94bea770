using System.Collections.Immutable;
using Rings.Actors.Context;
using Rings.Sovereign.Actors.Store;
using Rings.Sovereign.Secrets;

namespace Rings.Host.Tests.Processes;

/// <summary>What a node keeps of secrets, read by somebody who has its disk with the key that lies beside it.</summary>
internal static class SecretsDisk
{
    /// <summary>The entries, from a copy of the files: a node that runs has them for itself.</summary>
    public static ImmutableArray<SecretEntry> Read(string folder)
    {
        var copy = Directory.CreateTempSubdirectory("rings-copy-").FullName;
        try
        {
            foreach (var file in Directory.EnumerateFiles(folder, "secrets.db*"))
            {
                using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                using var to = new FileStream(Path.Combine(copy, Path.GetFileName(file)), FileMode.Create);
                from.CopyTo(to);
            }

            var secret = SharesKey.LoadOrCreate(folder, null, SystemRandom.Instance);
            var (store, aside) = SqliteSecretStore.Open(
                Path.Combine(copy, "secrets.db"), new EntrySeal(secret, SystemRandom.Instance));
            using (store)
            {
                Assert.Null(aside);
                return store.Load().Entries;
            }
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }
}
