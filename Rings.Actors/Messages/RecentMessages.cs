namespace Rings.Actors.Messages;

/// <summary>
/// The last end-to-end messages that were acted on, for a node that keeps nothing on disk, and faster than a disk for
/// those that do.
/// </summary>
/// <param name="capacity">The most; the oldest gives way.</param>
internal sealed class RecentMessages(int capacity)
{
    private readonly HashSet<string> _marks = [];
    private readonly Queue<string> _order = new();

    /// <summary>Notes a mark; false where it is known.</summary>
    public bool TryAdd(ReadOnlySpan<byte> mark)
    {
        var name = Convert.ToHexString(mark);
        if (!_marks.Add(name)) return false;
        _order.Enqueue(name);
        if (_order.Count > capacity) _marks.Remove(_order.Dequeue());
        return true;
    }

    /// <summary>A message was not acted on after all: it is new again.</summary>
    public void Remove(ReadOnlySpan<byte> mark) => _marks.Remove(Convert.ToHexString(mark));
}
