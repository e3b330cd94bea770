namespace Rings.Actors.Disk;

/// <summary>Which version a store's file is of.</summary>
internal static class StoreVersion
{
    /// <summary>The version; 0: an empty file.</summary>
    /// <exception cref="StoreException">It is of a later version, or what it says of itself does not agree.</exception>
    public static int Of(SqliteFile file, StoreSchema schema)
    {
        var (version, stamp) = (file.Number("PRAGMA user_version"), file.Number("PRAGMA application_id"));
        if (version is 0 && stamp is 0 && file.Number("SELECT count(*) FROM sqlite_schema") == 0) return 0;
        // Files of before the stamp are of version 1 or 2, and hold no stamp at all.
        if (stamp == 0 && version is > 0 and <= 2 && version <= schema.Version) return (int)version;
        if (version is < 1 or > byte.MaxValue || stamp != schema.Stamp((int)version))
            throw StoreException.Of(file.Path, StoreTrouble.Damaged);
        return version <= schema.Version ? (int)version : throw StoreException.Of(file.Path, StoreTrouble.Newer);
    }
}
