namespace Rings.Protocol.Storage;

/// <summary>Which nodes watch which keys, as a holder of the keys knows it: bounded leases.</summary>
/// <param name="most">Leases in all.</param>
/// <param name="mostOfKey">Leases of one key.</param>
/// <param name="mostUnanswered">News that a watcher may leave unanswered before it is forgotten.</param>
internal sealed class WatchLeases(int most, int mostOfKey, int mostUnanswered)
{
    private readonly Dictionary<Did, Dictionary<Did, Lease>> _byKey = [];

    /// <summary>Leases that were given and not ended.</summary>
    public int Count { get; private set; }

    /// <summary>Gives a lease, or makes one longer; false where there is no room.</summary>
    public bool TryGive(Did key, Did watcher, Instant until)
    {
        var watchers = _byKey.GetValueOrDefault(key);
        if (watchers?.GetValueOrDefault(watcher) is { } lease)
        {
            lease.Until = until;
            return true;
        }

        if (Count >= most || watchers?.Count >= mostOfKey) return false;
        if (watchers is null) _byKey.Add(key, watchers = []);
        watchers.Add(watcher, new Lease { Until = until });
        Count++;
        return true;
    }

    /// <summary>Whether anybody has a lease on the key.</summary>
    public bool Has(Did key) => _byKey.ContainsKey(key);

    /// <summary>Who is to be told of something new. Each is counted as told: <see cref="Answered"/> follows.</summary>
    public IReadOnlyList<Did> Tell(Did key, Instant now)
    {
        var told = new List<Did>();
        foreach (var (watcher, lease) in _byKey.GetValueOrDefault(key)?.ToArray() ?? [])
        {
            if (lease.Until <= now || lease.Unanswered >= mostUnanswered)
            {
                End(key, watcher);
                continue;
            }

            lease.Unanswered++;
            told.Add(watcher);
        }

        return told;
    }

    /// <summary>A watcher answered.</summary>
    public void Answered(Did key, Did watcher)
    {
        if (_byKey.GetValueOrDefault(key)?.GetValueOrDefault(watcher) is { Unanswered: > 0 } lease) lease.Unanswered--;
    }

    /// <summary>A watcher is gone.</summary>
    public void End(Did key, Did watcher)
    {
        if (!_byKey.TryGetValue(key, out var watchers) || !watchers.Remove(watcher)) return;
        Count--;
        if (watchers.Count == 0) _byKey.Remove(key);
    }

    /// <summary>Ends leases that are over.</summary>
    public void Expire(Instant now)
    {
        foreach (var (key, watchers) in _byKey.ToArray())
        {
            foreach (var watcher in watchers.Where(entry => entry.Value.Until <= now).Select(entry => entry.Key).ToArray())
                End(key, watcher);
        }
    }

    private sealed class Lease
    {
        public Instant Until { get; set; }

        public int Unanswered { get; set; }
    }
}
