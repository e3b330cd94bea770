using Microsoft.Data.Sqlite;
using Rings.Protocol;
using Rings.Protocol.Storage;

namespace Rings.Actors.Storage;

/// <summary>
/// Keeps records in one SQLite file (WAL, full synchronisation). Writes gather in a transaction until <see
/// cref="Commit"/>:
/// what was written before is durable then, all of it or none.
/// </summary>
/// <remarks>
/// An edge: reads and writes the disk. Keys and digests are held in memory, about 200 bytes a key, so that comparing
/// with
/// neighbours reads nothing. Not thread-safe. One process per file: a second one gets an error that says so.
/// </remarks>
public sealed class SqliteRecordStore : IRecordStore, IDisposable
{
    /// <summary>The version of the tables that this code writes.</summary>
    private const int Version = 1;

    private readonly SqliteConnection _connection;
    private readonly RecordLimits _limits;
    private readonly RecordIndex _index = new();
    private SqliteTransaction? _transaction;

    private SqliteRecordStore(SqliteConnection connection, RecordLimits limits) =>
        (_connection, _limits) = (connection, limits);

    /// <inheritdoc/>
    public long Bytes => _index.Bytes;

    /// <inheritdoc/>
    public long BytesOf(Did author) => _index.BytesOf(author);

    /// <summary>Opens a store, or makes one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">Bounds of each key.</param>
    /// <returns>
    /// The store, and where a damaged file was set aside to; null where the file was sound. The node starts with an
    /// empty
    /// store then, and gets its records from its neighbours.
    /// </returns>
    /// <exception cref="IOException">Another process has it open, or it is of a later version.</exception>
    public static (SqliteRecordStore Store, string? SetAside) Open(string path, RecordLimits limits)
    {
        try
        {
            return (OpenSound(path, limits), null);
        }
        catch (Exception e) when (e is InvalidDataException or SqliteException { SqliteErrorCode: 11 or 26 })
        {
            var aside = SetAside(path);
            return (OpenSound(path, limits), aside);
        }
    }

    /// <inheritdoc/>
    public RecordSet? Find(Did key)
    {
        if (!_index.Contains(key)) return null;
        using var command = Command("SELECT slot, seq, hash, record FROM records WHERE key = $key");
        command.Parameters.AddWithValue("$key", key.ToByteArray());
        var set = new RecordSet(key, _limits);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            if (!reader.IsDBNull(3)) set.Restore(StoredRecord.Read((byte[])reader[3]));
            else set.Restore(
                RecordSlot.Read((byte[])reader[0]), new(reader.GetInt64(1), BlobHash.Read((byte[])reader[2])));
        }

        return set;
    }

    /// <inheritdoc/>
    public void Write(RecordSet set, IReadOnlyCollection<RecordSlot> changed)
    {
        foreach (var slot in changed)
        {
            if (set.Find(slot) is { } record)
                Put(set.Key, slot, record.Fields.Seq, record.Hash, record);
            else if (set.Marks.TryGetValue(slot, out var mark))
                Put(set.Key, slot, mark.Seq, mark.Hash, null);
            else
                Remove(set.Key, slot);
        }

        _index.Set(set);
    }

    /// <inheritdoc/>
    public RangeDigest Digest(KeyRange range) => _index.Digest(range);

    /// <inheritdoc/>
    public IReadOnlyList<Did> Keys(KeyRange range, int most) => _index.Keys(range, most);

    /// <inheritdoc/>
    public IReadOnlyList<Did> Expired(Instant now, int most) => _index.Expired(now, most);

    /// <inheritdoc/>
    public void Delete(Did key)
    {
        using var command = Command("DELETE FROM records WHERE key = $key");
        command.Parameters.AddWithValue("$key", key.ToByteArray());
        command.ExecuteNonQuery();
        _index.Remove(key);
    }

    /// <inheritdoc/>
    public void Commit()
    {
        _transaction?.Commit();
        _transaction?.Dispose();
        _transaction = null;
    }

    /// <summary>Closes the file. What was not committed is given up.</summary>
    public void Dispose()
    {
        _transaction?.Dispose();
        _connection.Dispose();
    }

    private static SqliteRecordStore OpenSound(string path, RecordLimits limits)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,
            DefaultTimeout = 1,
        }.ToString());
        try
        {
            connection.Open();
            Prepare(connection, path);
            var store = new SqliteRecordStore(connection, limits);
            store.Load();
            return store;
        }
        catch (SqliteException e) when (e.SqliteErrorCode is 5 or 6)
        {
            connection.Dispose();
            throw new IOException($"{path} is open in another process.", e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Prepare(SqliteConnection connection, string path)
    {
        Run(connection, "PRAGMA locking_mode=EXCLUSIVE");
        Run(connection, "PRAGMA journal_mode=WAL");
        Run(connection, "PRAGMA synchronous=FULL");
        // The first write takes the lock that this process keeps.
        Run(connection, "BEGIN IMMEDIATE; COMMIT");
        if (Scalar(connection, "PRAGMA quick_check") is not "ok") throw new InvalidDataException(path);
        var version = (long)Scalar(connection, "PRAGMA user_version")!;
        if (version > Version) throw new IOException($"{path} is of version {version}; this program knows {Version}.");
        if (version == Version) return;
        Run(connection, """
            BEGIN;
            CREATE TABLE records (
              id INTEGER PRIMARY KEY, key BLOB NOT NULL, slot BLOB NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL,
              record BLOB);
            CREATE UNIQUE INDEX records_by_slot ON records (key, slot);
            PRAGMA user_version = 1;
            COMMIT
            """);
    }

    private static string SetAside(string path)
    {
        var number = 1;
        while (File.Exists($"{path}.damaged-{number}")) number++;
        var aside = $"{path}.damaged-{number}";
        File.Move(path, aside);
        foreach (var companion in new[] { "-wal", "-shm" })
        {
            if (File.Exists(path + companion)) File.Move(path + companion, aside + companion);
        }

        return aside;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    /// <summary>Reads all keys once; a row that holds no record of its key is damage.</summary>
    private void Load()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT key, slot, seq, hash, record FROM records ORDER BY key";
        using var reader = command.ExecuteReader();
        RecordSet? set = null;
        while (reader.Read())
        {
            var key = Did.Read((byte[])reader[0]);
            if (set?.Key != key)
            {
                if (set is not null) _index.Set(set);
                set = new(key, _limits);
            }

            Restore(set!, reader);
        }

        if (set is not null) _index.Set(set);
    }

    private static void Restore(RecordSet set, SqliteDataReader reader)
    {
        try
        {
            var slot = RecordSlot.Read((byte[])reader[1]);
            if (reader.IsDBNull(4))
            {
                set.Restore(slot, new(reader.GetInt64(2), BlobHash.Read((byte[])reader[3])));
                return;
            }

            var record = StoredRecord.Read((byte[])reader[4]);
            if (record.Slot != slot || !record.BelongsAt(set.Key)) throw new InvalidDataException("records");
            set.Restore(record);
        }
        catch (ProtocolException e)
        {
            throw new InvalidDataException("records", e);
        }
    }

    private void Put(Did key, RecordSlot slot, long seq, BlobHash hash, StoredRecord? record)
    {
        using var command = Command("""
            INSERT INTO records (key, slot, seq, hash, record) VALUES ($key, $slot, $seq, $hash, $record)
            ON CONFLICT (key, slot) DO UPDATE SET seq = $seq, hash = $hash, record = $record
            """);
        command.Parameters.AddWithValue("$key", key.ToByteArray());
        command.Parameters.AddWithValue("$slot", slot.ToBytes());
        command.Parameters.AddWithValue("$seq", seq);
        command.Parameters.AddWithValue("$hash", hash.ToArray());
        command.Parameters.AddWithValue("$record", (object?)record?.Bytes.ToArray() ?? DBNull.Value);
        command.ExecuteNonQuery();
    }

    private void Remove(Did key, RecordSlot slot)
    {
        using var command = Command("DELETE FROM records WHERE key = $key AND slot = $slot");
        command.Parameters.AddWithValue("$key", key.ToByteArray());
        command.Parameters.AddWithValue("$slot", slot.ToBytes());
        command.ExecuteNonQuery();
    }

    /// <summary>A command within the transaction that gathers writes.</summary>
    private SqliteCommand Command(string sql)
    {
        _transaction ??= _connection.BeginTransaction();
        var command = _connection.CreateCommand();
        command.Transaction = _transaction;
        command.CommandText = sql;
        return command;
    }
}
