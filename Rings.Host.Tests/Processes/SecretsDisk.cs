using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Rings.Actors.Context;
using Rings.Sovereign.Actors.Store;
using Rings.Sovereign.Secrets;

namespace Rings.Host.Tests.Processes;

/// <summary>What a node keeps of secrets and groups, in the hands of somebody who has its disk with the key that lies beside it.</summary>
internal static class SecretsDisk
{
    /// <summary>The entries about secrets, from a copy of the files: a node that runs has them for itself.</summary>
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

            var (store, aside) = SqliteSecretStore.Open(
                Path.Combine(copy, "secrets.db"), SealOf(folder), SecretSchema.Secrets);
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

    /// <summary>Changes an entry, while its node is down.</summary>
    /// <param name="folder">The data directory.</param>
    /// <param name="file">The store.</param>
    /// <param name="kind">The entry's kind.</param>
    /// <param name="key">Its key.</param>
    /// <param name="change">Changes its bytes.</param>
    public static void Change(string folder, string file, SecretEntryKind kind, byte[] key, Action<byte[]> change)
    {
        using var seal = SealOf(folder);
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, file)};Pooling=false");
        connection.Open();
        using var read = Command(connection, "SELECT value FROM entry WHERE kind = $kind AND key = $key", kind, key);
        var value = seal.Open(kind, key, (byte[])read.ExecuteScalar()!)!;
        change(value);
        using var write = Command(connection, "UPDATE entry SET value = $value WHERE kind = $kind AND key = $key", kind, key);
        write.Parameters.AddWithValue("$value", seal.Seal(kind, key, value));
        Assert.Equal(1, write.ExecuteNonQuery());
    }

    private static EntrySeal SealOf(string folder) =>
        new(SharesKey.LoadOrCreate(folder, null, SystemRandom.Instance), SystemRandom.Instance);

    private static SqliteCommand Command(SqliteConnection connection, string text, SecretEntryKind kind, byte[] key)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        command.Parameters.AddWithValue("$kind", (int)kind);
        command.Parameters.AddWithValue("$key", key);
        return command;
    }
}
