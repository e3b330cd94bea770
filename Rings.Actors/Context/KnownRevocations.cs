using Rings.Protocol;
using Rings.Protocol.Identity;

namespace Rings.Actors.Context;

/// <summary>The revocations that a part tells those that begin later; the longest known gives way.</summary>
/// <param name="capacity">The most; at least 1.</param>
internal sealed class KnownRevocations(int capacity)
{
    private readonly Dictionary<Did, Revocation> _known = [];
    private readonly Queue<Did> _order = new();

    public IReadOnlyCollection<Revocation> All => _known.Values;

    public void Add(Revocation revocation)
    {
        if (_known.TryAdd(revocation.Account, revocation)) _order.Enqueue(revocation.Account);
        else _known[revocation.Account] = revocation;
        if (_order.Count > capacity) _known.Remove(_order.Dequeue());
    }
}
