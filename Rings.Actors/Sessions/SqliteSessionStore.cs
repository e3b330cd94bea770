using Microsoft.Data.Sqlite;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Wire;

namespace Rings.Actors.Sessions;

/// <summary>Keeps all in an SQLite file that only its owner may read: it holds private keys.</summary>
/// <remarks>
/// Survives the process, whatever ends it. What is deleted is overwritten (<c>secure_delete</c>), and the log is emptied
/// after prekeys were erased: what their
/// mail said cannot be had from the file any more.
/// </remarks>
internal sealed class SqliteSessionStore : ISessionStore
{
    private const int SchemaVersion = 1;

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;

    /// <param name="path">The file; made if it is not there.</param>
    public SqliteSessionStore(string path)
    {
        MakeOwnerOnly(path);
        _connection =
            new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        Run("PRAGMA secure_delete = ON; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
        Migrate();
    }

    public IReadOnlyList<(byte[] Hash, Instant Until)> Hellos() => Read(
        "SELECT hash, until FROM hello", row => (row.GetFieldValue<byte[]>(0), new Instant(row.GetInt64(1))));

    public void KeepHello(ReadOnlySpan<byte> hash, Instant until) => Run(
        "INSERT OR REPLACE INTO hello (hash, until) VALUES ($hash, $until)",
        ("$hash", hash.ToArray()), ("$until", until.UnixMicroseconds));

    public IReadOnlyList<PrekeySecret> Prekeys() => Read(
        "SELECT id, bundle, key, issued FROM prekey ORDER BY id", row => new PrekeySecret(
            (uint)row.GetInt64(0), row.GetFieldValue<byte[]>(1), row.GetFieldValue<byte[]>(2),
            new Instant(row.GetInt64(3))));

    public void KeepPrekeys(IReadOnlyList<PrekeySecret> secrets)
    {
        lock (_lock)
        {
            using (var transaction = _connection.BeginTransaction())
            {
                Execute("DELETE FROM prekey", transaction);
                foreach (var secret in secrets)
                {
                    Execute(
                        "INSERT INTO prekey (id, bundle, key, issued) VALUES ($id, $bundle, $key, $issued)", transaction,
                        ("$id", (long)secret.Id), ("$bundle", secret.BundleHash.ToArray()),
                        ("$key", secret.Key.ToArray()), ("$issued", secret.Issued.UnixMicroseconds));
                }

                transaction.Commit();
            }

            Execute("PRAGMA wal_checkpoint(TRUNCATE)", null);
        }
    }

    public IReadOnlyList<PostedMail> Posted() => Read(
        "SELECT recipient, id, expires FROM posted", row => new PostedMail(
            Did.Read(row.GetFieldValue<byte[]>(0)), MessageId.Read(row.GetFieldValue<byte[]>(1)),
            new Instant(row.GetInt64(2))));

    public void KeepPosted(PostedMail mail) => Run(
        "INSERT OR REPLACE INTO posted (recipient, id, expires) VALUES ($to, $id, $expires)",
        ("$to", mail.To.ToByteArray()), ("$id", mail.Id.ToByteArray()), ("$expires", mail.Expires.UnixMicroseconds));

    public void ForgetPosted(PostedMail mail) => Run(
        "DELETE FROM posted WHERE recipient = $to AND id = $id",
        ("$to", mail.To.ToByteArray()), ("$id", mail.Id.ToByteArray()));

    public void Forget(Instant now) =>
        Run("DELETE FROM hello WHERE until < $now", ("$now", now.UnixMicroseconds));

    public void Dispose() => _connection.Dispose();

    private static void MakeOwnerOnly(string path)
    {
        if (File.Exists(path)) return;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        new FileStream(path, options).Dispose();
    }

    private void Migrate()
    {
        var version = Read("PRAGMA user_version", row => row.GetInt64(0))[0];
        if (version > SchemaVersion)
            throw new IOException($"{_connection.DataSource} was written by a later version of this program.");
        if (version == SchemaVersion) return;
        Run($"""
            CREATE TABLE hello (hash BLOB PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;
            CREATE TABLE prekey (
              id INTEGER PRIMARY KEY, bundle BLOB NOT NULL, key BLOB NOT NULL, issued INTEGER NOT NULL);
            CREATE TABLE posted (
              recipient BLOB NOT NULL, id BLOB NOT NULL, expires INTEGER NOT NULL, PRIMARY KEY (recipient, id))
              WITHOUT ROWID;
            PRAGMA user_version = {SchemaVersion};
            """);
    }

    private List<T> Read<T>(string sql, Func<SqliteDataReader, T> read)
    {
        lock (_lock)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = sql;
            using var reader = command.ExecuteReader();
            var rows = new List<T>();
            while (reader.Read()) rows.Add(read(reader));
            return rows;
        }
    }

    private void Run(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        lock (_lock) Execute(sql, null, parameters);
    }

    private void Execute(
        string sql, SqliteTransaction? transaction, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = _connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
    }
}
