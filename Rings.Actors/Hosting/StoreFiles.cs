using Rings.Actors.Disk;
using Rings.Actors.Messages;
using Rings.Actors.Services;
using Rings.Actors.Sessions;
using Rings.Actors.Storage;
using Rings.Protocol.Storage;

namespace Rings.Actors.Hosting;

/// <summary>Which class keeps which store's file.</summary>
internal static class StoreFiles
{
    /// <summary>Looks at a store as a node that starts would find it, and changes nothing.</summary>
    /// <param name="folder">The data directory.</param>
    /// <param name="schema">Which store.</param>
    /// <returns>What keeps it from being used as it is; null: nothing.</returns>
    public static StoreException? Look(string folder, StoreSchema schema)
    {
        try
        {
            SqliteFile.Look(Path.Combine(folder, schema.File), schema, ReaderOf(schema));
            return null;
        }
        catch (StoreException trouble)
        {
            return trouble;
        }
    }

    private static Action<SqliteFile> ReaderOf(StoreSchema schema) => schema.File switch
    {
        "records.db" => file => _ = new SqliteRecordStore(file, new RecordLimits()),
        "own.db" => file => _ = new SqliteOwnRecordStore(file),
        "services.db" => file => _ = new SqliteServiceStore(file),
        "replay.db" => file => _ = new SqliteReplayStore(file, null),
        _ => file => _ = new SqliteSessionStore(file),
    };
}
