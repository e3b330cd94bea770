using Microsoft.Data.Sqlite;
using Rings.Protocol;
using Rings.Protocol.Storage;

namespace Rings.Actors.Storage;

/// <summary>Keeps them in an SQLite file. Used by one storage at a time.</summary>
internal sealed class SqliteOwnRecordStore : IOwnRecordStore
{
    private const int SchemaVersion = 1;

    private readonly SqliteConnection _connection;

    /// <param name="path">The file; made if it is not there.</param>
    /// <exception cref="IOException">It was written by a later version.</exception>
    public SqliteOwnRecordStore(string path)
    {
        _connection =
            new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
        Migrate();
    }

    public IReadOnlyList<OwnRecord> Load()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT key, record, life FROM own";
        using var reader = command.ExecuteReader();
        var own = new List<OwnRecord>();
        while (reader.Read())
        {
            own.Add(new(
                Did.Read(reader.GetFieldValue<byte[]>(0)), StoredRecord.Read(reader.GetFieldValue<byte[]>(1)),
                TimeSpan.FromMilliseconds(reader.GetInt64(2))));
        }

        return own;
    }

    public void Keep(OwnRecord own) => Run(
        "INSERT OR REPLACE INTO own (key, slot, record, life) VALUES ($key, $slot, $record, $life)",
        ("$key", own.Key.ToByteArray()), ("$slot", own.Record.Slot.ToBytes()),
        ("$record", own.Record.Bytes.ToArray()), ("$life", (long)own.Life.TotalMilliseconds));

    public void Forget(Did key, RecordSlot slot) => Run(
        "DELETE FROM own WHERE key = $key AND slot = $slot",
        ("$key", key.ToByteArray()), ("$slot", slot.ToBytes()));

    public void Dispose() => _connection.Dispose();

    private void Migrate()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        var version = (long)command.ExecuteScalar()!;
        if (version > SchemaVersion)
            throw new IOException($"{_connection.DataSource} was written by a later version of this program.");
        if (version == SchemaVersion) return;
        Run($"""
            CREATE TABLE own (
              key BLOB NOT NULL, slot BLOB NOT NULL, record BLOB NOT NULL, life INTEGER NOT NULL,
              PRIMARY KEY (key, slot)) WITHOUT ROWID;
            PRAGMA user_version = {SchemaVersion};
            """);
    }

    private void Run(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
    }
}
