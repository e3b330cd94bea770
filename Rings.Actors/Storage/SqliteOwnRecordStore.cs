using Rings.Actors.Disk;
using Rings.Protocol;
using Rings.Protocol.Storage;

namespace Rings.Actors.Storage;

/// <summary>Keeps them in an SQLite file. Used by one storage at a time.</summary>
internal sealed class SqliteOwnRecordStore : IOwnRecordStore, IProbedStore
{
    private readonly SqliteFile _file;

    /// <summary>Reads what a file holds; what cannot be read is damage.</summary>
    internal SqliteOwnRecordStore(SqliteFile file)
    {
        _file = file;
        _ = Read();
    }

    /// <summary>Opens a store, or makes one.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The store, and where a damaged file was set aside to.</returns>
    /// <exception cref="StoreException">The file cannot be used.</exception>
    public static (SqliteOwnRecordStore Store, string? SetAside) Open(string path) =>
        SqliteFile.Open(path, StoreSchema.Own, file => new SqliteOwnRecordStore(file));

    public IReadOnlyList<OwnRecord> Load() => Read();

    public void Keep(OwnRecord own) => _file.Run(
        "INSERT OR REPLACE INTO own (key, slot, record, life, hash) VALUES ($key, $slot, $record, $life, $hash)",
        ("$key", own.Key.ToByteArray()), ("$slot", own.Record.Slot.ToBytes()),
        ("$record", own.Record.Bytes.ToArray()), ("$life", (long)own.Life.TotalMilliseconds),
        ("$hash", own.Record.Hash.ToArray()));

    public void Forget(Did key, RecordSlot slot) => _file.Run(
        "DELETE FROM own WHERE key = $key AND slot = $slot",
        ("$key", key.ToByteArray()), ("$slot", slot.ToBytes()));

    public StoreException? Probe() => _file.Probe();

    public void Dispose() => _file.Dispose();

    /// <summary>A record that is not what was written would be signed anew, and so made this node's word: it is
    /// damage.</summary>
    private List<OwnRecord> Read() => _file.Read("SELECT key, record, life, hash FROM own", row =>
    {
        var own = new OwnRecord(
            Did.Read(row.GetFieldValue<byte[]>(0)), StoredRecord.Read(row.GetFieldValue<byte[]>(1)),
            TimeSpan.FromMilliseconds(row.GetInt64(2)));
        return row.IsDBNull(3) || own.Record.Hash == BlobHash.Read(row.GetFieldValue<byte[]>(3))
            ? own
            : throw new InvalidDataException("own");
    });
}
