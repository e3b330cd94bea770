namespace Rings.Protocol.Storage;

/// <summary>
/// The records that this node put and does not renew, so that its owner can see them: the last so many, until they end.
/// The one that ends first makes room for another.
/// </summary>
/// <param name="capacity">The most.</param>
internal sealed class OwnPuts(int capacity)
{
    private readonly Dictionary<(Did Key, RecordSlot Slot), OwnRecord> _puts = [];

    /// <summary>Takes a record in, in place of its former word.</summary>
    public void Add(OwnRecord put)
    {
        _puts[put.Name] = put;
        if (_puts.Count > capacity) _puts.Remove(_puts.Values.MinBy(one => one.Record.Expires)!.Name);
    }

    /// <summary>Forgets a record: it has ended, or is renewed from now on.</summary>
    public void Remove(Did key, RecordSlot slot) => _puts.Remove((key, slot));

    /// <summary>Those that have not ended; the others are forgotten.</summary>
    /// <param name="now">The time.</param>
    public IReadOnlyList<OwnRecord> At(Instant now)
    {
        foreach (var ended in _puts.Values.Where(put => put.Record.Expires <= now).ToList()) _puts.Remove(ended.Name);
        return [.. _puts.Values];
    }
}
