namespace Rings.Transport.Ice;

/// <summary>
/// The brake on checks that all agents of a process share, so that a description full of somebody else's addresses
/// cannot turn this node into a weapon: at most 100 checks in any second to one address, 500 in all. Loopback addresses
/// are nobody else's. Thread-safe.
/// </summary>
internal sealed class IceCheckBudget
{
    private const int Burst = 20;
    private const int PerSecond = 80;
    private const int TotalBurst = 100;
    private const int TotalPerSecond = 400;
    private const int MaxAddresses = 1024;

    private readonly Dictionary<TransportAddress, Bucket> _addresses = [];
    private Bucket _total = new(TotalBurst, TimeSpan.Zero);

    /// <summary>Takes a check to this address out of the budget.</summary>
    /// <returns>False when there is no room now; nothing was taken.</returns>
    public bool TryTake(TransportAddress remote, TimeSpan now)
    {
        if (remote.IsLoopback)
        {
            return true;
        }

        lock (_addresses)
        {
            return TryTakeBraked(remote, now);
        }
    }

    private bool TryTakeBraked(TransportAddress remote, TimeSpan now)
    {
        var key = remote.WithPort(0);
        var bucket = _addresses.TryGetValue(key, out var known) ? known : new Bucket(Burst, now);
        bucket = bucket.Fill(now, Burst, PerSecond);
        _total = _total.Fill(now, TotalBurst, TotalPerSecond);
        if (bucket.Tokens < 1 || _total.Tokens < 1 || (_addresses.Count >= MaxAddresses && !Forget(key, now)))
        {
            return false;
        }

        _addresses[key] = bucket.Take();
        _total = _total.Take();
        return true;
    }

    /// <summary>Drops addresses whose buckets are full again; they are as good as unknown.</summary>
    /// <returns>Whether there is room for the key.</returns>
    private bool Forget(TransportAddress key, TimeSpan now)
    {
        foreach (var (address, bucket) in _addresses)
        {
            if (bucket.Fill(now, Burst, PerSecond).Tokens >= Burst)
            {
                _addresses.Remove(address);
            }
        }

        return _addresses.Count < MaxAddresses || _addresses.ContainsKey(key);
    }

    private readonly record struct Bucket(double Tokens, TimeSpan At)
    {
        public Bucket Fill(TimeSpan now, int burst, int perSecond) =>
            new(Math.Min(burst, Tokens + (Math.Max(0, (now - At).TotalSeconds) * perSecond)), now);

        public Bucket Take() => this with { Tokens = Tokens - 1 };
    }
}
