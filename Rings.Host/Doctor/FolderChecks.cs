using System.Globalization;
using Rings.Actors.Disk;
using Rings.Actors.Hosting;
using Rings.Actors.Identity;
using Rings.Actors.Peers;
using Rings.Host.Cli;
using Rings.Host.Identity;
using Rings.Host.Names;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Actors.Store;

namespace Rings.Host.Doctor;

/// <summary>What lies in the data directory: key, session and stores; and its disk. Nothing is changed.</summary>
/// <param name="data">The directory.</param>
/// <param name="time">The clock.</param>
internal sealed class FolderChecks(DataFolder data, TimeProvider time)
{
    /// <summary>All of them.</summary>
    /// <param name="ring">The ring that the session is for.</param>
    public IEnumerable<Finding> All(RingId ring)
    {
        if (!Directory.Exists(data.Path))
            return [new("data", Verdict.Note, $"{data.Path} is not there yet", "the first rings run makes it")];
        return [Disk(), Key(), Session(ring), .. Token(), .. Names(), .. Peers(ring),
            .. StoreSchema.All.Where(schema => File.Exists(InData(schema.File))).Select(Store), .. Secrets(), .. SwapKey()];
    }

    private Finding Key()
    {
        if (!File.Exists(data.KeyFile))
            return new("key", Verdict.Note, "no account key here", "rings run makes one; or its account is in a wallet");
        if (!OwnerOnlyFile.IsPrivate(data.KeyFile))
            return new("key", Verdict.Wrong, $"{data.KeyFile} can be read by others", OwnerOnlyFile.Remedy(data.KeyFile));
        try
        {
            KeyFile.RequireReadable(data.KeyFile);
            return new("key", Verdict.Well, "readable only by its owner");
        }
        catch (ProtocolException damaged)
        {
            return new(
                "key", Verdict.Wrong, $"{data.KeyFile} does not hold a key ({damaged.Message})",
                "put its backup there: rings run does not begin with it");
        }
    }

    private IEnumerable<Finding> Token() => Checked(
        "token", data.TokenFile, () => AccessToken.Read(data.TokenFile), "opens the internal listener; readable only by its owner");

    private IEnumerable<Finding> Names() => Checked(
        "names", data.NamesFile, () => NameBook.Open(data.NamesFile, Did.Zero), "the address book can be read");

    /// <summary>What a person has to mend: rings run does not begin with it, and says the same.</summary>
    private static IEnumerable<Finding> Checked(string name, string path, Action read, string well)
    {
        if (!File.Exists(path)) yield break;
        Finding found;
        try
        {
            read();
            found = new(name, Verdict.Well, well);
        }
        catch (Exception error) when (error is UserErrorException or UnauthorizedAccessException or IOException)
        {
            found = new(name, Verdict.Wrong, error.Message);
        }

        yield return found;
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
                DelegationPhase.NotYet => new(
                    "session", Verdict.Wrong,
                    $"{says}: issued at {delegation.Issued.ToDateTimeOffset():u}, in the future: others refuse it",
                    "is the clock right? Then rings run renews it; for a wallet: rings session new --wallet DID"),
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

    private IEnumerable<Finding> Secrets()
    {
        foreach (var schema in SecretSchema.All.Where(schema => File.Exists(InData(schema.File)))) yield return Store(schema);
    }

    private IEnumerable<Finding> SwapKey() => Checked("swap.key", InData(SharesKey.SwapFileName), () =>
        _ = OwnerOnlyFile.Read(InData(SharesKey.SwapFileName)), "all keys of all swaps come from it: back it up once");

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

    private Finding Store(StoreSchema schema) => Look(schema) switch
    {
        null => new(schema.File, Verdict.Well, "intact"),
        // SQLite's word for it: another process has the file for itself, as a running node does.
        { Trouble: StoreTrouble.Busy } => new(schema.File, Verdict.Well, "held by the running node"),
        { Trouble: StoreTrouble.Damaged } => new(
            schema.File, Verdict.Wrong, "damaged",
            $"rings run sets it aside and begins a new one; then {schema.Consequence}"),
        { Trouble: StoreTrouble.Newer } newer => new(
            schema.File, Verdict.Wrong, newer.Message, "run that version, or name another directory: --data-dir DIR"),
        var trouble => new(schema.File, Verdict.Wrong, trouble.Message, "mend that, or name another directory: --data-dir DIR"),
    };

    private StoreException? Look(StoreSchema schema) => SecretSchema.All.Contains(schema)
        ? SqliteSecretStore.Look(data.Path, schema)
        : StoreFiles.Look(data.Path, schema);

    /// <summary>A file is made, and removed: to ask a disk whether it takes one is no answer.</summary>
    private Finding Disk() => DiskProbe.Write(data.Path) switch
    {
        null => new("disk", Verdict.Well, $"can be written; room for others' records: {Megabytes(DiskProbe.RoomForOthers(data.Path))}"),
        { Trouble: StoreTrouble.Full } full => new("disk", Verdict.Wrong, full.Message, "make room: a node that runs refuses writes until then"),
        var trouble => new("disk", Verdict.Wrong, trouble.Message, "rings run needs a directory that it can write: --data-dir DIR"),
    };

    private static string Megabytes(long bytes) =>
        $"{(Math.Max(0, bytes) / 1_000_000.0).ToString("N1", CultureInfo.InvariantCulture)} MB";

    private string InData(string name) => Path.Combine(data.Path, name);
}
