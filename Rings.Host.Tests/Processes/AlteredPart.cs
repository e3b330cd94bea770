using Microsoft.Data.Sqlite;
using Rings.Actors.Context;
using Rings.Sovereign.Actors.Store;
using Rings.Sovereign.Secrets;

namespace Rings.Host.Tests.Processes;

/// <summary>Changes a member's share of a group's key on its disk, so that its parts of signatures are wrong.</summary>
internal static class AlteredPart
{
    public static void Write(string folder, SecretId group)
    {
        var secret = SharesKey.LoadOrCreate(folder, null, SystemRandom.Instance);
        using var seal = new EntrySeal(secret, SystemRandom.Instance);
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "groups.db")};Pooling=false");
        connection.Open();
        var key = group.ToByteArray();
        using var read = connection.CreateCommand();
        read.CommandText = "SELECT value FROM entry WHERE kind = 8 AND key = $key";
        read.Parameters.AddWithValue("$key", key);
        var value = seal.Open(SecretEntryKind.Group, key, (byte[])read.ExecuteScalar()!)!;
        // The index is field 2, a number below 128; the share field 3, 32 bytes, behind it.
        var share = Enumerable.Range(0, value.Length - 35).Last(at =>
            value[at] == (2 << 3) && value[at + 2] == ((3 << 3) | 2) && value[at + 3] == 32) + 4;
        value[share] ^= 1;
        using var write = connection.CreateCommand();
        write.CommandText = "UPDATE entry SET value = $value WHERE kind = 8 AND key = $key";
        write.Parameters.AddWithValue("$key", key);
        write.Parameters.AddWithValue("$value", seal.Seal(SecretEntryKind.Group, key, value));
        Assert.Equal(1, write.ExecuteNonQuery());
    }
}
