using Microsoft.Data.Sqlite;
using Rings.Actors.Context;
using Rings.Protocol;
using Rings.Sovereign.Actors.Store;
using Rings.Sovereign.Secrets;

namespace Rings.Host.Tests.Processes;

/// <summary>Changes a share as a thief of the disk could, who has the key that lies beside it.</summary>
internal static class AlteredShare
{
    public static void Write(string folder, Did owner, SecretId id)
    {
        var secret = SharesKey.LoadOrCreate(folder, null, SystemRandom.Instance);
        using var seal = new EntrySeal(secret, SystemRandom.Instance);
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "secrets.db")};Pooling=false");
        connection.Open();
        byte[] key = [.. owner.ToByteArray(), .. id.ToByteArray()];
        using var read = connection.CreateCommand();
        read.CommandText = "SELECT value FROM entry WHERE kind = 2 AND key = $key";
        read.Parameters.AddWithValue("$key", key);
        var value = seal.Open(SecretEntryKind.Kept, key, (byte[])read.ExecuteScalar()!)!;
        // The share is field 8 of the deal, 32 bytes, behind the last commitment (field 7, 33 bytes).
        var share = Enumerable.Range(0, value.Length - 69).Single(at => value[at] == ((7 << 3) | 2) && value[at + 1] == 33
            && value[at + 35] == ((8 << 3) | 2) && value[at + 36] == 32) + 37;
        value[share + 31] ^= 1;
        using var write = connection.CreateCommand();
        write.CommandText = "UPDATE entry SET value = $value WHERE kind = 2 AND key = $key";
        write.Parameters.AddWithValue("$key", key);
        write.Parameters.AddWithValue("$value", seal.Seal(SecretEntryKind.Kept, key, value));
        Assert.Equal(1, write.ExecuteNonQuery());
    }
}
