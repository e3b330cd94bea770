using System.Collections.Immutable;
using Rings.Actors.Disk;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Actors.Store;

/// <summary>Keeps entries in an SQLite file of their own, each sealed under <c>shares.key</c>.</summary>
/// <remarks>
/// What is removed is overwritten, in the file and in its log. An entry that was altered stays where it is, so that its
/// loss can be told, and the others are read all the same.
/// </remarks>
internal sealed class SqliteSecretStore : ISecretStore
{
    private readonly SqliteFile _file;
    private readonly EntrySeal? _seal;

    /// <summary>Reads what a file holds.</summary>
    /// <param name="file">The file.</param>
    /// <param name="seal">Opens the entries; null: they are only looked at.</param>
    internal SqliteSecretStore(SqliteFile file, EntrySeal? seal)
    {
        (_file, _seal) = (file, seal);
        _ = Rows();
    }

    /// <summary>Opens a store, or makes one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="seal">Seals and opens the entries.</param>
    /// <param name="schema">Which of the stores.</param>
    /// <returns>The store, and where a damaged file was set aside to.</returns>
    /// <exception cref="StoreException">The file cannot be used.</exception>
    public static (SqliteSecretStore Store, string? SetAside) Open(string path, EntrySeal seal, StoreSchema schema) =>
        SqliteFile.Open(path, schema, file => new SqliteSecretStore(file, seal));

    /// <summary>Looks at a store as a node that starts would find it, and changes nothing.</summary>
    /// <param name="folder">The data directory.</param>
    /// <param name="schema">Which of the stores.</param>
    /// <returns>What keeps it from being used as it is; null: nothing.</returns>
    public static StoreException? Look(string folder, StoreSchema schema)
    {
        try
        {
            SqliteFile.Look(
                Path.Combine(folder, schema.File), schema,
                file => _ = new SqliteSecretStore(file, null));
            return null;
        }
        catch (StoreException trouble)
        {
            return trouble;
        }
    }

    public (ImmutableArray<SecretEntry> Entries, ImmutableArray<(SecretEntryKind Kind, byte[] Key)> Damaged) Load()
    {
        var entries = ImmutableArray.CreateBuilder<SecretEntry>();
        var damaged = ImmutableArray.CreateBuilder<(SecretEntryKind, byte[])>();
        foreach (var (kind, key, value) in Rows())
        {
            if (_seal!.Open(kind, key, value) is { } opened) entries.Add(new(kind, key, opened));
            else damaged.Add((kind, key));
        }

        return (entries.ToImmutable(), damaged.ToImmutable());
    }

    public void Keep(SecretEntry entry)
    {
        if (entry.Value is null)
        {
            _file.Run(
                "DELETE FROM entry WHERE kind = $kind AND key = $key", ("$kind", (int)entry.Kind), ("$key", entry.Key));
            return;
        }

        _file.Run(
            """
            INSERT INTO entry (kind, key, value) VALUES ($kind, $key, $value)
            ON CONFLICT (kind, key) DO UPDATE SET value = $value
            """,
            ("$kind", (int)entry.Kind), ("$key", entry.Key),
            ("$value", _seal!.Seal(entry.Kind, entry.Key, entry.Value)));
    }

    public void Begin() => _file.Begin();

    /// <summary>Also empties the log: shares that were replaced must not lie there.</summary>
    public void Commit()
    {
        _file.Commit();
        _file.Number("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    public void Rollback() => _file.Rollback();

    public StoreException? Probe() => _file.Probe();

    public void Dispose() => _file.Dispose();

    private List<(SecretEntryKind Kind, byte[] Key, byte[] Value)> Rows() => _file.Read(
        "SELECT kind, key, value FROM entry",
        row => ((SecretEntryKind)row.GetInt32(0), row.GetFieldValue<byte[]>(1), row.GetFieldValue<byte[]>(2)));
}
