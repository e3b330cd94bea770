namespace Rings.Protocol.Storage;

/// <summary>This node's records that are to be put again before they expire.</summary>
/// <param name="capacity">The most.</param>
internal sealed class Renewals(int capacity)
{
    private readonly Dictionary<(Did Key, RecordSlot Slot), OwnRecord> _own = [];

    /// <summary>How many there are.</summary>
    public int Count => _own.Count;

    /// <summary>Whether a record has a place: its own, or a free one.</summary>
    public bool HasRoomFor(Did key, RecordSlot slot) => _own.Count < capacity || _own.ContainsKey((key, slot));

    /// <summary>Takes a record in, in place of its former word.</summary>
    /// <exception cref="InvalidOperationException">There is no room for it.</exception>
    public void Add(OwnRecord own)
    {
        if (!HasRoomFor(own.Key, own.Record.Slot)) throw new InvalidOperationException("no room");
        _own[own.Name] = own;
    }

    /// <summary>Leaves a record to its expiry; false where it was not renewed.</summary>
    public bool Remove(Did key, RecordSlot slot) => _own.Remove((key, slot));

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<OwnRecord> All => _own.Values;

    /// <summary>Records whose time has come, the most urgent first.</summary>
    /// <param name="now">The time.</param>
    /// <param name="most">The most to give.</param>
    public IReadOnlyList<OwnRecord> Due(Instant now, int most) =>
        [.. _own.Values.Where(own => own.Due <= now).OrderBy(own => own.Record.Expires).Take(most)];
}
