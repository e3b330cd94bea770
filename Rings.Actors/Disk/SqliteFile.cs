using Microsoft.Data.Sqlite;
using Rings.Protocol;
using SQLitePCL;

namespace Rings.Actors.Disk;

/// <summary>
/// One store's SQLite file: opened for this process only, checked, brought to the present version; statements are
/// prepared once. The same for every store: a damaged file is set aside, one of a later version refused, and a disk
/// that cannot be written is a <see cref="StoreException"/> that leaves the file as its last commit did.
/// </summary>
/// <remarks>An edge: reads and writes the disk. Used by one thread at a time.</remarks>
internal sealed class SqliteFile : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = [];

    private SqliteFile(string path, SqliteConnection connection) => (Path, _connection) = (path, connection);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Whether writes gather in a transaction.</summary>
    public bool IsGathering => raw.sqlite3_get_autocommit(_connection.Handle) == 0;

    /// <summary>Opens a store, or makes one.</summary>
    /// <typeparam name="T">The store.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="schema">What it holds.</param>
    /// <param name="load">
    /// Makes the store, and reads what it holds. What it cannot read (<see cref="InvalidDataException"/>,
    /// <see cref="ProtocolException"/>) is damage.
    /// </param>
    /// <returns>The store, and where a damaged file was set aside to; null: it was sound.</returns>
    /// <exception cref="StoreException">It is of a later version, or the disk or another process is in the
    /// way.</exception>
    public static (T Store, string? SetAside) Open<T>(string path, StoreSchema schema, Func<SqliteFile, T> load)
    {
        try
        {
            return (OpenSound(path, schema, load), null);
        }
        catch (StoreException damage) when (damage.Trouble == StoreTrouble.Damaged)
        {
            var aside = DamagedFile.SetAside(path, "-wal", "-shm");
            return (OpenSound(path, schema, load), aside);
        }
    }

    /// <summary>Looks at a store as <see cref="Open"/> would find it, and changes nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="schema">What it holds.</param>
    /// <param name="load">Reads what it holds, as in <see cref="Open"/>.</param>
    /// <exception cref="StoreException">What opening it would throw, or <see cref="StoreTrouble.Damaged"/>.</exception>
    public static void Look(string path, StoreSchema schema, Action<SqliteFile> load)
    {
        SqliteFile? file = null;
        try
        {
            file = new(path, Connect(path));
            file.RequireSound();
            // Tables of an earlier version are not those that the store reads.
            if (StoreVersion.Of(file, schema) == schema.Version) load(file);
        }
        catch (Exception error) when (TroubleAtOpening(path, error) is { } trouble)
        {
            throw trouble;
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <summary>Runs a statement.</summary>
    /// <param name="sql">The statement; the same text is prepared once.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <returns>The rows it changed.</returns>
    /// <exception cref="StoreException">The disk did not take it.</exception>
    public int Run(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        try
        {
            return Command(sql, parameters).ExecuteNonQuery();
        }
        catch (SqliteException error) when (StoreException.Of(Path, error) is { } trouble)
        {
            throw trouble;
        }
    }

    /// <summary>Reads rows.</summary>
    /// <param name="sql">The query; the same text is prepared once.</param>
    /// <param name="read">Reads one row. What it cannot read (as for <see cref="Open"/>) is damage.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <exception cref="StoreException">The disk did not give them, or they are damaged.</exception>
    public List<T> Read<T>(
        string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        try
        {
            using var reader = Command(sql, parameters).ExecuteReader();
            var rows = new List<T>();
            while (reader.Read()) rows.Add(read(reader));
            return rows;
        }
        catch (SqliteException error) when (StoreException.Of(Path, error) is { } trouble)
        {
            throw trouble;
        }
        catch (Exception wrong) when (IsNoRow(wrong))
        {
            // Bytes that were turned on the disk while the store is in use: no word of a peer's.
            throw StoreException.Of(Path, StoreTrouble.Damaged, wrong);
        }
    }

    /// <summary>From now on writes gather, until <see cref="Commit"/> or <see cref="Rollback"/>.</summary>
    public void Begin() => Run("BEGIN IMMEDIATE");

    /// <summary>Makes what gathered durable, all of it.</summary>
    /// <exception cref="StoreException">The disk did not take it: nothing of it is there.</exception>
    public void Commit()
    {
        try
        {
            Run("COMMIT");
        }
        catch (StoreException)
        {
            Rollback();
            throw;
        }
    }

    /// <summary>Gives up what gathered. SQLite may have done so by itself, when the disk was full.</summary>
    public void Rollback()
    {
        if (IsGathering) Run("ROLLBACK");
    }

    /// <summary>Tries whether the disk takes a page of this file, and some more beside it.</summary>
    /// <returns>What keeps it from that; null: nothing.</returns>
    public StoreException? Probe()
    {
        if (DiskProbe.Write(System.IO.Path.GetDirectoryName(Path)!) is { } trouble) return trouble;
        try
        {
            Run($"PRAGMA user_version = {Number("PRAGMA user_version")}");
            return null;
        }
        catch (StoreException failed) when (failed.IsPassing)
        {
            return failed;
        }
    }

    /// <summary>Closes the file. What gathers is given up.</summary>
    public void Dispose()
    {
        foreach (var command in _commands.Values) command.Dispose();
        _connection.Dispose();
    }

    private static T OpenSound<T>(string path, StoreSchema schema, Func<SqliteFile, T> load)
    {
        SqliteFile? file = null;
        try
        {
            file = new(path, Connect(path));
            file.Prepare(schema);
            return load(file);
        }
        catch (Exception error)
        {
            file?.Dispose();
            if (TroubleAtOpening(path, error) is { } trouble) throw trouble;
            throw;
        }
    }

    /// <summary>Whether what was read is no row that was ever written.</summary>
    private static bool IsNoRow(Exception error) =>
        error is InvalidDataException or ProtocolException or InvalidCastException or OverflowException;

    /// <summary>What keeps a file from being opened. A statement that its tables do not know is damage, too: the tables
    /// are this program's.</summary>
    private static StoreException? TroubleAtOpening(string path, Exception error) => error switch
    {
        StoreException known => known,
        SqliteException wrong => StoreException.Of(path, wrong) ?? StoreException.Of(path, StoreTrouble.Damaged, wrong),
        _ when IsNoRow(error) => StoreException.Of(path, StoreTrouble.Damaged, error),
        IOException or UnauthorizedAccessException => StoreException.Of(path, error),
        _ => null,
    };

    /// <summary>The operating system is asked first: it says why a file cannot be opened, and SQLite does not.</summary>
    private static SqliteConnection Connect(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        new FileStream(path, options).Dispose();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,
            DefaultTimeout = 1,
        }.ToString());
        connection.Open();
        return connection;
    }

    private void Prepare(StoreSchema schema)
    {
        // Without others there is no index of the log in shared memory, and no file for it that a full disk could cut.
        Run("PRAGMA locking_mode = EXCLUSIVE");
        if (schema.IsSecret) Run("PRAGMA secure_delete = ON");
        Run("PRAGMA journal_mode = WAL");
        Run($"PRAGMA synchronous = {(schema.IsSynced ? "FULL" : "NORMAL")}");
        Run($"PRAGMA wal_autocheckpoint = {DiskProbe.LogPages(System.IO.Path.GetDirectoryName(Path)!)}");
        // The first write takes the lock that this process keeps.
        Run("BEGIN IMMEDIATE");
        Run("COMMIT");
        RequireSound();
        Migrate(schema, StoreVersion.Of(this, schema));
    }

    private void RequireSound()
    {
        if (Read("PRAGMA quick_check(1)", row => row.GetString(0)) is not ["ok"])
            throw StoreException.Of(Path, StoreTrouble.Damaged);
    }

    private void Migrate(StoreSchema schema, int version)
    {
        if (version == schema.Version && Number("PRAGMA application_id") == schema.Stamp(version)) return;
        Begin();
        foreach (var step in schema.Steps.Skip(version)) Run(step);
        Run($"PRAGMA user_version = {schema.Version}");
        Run($"PRAGMA application_id = {schema.Stamp(schema.Version)}");
        Commit();
    }

    /// <summary>The one number that a query gives.</summary>
    public long Number(string sql) => Read(sql, row => row.GetInt64(0))[0];

    private SqliteCommand Command(string sql, ReadOnlySpan<(string Name, object Value)> parameters)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, _) in parameters) command.Parameters.Add(new SqliteParameter { ParameterName = name });
            _commands.Add(sql, command);
        }

        for (var i = 0; i < parameters.Length; i++) command.Parameters[i].Value = parameters[i].Value;
        return command;
    }
}
