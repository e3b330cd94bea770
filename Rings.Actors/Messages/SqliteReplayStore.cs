using Microsoft.Data.Sqlite;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;
using Rings.Protocol.Wire;

namespace Rings.Actors.Messages;

/// <summary>Keeps the marks in an SQLite file of their own: survives the process, whatever ends it.</summary>
/// <remarks>
/// Write-ahead log without a sync per commit: what a killed process wrote is there, and only a machine that loses
/// power may lose the
/// last marks, and then no more than it also loses of what it acted on.
/// </remarks>
internal sealed class SqliteReplayStore : IReplayStore
{
    private const int SchemaVersion = 2;

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _keep;
    private readonly SqliteCommand _sequence;
    private readonly SqliteCommand _message;
    private string _key;

    /// <param name="path">The file; made if it is not there.</param>
    /// <param name="session">This node's session key: a new one begins its numbers anew.</param>
    public SqliteReplayStore(string path, Ed25519PublicKey session)
    {
        _key = session.ToString()!;
        _connection =
            new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
        Migrate();
        _keep = Command(
            """
            INSERT INTO mark (delegation, lane, highest, until) VALUES ($delegation, $lane, $highest, $until)
            ON CONFLICT (delegation, lane) DO UPDATE SET highest = max(highest, $highest), until = max(until, $until)
            """,
            "$delegation", "$lane", "$highest", "$until");
        _sequence = Command(
            """
            INSERT INTO sequence (session, mark) VALUES ($session, $mark)
            ON CONFLICT (session) DO UPDATE SET mark = $mark
            """,
            "$session", "$mark");
        _message = Command("INSERT OR IGNORE INTO message (mark, until) VALUES ($mark, $until)", "$mark", "$until");
        SequenceMark = ReadSequence();
    }

    public ulong SequenceMark { get; private set; }

    public IEnumerable<ReplayMark> Load()
    {
        var marks = new List<ReplayMark>();
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT delegation, lane, highest, until FROM mark";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            marks.Add(new(
                DelegationId.Read(reader.GetFieldValue<byte[]>(0)), (Lane)reader.GetInt32(1), (ulong)reader.GetInt64(2),
                new Instant(reader.GetInt64(3))));
        }

        return marks;
    }

    public void Keep(in ReplayMark mark)
    {
        _keep.Parameters[0].Value = mark.Delegation.ToByteArray();
        _keep.Parameters[1].Value = (int)mark.Lane;
        _keep.Parameters[2].Value = (long)mark.Highest;
        _keep.Parameters[3].Value = mark.Until.UnixMicroseconds;
        _keep.ExecuteNonQuery();
    }

    public void KeepSequence(ulong mark)
    {
        _sequence.Parameters[0].Value = _key;
        _sequence.Parameters[1].Value = (long)mark;
        _sequence.ExecuteNonQuery();
        SequenceMark = mark;
    }

    public void BeginSession(Ed25519PublicKey session)
    {
        _key = session.ToString()!;
        KeepSequence(SequenceMark);
    }

    public bool KeepMessage(ReadOnlySpan<byte> mark, Instant until)
    {
        _message.Parameters[0].Value = mark.ToArray();
        _message.Parameters[1].Value = until.UnixMicroseconds;
        return _message.ExecuteNonQuery() == 1;
    }

    public void Forget(Instant now)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "DELETE FROM mark WHERE until < $now; DELETE FROM message WHERE until < $now";
        command.Parameters.AddWithValue("$now", now.UnixMicroseconds);
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _keep.Dispose();
        _sequence.Dispose();
        _message.Dispose();
        _connection.Dispose();
    }

    private void Migrate()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        var version = (long)command.ExecuteScalar()!;
        if (version > SchemaVersion)
            throw new InvalidOperationException(
                $"{_connection.DataSource} was written by a later version of this program.");
        if (version == SchemaVersion) return;
        if (version < 1)
        {
            Execute("""
                CREATE TABLE mark (
                  delegation BLOB NOT NULL, lane INTEGER NOT NULL, highest INTEGER NOT NULL, until INTEGER NOT NULL,
                  PRIMARY KEY (delegation, lane)) WITHOUT ROWID;
                CREATE TABLE sequence (session TEXT PRIMARY KEY, mark INTEGER NOT NULL) WITHOUT ROWID;
                """);
        }

        Execute($"""
            CREATE TABLE message (mark BLOB PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;
            CREATE INDEX message_by_time ON message (until);
            PRAGMA user_version = {SchemaVersion};
            """);
    }

    private ulong ReadSequence()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT mark FROM sequence WHERE session = $session";
        command.Parameters.AddWithValue("$session", _key);
        return command.ExecuteScalar() is long mark ? (ulong)mark : 0;
    }

    private SqliteCommand Command(string text, params string[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = text;
        foreach (var parameter in parameters) command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
        return command;
    }

    private void Execute(string text)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
