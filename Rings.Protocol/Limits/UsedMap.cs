using System.Diagnostics.CodeAnalysis;

namespace Rings.Protocol.Limits;

/// <summary>
/// A map of bounded size in two parts: what was added is on trial in a quarter of it, and what was used again stays in
/// the rest. So a flood of entries that nobody uses twice drives out none that somebody does.
/// </summary>
/// <remarks>Segmented LRU (Karedla, Love and Wherry, "Caching strategies to improve disk system performance",
/// Computer 27(3), 1994): in each part the one unused for longest gives way.</remarks>
/// <param name="capacity">The most entries; at least 2.</param>
internal sealed class UsedMap<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly LruMap<TKey, TValue> _trial = new(Math.Max(1, capacity / 4));
    private readonly LruMap<TKey, TValue> _used = new(capacity - Math.Max(1, capacity / 4));

    public int Count => _trial.Count + _used.Count;

    /// <summary>Finds an entry and marks it as used.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_used.TryGet(key, out value)) return true;
        if (!_trial.TryGet(key, out value)) return false;
        _trial.Remove(key);
        _used.Set(key, value);
        return true;
    }

    /// <summary>Adds an entry that was not there.</summary>
    public void Add(TKey key, TValue value) => _trial.Set(key, value);
}
