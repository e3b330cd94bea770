using Rings.Protocol;
using Rings.Protocol.Storage;

namespace Rings.Actors.Storage;

/// <summary>Keeps them in memory: for a node without a data directory. Used by one storage at a time.</summary>
internal sealed class MemoryOwnRecordStore : IOwnRecordStore
{
    private readonly Dictionary<(Did Key, RecordSlot Slot), OwnRecord> _own = [];

    public IReadOnlyList<OwnRecord> Load() => [.. _own.Values];

    public void Keep(OwnRecord own) => _own[own.Name] = own;

    public void Forget(Did key, RecordSlot slot) => _own.Remove((key, slot));

    public void Dispose()
    {
    }
}
