using Rings.Protocol.Limits;

namespace Rings.Protocol.Storage;

/// <summary>
/// Which nodes watch which keys, as a holder of the keys knows it: bounded leases. A watcher has a sixteenth of them at
/// most, and each link that brings watchers its share, of all leases and of those of each key.
/// </summary>
/// <param name="most">Leases in all.</param>
/// <param name="mostOfKey">Leases of one key.</param>
/// <param name="mostUnanswered">News that a watcher may leave unanswered before it is forgotten.</param>
internal sealed class WatchLeases(int most, int mostOfKey, int mostUnanswered)
{
    private readonly Dictionary<Did, Watchers> _byKey = [];
    private readonly FairPlaces _places = new(most, Math.Max(1, most / 16));

    /// <summary>Leases that were given and not ended.</summary>
    public int Count => _places.Count;

    /// <summary>Gives a lease, or makes one longer; false where there is no room.</summary>
    /// <param name="key">What is watched.</param>
    /// <param name="watcher">Who watches it.</param>
    /// <param name="link">The link that brought the watcher; null: it is this node, which has no share to keep to.</param>
    /// <param name="until">When the lease ends.</param>
    public bool TryGive(Did key, Did watcher, Did? link, Instant until)
    {
        var watchers = _byKey.GetValueOrDefault(key);
        if (watchers?.Leases.GetValueOrDefault(watcher) is { } lease)
        {
            lease.Until = until;
            return true;
        }

        watchers ??= new(mostOfKey);
        if (!TryTake(watchers.Places, watcher, link)) return false;
        if (!TryTake(_places, watcher, link))
        {
            Release(watchers.Places, watcher, link);
            return false;
        }

        _byKey[key] = watchers;
        watchers.Leases.Add(watcher, new Lease(link) { Until = until });
        return true;
    }

    /// <summary>Whether anybody has a lease on the key.</summary>
    public bool Has(Did key) => _byKey.ContainsKey(key);

    /// <summary>Who is to be told of something new. Each is counted as told: <see cref="Answered"/> follows.</summary>
    public IReadOnlyList<Did> Tell(Did key, Instant now)
    {
        var told = new List<Did>();
        foreach (var (watcher, lease) in _byKey.GetValueOrDefault(key)?.Leases.ToArray() ?? [])
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
        if (_byKey.GetValueOrDefault(key)?.Leases.GetValueOrDefault(watcher) is { Unanswered: > 0 } lease) lease.Unanswered--;
    }

    /// <summary>A watcher is gone.</summary>
    public void End(Did key, Did watcher)
    {
        if (!_byKey.TryGetValue(key, out var watchers) || !watchers.Leases.Remove(watcher, out var lease)) return;
        Release(watchers.Places, watcher, lease.Link);
        Release(_places, watcher, lease.Link);
        if (watchers.Leases.Count == 0) _byKey.Remove(key);
    }

    /// <summary>Ends leases that are over.</summary>
    public void Expire(Instant now)
    {
        foreach (var (key, watchers) in _byKey.ToArray())
        {
            foreach (var watcher in watchers.Leases.Where(entry => entry.Value.Until <= now).Select(entry => entry.Key).ToArray())
                End(key, watcher);
        }
    }

    private static bool TryTake(FairPlaces places, Did watcher, Did? link) =>
        link is { } known ? places.TryTake(watcher, known) : places.TryTake();

    private static void Release(FairPlaces places, Did watcher, Did? link)
    {
        if (link is { } known) places.Release(watcher, known);
        else places.Release();
    }

    /// <summary>The watchers of one key.</summary>
    private sealed class Watchers(int most)
    {
        public FairPlaces Places { get; } = new(most, ofOrigin: 1);

        public Dictionary<Did, Lease> Leases { get; } = [];
    }

    private sealed class Lease(Did? link)
    {
        public Did? Link => link;

        public Instant Until { get; set; }

        public int Unanswered { get; set; }
    }
}
