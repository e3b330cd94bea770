using System.Collections.Immutable;
using Rings.Actors.Disk;

namespace Rings.Sovereign.Actors.Store;

/// <summary>The stores of sections 11 to 13: shares of others, secrets of one's own, claims; groups; open swaps; tags that were shown.</summary>
internal static class SecretSchema
{
    private const string Entries = """
        CREATE TABLE entry (kind INTEGER NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL, PRIMARY KEY (kind, key))
          WITHOUT ROWID;
        """;

    /// <summary>The file of secrets, and what its loss means.</summary>
    public static StoreSchema Secrets { get; } = new(
        "secrets.db", 5,
        "the shares that this node kept for others are gone from it, and its own secrets have to be split anew", [Entries])
    {
        IsSynced = true,
        IsSecret = true,
    };

    /// <summary>The file of groups, and what its loss means.</summary>
    public static StoreSchema Groups { get; } = new(
        "groups.db", 7,
        "this node's shares of the Dids of its groups are gone: each group has to do with its other members", [Entries])
    {
        IsSynced = true,
        IsSecret = true,
    };

    /// <summary>The file of swaps, and what its loss means.</summary>
    public static StoreSchema Swaps { get; } = new(
        "swaps.db", 8,
        "this node does not know of its open swaps any more: refund them by what 'rings swap export' printed", [Entries])
    {
        IsSynced = true,
        IsSecret = true,
    };

    /// <summary>The file of tags that were shown, and what its loss means.</summary>
    public static StoreSchema Proofs { get; } = new(
        "proofs.db", 9,
        "a proof that is marked once for an occasion is not noticed when it comes a second time", [Entries])
    {
        IsSynced = true,
    };

    /// <summary>All of them.</summary>
    public static ImmutableArray<StoreSchema> All { get; } = [Secrets, Groups, Swaps, Proofs];
}
