using Microsoft.Data.Sqlite;
using Rings.Protocol;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Tests.Actors;

/// <summary>Changes a store's file as somebody with the disk could.</summary>
internal static class AlteredDatabase
{
    /// <summary>Flips a bit of one entry.</summary>
    public static void FlipShareOf(string folder, Did owner, SecretId id)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "secrets.db")};Pooling=false");
        connection.Open();
        byte[] key = [.. owner.ToByteArray(), .. id.ToByteArray()];
        var read = connection.CreateCommand();
        read.CommandText = "SELECT value FROM entry WHERE kind = 2 AND key = $key";
        read.Parameters.AddWithValue("$key", key);
        var value = (byte[])read.ExecuteScalar()!;
        value[^1] ^= 1;
        var write = connection.CreateCommand();
        write.CommandText = "UPDATE entry SET value = $value WHERE kind = 2 AND key = $key";
        write.Parameters.AddWithValue("$key", key);
        write.Parameters.AddWithValue("$value", value);
        Assert.Equal(1, write.ExecuteNonQuery());
    }
}
