using Rings.Protocol.Wire;

namespace Rings.Actors.Messages;

/// <summary>
/// The transactions for which a receipt was given not long ago. When one comes again its receipt was lost: it is
/// given again, and
/// nothing else happens. The oldest makes room.
/// </summary>
/// <param name="capacity">The most that are remembered.</param>
internal sealed class RecentReceipts(int capacity)
{
    private readonly HashSet<PayloadHash> _given = [];
    private readonly Queue<PayloadHash> _oldestFirst = new();

    public void Add(PayloadHash transaction)
    {
        if (!_given.Add(transaction)) return;
        _oldestFirst.Enqueue(transaction);
        if (_oldestFirst.Count > capacity) _given.Remove(_oldestFirst.Dequeue());
    }

    public bool Contains(PayloadHash transaction) => _given.Contains(transaction);
}
