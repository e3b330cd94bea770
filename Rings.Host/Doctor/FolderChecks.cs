using System.Globalization;
using Microsoft.Data.Sqlite;
using Rings.Actors.Disk;
using Rings.Actors.Peers;
using Rings.Host.Cli;
using Rings.Host.Identity;
using Rings.Protocol;
using Rings.Protocol.Identity;

namespace Rings.Host.Doctor;

/// <summary>What lies in the data directory: key, session and stores. Nothing is made or changed.</summary>
/// <param name="data">The directory.</param>
/// <param name="time">The clock.</param>
internal sealed class FolderChecks(DataFolder data, TimeProvider time)
{
    // SQLITE_BUSY: another process has the file for itself, as a running node does.
    private const int Busy = 5;
    private static readonly string[] Stores = ["records.db", "replay.db", "sessions.db"];

    /// <summary>All of them.</summary>
    /// <param name="ring">The ring that the session is for.</param>
    public IEnumerable<Finding> All(RingId ring)
    {
        if (!Directory.Exists(data.Path))
            return [new("data", Verdict.Note, $"{data.Path} is not there yet", "the first rings run makes it")];
        return [Key(), Session(ring), .. Peers(ring), .. Stores.Where(name => File.Exists(InData(name))).Select(Store)];
    }

    private Finding Key()
    {
        if (!File.Exists(data.KeyFile))
            return new("key", Verdict.Note, "no account key here", "rings run makes one; or its account is in a wallet");
        return OwnerOnlyFile.IsPrivate(data.KeyFile)
            ? new("key", Verdict.Well, "readable only by its owner")
            : new("key", Verdict.Wrong, $"{data.KeyFile} can be read by others", $"chmod 600 {data.KeyFile}");
    }

    private Finding Session(RingId ring)
    {
        try
        {
            var delegation = new NodeIdentity(data, time).Show(ring);
            var phase = DelegationRenewal.PhaseAt(delegation, Instant.From(time.GetUtcNow()));
            var says = $"{delegation.Account}, until {EndOf(delegation)}";
            return phase switch
            {
                DelegationPhase.Expired => new("session", Verdict.Wrong, says + ": expired", "rings session renew"),
                DelegationPhase.Fresh => new("session", Verdict.Well, says),
                _ => new("session", Verdict.Note, says + ": ends soon", "rings session renew"),
            };
        }
        catch (Exception error) when (error is UserErrorException or UnauthorizedAccessException)
        {
            return File.Exists(data.KeyFile)
                ? new("session", Verdict.Wrong, error.Message)
                : new("session", Verdict.Note, error.Message);
        }
    }

    private IEnumerable<Finding> Peers(RingId ring)
    {
        var name = PeerFile.NameOf(ring);
        if (File.Exists(InData(name))) yield return Remembered(name);
    }

    private Finding Remembered(string name)
    {
        try
        {
            var peers = PeerFile.Read(InData(name));
            var reachable = peers.Count(peer => peer.Address is not null);
            var says = $"{peers.Count} remembered, {reachable} of them with an address to join through";
            return reachable > 0
                ? new("peers", Verdict.Well, says)
                : new("peers", Verdict.Note, says, "a restart needs a seed that answers: name several");
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return new("peers", Verdict.Wrong, $"{name}: {error.Message}",
                "rings run sets a damaged file aside and remembers anew; until then a restart needs a seed");
        }
    }

    private static string EndOf(Delegation delegation) => DateTimeOffset
        .FromUnixTimeMilliseconds(delegation.Expires.UnixMilliseconds)
        .ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private Finding Store(string name)
    {
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = InData(name),
                Mode = SqliteOpenMode.ReadWrite,
                Pooling = false,
                // Seconds to wait for a lock: a running node never lets go of its own.
                DefaultTimeout = 1,
            }.ToString());
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA quick_check";
            var says = command.ExecuteScalar() as string ?? "no answer";
            return says == "ok" ? new(name, Verdict.Well, "intact") : Damaged(name, says);
        }
        catch (SqliteException error) when (error.SqliteErrorCode == Busy)
        {
            return new(name, Verdict.Well, "held by the running node");
        }
        catch (SqliteException error)
        {
            return Damaged(name, error.Message);
        }
    }

    private static Finding Damaged(string name, string says) => new(
        name, Verdict.Wrong, says, "rings run sets a damaged store aside and begins a new one; the ring has the copies");

    private string InData(string name) => Path.Combine(data.Path, name);
}
