using Microsoft.Data.Sqlite;
using Rings.Protocol.Storage;

namespace Rings.Benchmarks.Storage;

/// <summary>The table of the record store without the store: how fast SQLite itself is here.</summary>
internal static class BareTable
{
    public static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        Run(connection, "PRAGMA locking_mode=EXCLUSIVE");
        Run(connection, "PRAGMA journal_mode=WAL");
        Run(connection, "PRAGMA synchronous=FULL");
        Run(connection, """
            CREATE TABLE records (
              id INTEGER PRIMARY KEY, key BLOB NOT NULL, slot BLOB NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL,
              record BLOB)
            """);
        Run(connection, "CREATE UNIQUE INDEX records_by_slot ON records (key, slot)");
        return connection;
    }

    public static void Write(SqliteConnection connection, IEnumerable<KeyedRecord> records)
    {
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.CommandText =
            "INSERT INTO records (key, slot, seq, hash, record) VALUES ($key, $slot, $seq, $hash, $record)";
        var key = command.Parameters.Add("$key", SqliteType.Blob);
        var slot = command.Parameters.Add("$slot", SqliteType.Blob);
        var seq = command.Parameters.Add("$seq", SqliteType.Integer);
        var hash = command.Parameters.Add("$hash", SqliteType.Blob);
        var content = command.Parameters.Add("$record", SqliteType.Blob);
        foreach (var (where, record) in records)
        {
            (key.Value, slot.Value, seq.Value) = (where.ToByteArray(), record.Slot.ToBytes(), record.Fields.Seq);
            (hash.Value, content.Value) = (record.Hash.ToArray(), record.Bytes.ToArray());
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
