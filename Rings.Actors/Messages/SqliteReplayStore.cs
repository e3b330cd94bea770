using Rings.Actors.Disk;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;
using Rings.Protocol.Wire;

namespace Rings.Actors.Messages;

/// <summary>Keeps the marks in an SQLite file of their own: survives the process, whatever ends it.</summary>
/// <remarks>
/// Write-ahead log without a sync per commit: what a killed process wrote is there, and only a machine that loses
/// power may lose the last marks, and then no more than it also loses of what it acted on.
/// </remarks>
internal sealed class SqliteReplayStore : IReplayStore
{
    private readonly SqliteFile _file;

    /// <summary>Reads what a file holds; what cannot be read is damage.</summary>
    internal SqliteReplayStore(SqliteFile file, Ed25519PublicKey? session)
    {
        _file = file;
        SequenceMark = _file.Read("SELECT mark FROM sequence WHERE session = $session", row => (ulong)row.GetInt64(0),
            ("$session", session?.ToString() ?? "")).FirstOrDefault();
        _ = Load();
    }

    public ulong SequenceMark { get; }

    /// <summary>Opens a store, or makes one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="session">This node's session key: a new one begins its numbers anew.</param>
    /// <returns>The store, and where a damaged file was set aside to.</returns>
    /// <exception cref="StoreException">The file cannot be used.</exception>
    public static (SqliteReplayStore Store, string? SetAside) Open(string path, Ed25519PublicKey session) =>
        SqliteFile.Open(path, StoreSchema.Replay, file => new SqliteReplayStore(file, session));

    public IEnumerable<ReplayMark> Load() => _file.Read(
        "SELECT delegation, lane, highest, until FROM mark",
        row => new ReplayMark(
            DelegationId.Read(row.GetFieldValue<byte[]>(0)), (Lane)row.GetInt32(1), (ulong)row.GetInt64(2),
            new Instant(row.GetInt64(3))));

    public void Keep(in ReplayMark mark) => _file.Run(
        """
        INSERT INTO mark (delegation, lane, highest, until) VALUES ($delegation, $lane, $highest, $until)
        ON CONFLICT (delegation, lane) DO UPDATE SET highest = max(highest, $highest), until = max(until, $until)
        """,
        ("$delegation", mark.Delegation.ToByteArray()), ("$lane", (int)mark.Lane), ("$highest", (long)mark.Highest),
        ("$until", mark.Until.UnixMicroseconds));

    public void KeepSequence(Ed25519PublicKey session, ulong mark)
    {
        _file.Run(
            """
            INSERT INTO sequence (session, mark) VALUES ($session, $mark)
            ON CONFLICT (session) DO UPDATE SET mark = $mark
            """,
            ("$session", session.ToString()!), ("$mark", (long)mark));
    }

    public bool KeepMessage(ReadOnlySpan<byte> mark, Instant until) => _file.Run(
        "INSERT OR IGNORE INTO message (mark, until) VALUES ($mark, $until)",
        ("$mark", mark.ToArray()), ("$until", until.UnixMicroseconds)) == 1;

    public void Forget(Instant now)
    {
        _file.Run("DELETE FROM mark WHERE until < $now", ("$now", now.UnixMicroseconds));
        _file.Run("DELETE FROM message WHERE until < $now", ("$now", now.UnixMicroseconds));
    }

    public void Begin() => _file.Begin();

    public void Commit() => _file.Commit();

    public void Rollback() => _file.Rollback();

    public StoreException? Probe() => _file.Probe();

    public void Dispose() => _file.Dispose();
}
