using Rings.Actors.Disk;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Wire;

namespace Rings.Actors.Sessions;

/// <summary>Keeps all in an SQLite file that only its owner may read: it holds private keys.</summary>
/// <remarks>
/// Survives the process, whatever ends it. What is deleted is overwritten (<c>secure_delete</c>), and the log is emptied
/// after prekeys were erased: what their mail said cannot be had from the file any more.
/// </remarks>
internal sealed class SqliteSessionStore : ISessionStore
{
    private readonly SqliteFile _file;
    private bool _isErasing;

    /// <summary>Reads what a file holds; what cannot be read is damage.</summary>
    internal SqliteSessionStore(SqliteFile file)
    {
        _file = file;
        _ = (Hellos(), Prekeys(), Posted());
    }

    /// <summary>Opens a store, or makes one.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The store, and where a damaged file was set aside to.</returns>
    /// <exception cref="StoreException">The file cannot be used.</exception>
    public static (SqliteSessionStore Store, string? SetAside) Open(string path) =>
        SqliteFile.Open(path, StoreSchema.Sessions, file => new SqliteSessionStore(file));

    public IReadOnlyList<(byte[] Hash, Instant Until)> Hellos() => _file.Read(
        "SELECT hash, until FROM hello", row => (row.GetFieldValue<byte[]>(0), new Instant(row.GetInt64(1))));

    public void KeepHello(ReadOnlySpan<byte> hash, Instant until) => _file.Run(
        "INSERT OR REPLACE INTO hello (hash, until) VALUES ($hash, $until)",
        ("$hash", hash.ToArray()), ("$until", until.UnixMicroseconds));

    public IReadOnlyList<PrekeySecret> Prekeys() => _file.Read(
        "SELECT id, bundle, key, issued FROM prekey ORDER BY id", row => new PrekeySecret(
            (uint)row.GetInt64(0), Sized(row.GetFieldValue<byte[]>(1), 32),
            Sized(row.GetFieldValue<byte[]>(2), X25519PrivateKey.Bytes, X25519PrivateKey.Bytes + MlKemPrivateKey.SeedBytes),
            new Instant(row.GetInt64(3))));

    public void KeepPrekeys(IReadOnlyList<PrekeySecret> secrets)
    {
        _isErasing = true;
        _file.Run("DELETE FROM prekey");
        foreach (var secret in secrets)
        {
            _file.Run(
                "INSERT INTO prekey (id, bundle, key, issued) VALUES ($id, $bundle, $key, $issued)",
                ("$id", (long)secret.Id), ("$bundle", secret.BundleHash.ToArray()), ("$key", secret.Key.ToArray()),
                ("$issued", secret.Issued.UnixMicroseconds));
        }
    }

    public IReadOnlyList<PostedMail> Posted() => _file.Read(
        "SELECT recipient, id, expires FROM posted", row => new PostedMail(
            Did.Read(row.GetFieldValue<byte[]>(0)), MessageId.Read(row.GetFieldValue<byte[]>(1)),
            new Instant(row.GetInt64(2))));

    public void KeepPosted(PostedMail mail) => _file.Run(
        "INSERT OR REPLACE INTO posted (recipient, id, expires) VALUES ($to, $id, $expires)",
        ("$to", mail.To.ToByteArray()), ("$id", mail.Id.ToByteArray()), ("$expires", mail.Expires.UnixMicroseconds));

    public void ForgetPosted(PostedMail mail) => _file.Run(
        "DELETE FROM posted WHERE recipient = $to AND id = $id",
        ("$to", mail.To.ToByteArray()), ("$id", mail.Id.ToByteArray()));

    public void Forget(Instant now) =>
        _file.Run("DELETE FROM hello WHERE until < $now", ("$now", now.UnixMicroseconds));

    public void Begin() => _file.Begin();

    /// <summary>Where prekeys were erased the log is emptied, too; where that fails, after the next commit.</summary>
    public void Commit()
    {
        _file.Commit();
        if (!_isErasing) return;
        try
        {
            _file.Run("PRAGMA wal_checkpoint(TRUNCATE)");
            _isErasing = false;
        }
        catch (StoreException failed) when (failed.IsPassing)
        {
            // The keys are gone from the tables all the same, and what was committed is.
            return;
        }
    }

    public void Rollback() => _file.Rollback();

    public StoreException? Probe() => _file.Probe();

    public void Dispose() => _file.Dispose();

    private static byte[] Sized(byte[] bytes, params ReadOnlySpan<int> lengths) =>
        lengths.Contains(bytes.Length) ? bytes : throw new InvalidDataException("prekey");
}
