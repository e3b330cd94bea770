using System.Collections.Immutable;

namespace Rings.Actors.Disk;

/// <summary>What a store's file holds, and what its loss means.</summary>
/// <param name="File">Its name in the data directory.</param>
/// <param name="Number">
/// Tells the stores apart within their files, so that one store's file under another's name is set aside as damaged; 1 to 255.
/// <c>services.db</c> and <c>secrets.db</c> bear one number: of those, one under the other's name is noticed by its missing tables only.
/// </param>
/// <param name="Consequence">What happens when a damaged one is set aside, as a clause: "… and CONSEQUENCE".</param>
/// <param name="Steps">
/// The scripts that lead from version to version: the first makes an empty file version 1. A step that was released is
/// never changed.
/// </param>
internal sealed record StoreSchema(string File, byte Number, string Consequence, ImmutableArray<string> Steps)
{
    /// <summary>Whether each commit waits for the disk, so that it also survives the machine's loss of power.</summary>
    public bool IsSynced { get; init; }

    /// <summary>Whether it holds secrets: what is deleted is overwritten.</summary>
    public bool IsSecret { get; init; }

    /// <summary>The version that this program writes.</summary>
    public int Version => Steps.Length;

    /// <summary>
    /// Stands in the file beside <c>user_version</c> and says the same in another place, so that a turned bit is not
    /// taken for a later version: "RN", the store, the version.
    /// </summary>
    public int Stamp(int version) => (0x52_4E << 16) | (Number << 8) | version;

    /// <summary>This node's share of the ring's records.</summary>
    public static StoreSchema Records { get; } = new(
        "records.db", 1, "the node begins without records: its neighbours have the copies", ["""
        CREATE TABLE records (
          id INTEGER PRIMARY KEY, key BLOB NOT NULL, slot BLOB NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL,
          record BLOB);
        CREATE UNIQUE INDEX records_by_slot ON records (key, slot);
        """])
    {
        IsSynced = true,
    };

    /// <summary>What this node is to put again before it expires.</summary>
    public static StoreSchema Own { get; } = new(
        "own.db", 2, "what this node was to renew is renewed no more: put it again with --renew", ["""
        CREATE TABLE own (
          key BLOB NOT NULL, slot BLOB NOT NULL, record BLOB NOT NULL, life INTEGER NOT NULL,
          PRIMARY KEY (key, slot)) WITHOUT ROWID;
        """, "ALTER TABLE own ADD COLUMN hash BLOB;"])
    {
        IsSynced = true,
    };

    /// <summary>What this node acted on.</summary>
    public static StoreSchema Replay { get; } = new(
        "replay.db", 3, "a message of the last minutes that somebody sends once more may be acted on twice", ["""
        CREATE TABLE mark (
          delegation BLOB NOT NULL, lane INTEGER NOT NULL, highest INTEGER NOT NULL, until INTEGER NOT NULL,
          PRIMARY KEY (delegation, lane)) WITHOUT ROWID;
        CREATE TABLE sequence (session TEXT PRIMARY KEY, mark INTEGER NOT NULL) WITHOUT ROWID;
        """, """
        CREATE TABLE message (mark BLOB PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX message_by_time ON message (until);
        """]);

    /// <summary>What end-to-end messages need.</summary>
    public static StoreSchema Sessions { get; } = new(
        "sessions.db", 4, "letters that were sealed for this node's last prekeys cannot be opened", ["""
        CREATE TABLE hello (hash BLOB PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE prekey (
          id INTEGER PRIMARY KEY, bundle BLOB NOT NULL, key BLOB NOT NULL, issued INTEGER NOT NULL);
        CREATE TABLE posted (
          recipient BLOB NOT NULL, id BLOB NOT NULL, expires INTEGER NOT NULL, PRIMARY KEY (recipient, id))
          WITHOUT ROWID;
        """])
    {
        IsSecret = true,
    };

    /// <summary>What this node provides, and who may use it.</summary>
    public static StoreSchema Services { get; } = new(
        "services.db", 5, "this node provides no service until you add them again; their tickets are gone", ["""
        CREATE TABLE service (name TEXT PRIMARY KEY, value BLOB NOT NULL, hash BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE ticket (secret TEXT PRIMARY KEY, value BLOB NOT NULL, hash BLOB NOT NULL) WITHOUT ROWID;
        """])
    {
        IsSynced = true,
    };

    /// <summary>All of a node's stores.</summary>
    public static ImmutableArray<StoreSchema> All { get; } = [Records, Own, Replay, Sessions, Services];
}
