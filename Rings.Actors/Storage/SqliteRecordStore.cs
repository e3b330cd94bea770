using Microsoft.Data.Sqlite;
using Rings.Actors.Disk;
using Rings.Protocol;
using Rings.Protocol.Storage;

namespace Rings.Actors.Storage;

/// <summary>
/// Keeps records in one SQLite file (WAL, full synchronisation). Writes gather in a transaction until <see
/// cref="Commit"/>: what was written before is durable then, all of it or none.
/// </summary>
/// <remarks>
/// An edge: reads and writes the disk. Keys and digests are held in memory, about 200 bytes a key, so that comparing
/// with neighbours reads nothing. Not thread-safe. One process per file: a second one gets an error that says so.
/// </remarks>
internal sealed class SqliteRecordStore : IRecordStore, IProbedStore, IDisposable
{
    private readonly SqliteFile _file;
    private readonly RecordLimits _limits;
    private readonly RecordIndex _index = new();
    private readonly HashSet<Did> _written = [];
    private StoreException? _trouble;

    /// <summary>Reads what a file holds; what cannot be read is damage.</summary>
    internal SqliteRecordStore(SqliteFile file, RecordLimits limits)
    {
        (_file, _limits) = (file, limits);
        Load();
    }

    /// <inheritdoc/>
    public long Bytes => _index.Bytes;

    /// <inheritdoc/>
    /// <remarks>What is in the log comes once more when it goes into the file.</remarks>
    public long Room
    {
        get
        {
            var log = new FileInfo(_file.Path + "-wal");
            return DiskProbe.RoomForOthers(Path.GetDirectoryName(_file.Path)!) - (log.Exists ? log.Length : 0);
        }
    }

    /// <inheritdoc/>
    public string? Trouble { get; private set; }

    /// <inheritdoc/>
    public long BytesOf(Did author) => _index.BytesOf(author);

    /// <summary>Opens a store, or makes one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">Bounds of each key.</param>
    /// <returns>
    /// The store, and where a damaged file was set aside to; null where the file was sound. The node starts with an
    /// empty store then, and gets its records from its neighbours.
    /// </returns>
    /// <exception cref="StoreException">The file cannot be used.</exception>
    public static (SqliteRecordStore Store, string? SetAside) Open(string path, RecordLimits limits) =>
        SqliteFile.Open(path, StoreSchema.Records, file => new SqliteRecordStore(file, limits));

    /// <inheritdoc/>
    public RecordSet? Find(Did key) => _index.Contains(key) ? Kept(key) : null;

    /// <inheritdoc/>
    public void Write(RecordSet set, IReadOnlyCollection<RecordSlot> changed)
    {
        if (TryWrite(set.Key, () => Write(set.Key, set, changed))) _index.Set(set);
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
        var isDone = TryWrite(
            key, () => _file.Run("DELETE FROM records WHERE key = $key", ("$key", key.ToByteArray())));
        if (isDone) _index.Remove(key);
    }

    /// <inheritdoc/>
    public bool Commit()
    {
        try
        {
            if (_trouble is null && _file.IsGathering) _file.Commit();
        }
        catch (StoreException trouble) when (trouble.IsPassing)
        {
            GiveUp(trouble);
        }

        Trouble = _trouble?.Message;
        _trouble = null;
        _written.Clear();
        return Trouble is null;
    }

    /// <inheritdoc/>
    public StoreException? Probe() => _file.Probe();

    /// <summary>Closes the file. What was not committed is given up.</summary>
    public void Dispose() => _file.Dispose();

    /// <summary>
    /// What follows the first write of a group that the disk did not take is not tried: all of the group is given up.
    /// </summary>
    private bool TryWrite(Did key, Action write)
    {
        if (_trouble is not null) return false;
        _written.Add(key);
        try
        {
            if (!_file.IsGathering) _file.Begin();
            write();
            return true;
        }
        catch (StoreException trouble) when (trouble.IsPassing)
        {
            GiveUp(trouble);
            return false;
        }
    }

    /// <summary>The index is as the file is again.</summary>
    private void GiveUp(StoreException trouble)
    {
        _trouble = trouble;
        _file.Rollback();
        foreach (var key in _written) _index.Set(Kept(key));
    }

    private RecordSet Kept(Did key)
    {
        var set = new RecordSet(key, _limits);
        var rows = _file.Read(
            "SELECT slot, seq, hash, record FROM records WHERE key = $key", row => Row.Read(row).Check(key),
            ("$key", key.ToByteArray()));
        foreach (var row in rows) row.Restore(set);

        return set;
    }

    private void Write(Did key, RecordSet set, IReadOnlyCollection<RecordSlot> changed)
    {
        foreach (var slot in changed)
        {
            if (set.Find(slot) is { } record)
                Put(key, slot, record.Fields.Seq, record.Hash, record);
            else if (set.Marks.TryGetValue(slot, out var mark))
                Put(key, slot, mark.Seq, mark.Hash, null);
            else
                Remove(key, slot);
        }
    }

    /// <summary>Reads all keys once; a row that holds no record of its key is damage.</summary>
    private void Load()
    {
        RecordSet? set = null;
        _file.Read("SELECT slot, seq, hash, record, key FROM records ORDER BY key", row =>
        {
            var key = Did.Read((byte[])row[4]);
            if (set?.Key != key)
            {
                if (set is not null) _index.Set(set);
                set = new(key, _limits);
            }

            Row.Read(row).Check(key).Restore(set!);
            return 0;
        });
        if (set is not null) _index.Set(set);
    }

    private void Put(Did key, RecordSlot slot, long seq, BlobHash hash, StoredRecord? record) => _file.Run(
        """
        INSERT INTO records (key, slot, seq, hash, record) VALUES ($key, $slot, $seq, $hash, $record)
        ON CONFLICT (key, slot) DO UPDATE SET seq = $seq, hash = $hash, record = $record
        """,
        ("$key", key.ToByteArray()), ("$slot", slot.ToBytes()), ("$seq", seq), ("$hash", hash.ToArray()),
        ("$record", (object?)record?.Bytes.ToArray() ?? DBNull.Value));

    private void Remove(Did key, RecordSlot slot) => _file.Run(
        "DELETE FROM records WHERE key = $key AND slot = $slot",
        ("$key", key.ToByteArray()), ("$slot", slot.ToBytes()));

    /// <summary>One row: a record, or the mark of one that is gone.</summary>
    private readonly record struct Row(RecordSlot Slot, RecordMark Mark, StoredRecord? Record)
    {
        public static Row Read(SqliteDataReader row) => new(
            RecordSlot.Read((byte[])row[0]),
            new(row.GetInt64(1), BlobHash.Read((byte[])row[2])),
            row.IsDBNull(3) ? null : StoredRecord.Read((byte[])row[3]));

        /// <exception cref="InvalidDataException">It is not what was once written under the key.</exception>
        public Row Check(Did key) => Record is null
            || (Record.Slot == Slot && Record.Hash == Mark.Hash && Record.BelongsAt(key))
            ? this
            : throw new InvalidDataException("records");

        public void Restore(RecordSet set)
        {
            if (Record is not null) set.Restore(Record);
            else set.Restore(Slot, Mark);
        }
    }
}
