namespace Rings.Protocol.Identity;

/// <summary>Remembers for a while which delegations failed, so that showing them again costs nothing.</summary>
/// <param name="capacity">The most failures; the oldest gives way.</param>
/// <param name="lifetime">How long each is remembered.</param>
internal sealed class FailureMemory(int capacity, TimeSpan lifetime)
{
    private readonly Dictionary<DelegationId, (DelegationVerdict Verdict, Instant At)> _failures = [];
    private readonly Queue<DelegationId> _order = [];

    public int Count => _failures.Count;

    public DelegationVerdict? Find(DelegationId id, Instant now)
    {
        Forget(now);
        return _failures.TryGetValue(id, out var failure) ? failure.Verdict : null;
    }

    public void Add(DelegationId id, DelegationVerdict verdict, Instant now)
    {
        if (!_failures.TryAdd(id, (verdict, now))) return;
        _order.Enqueue(id);
        if (_order.Count > capacity) _failures.Remove(_order.Dequeue());
    }

    private void Forget(Instant now)
    {
        while (_order.TryPeek(out var oldest) && now - _failures[oldest].At >= lifetime)
            _failures.Remove(_order.Dequeue());
    }
}
