using System.Collections.Immutable;
using Rings.Actors.Disk;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Actors.Store;

/// <summary>For a node without a data directory: what it keeps ends with it.</summary>
internal sealed class MemorySecretStore : ISecretStore
{
    private readonly Dictionary<(SecretEntryKind, string), SecretEntry> _entries = [];

    public (ImmutableArray<SecretEntry> Entries, ImmutableArray<(SecretEntryKind Kind, byte[] Key)> Damaged) Load() =>
        ([.. _entries.Values], []);

    public void Keep(SecretEntry entry)
    {
        var place = (entry.Kind, Convert.ToHexString(entry.Key));
        if (entry.Value is null) _entries.Remove(place);
        else _entries[place] = entry;
    }

    public void Begin()
    {
        // One group is written at a time, and none of it can fail.
    }

    public void Commit()
    {
        // What is in memory is as durable as it will be.
    }

    public void Rollback()
    {
        // Nothing fails that could be rolled back.
    }

    public StoreException? Probe() => null;

    public void Dispose()
    {
        // Kept for the next actor that takes this one's place.
    }
}
