using Rings.Actors.Disk;

namespace Rings.Sovereign.Actors.Store;

/// <summary>The store of section 11: shares of others, secrets of one's own, claims.</summary>
internal static class SecretSchema
{
    /// <summary>The file, and what its loss means.</summary>
    public static StoreSchema Secrets { get; } = new(
        "secrets.db", 5,
        "the shares that this node kept for others are gone from it, and its own secrets have to be split anew", ["""
        CREATE TABLE entry (kind INTEGER NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL, PRIMARY KEY (kind, key))
          WITHOUT ROWID;
        """])
    {
        IsSynced = true,
        IsSecret = true,
    };
}
