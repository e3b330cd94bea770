using System.Diagnostics.CodeAnalysis;

namespace Rings.Protocol.Limits;

/// <summary>A map of bounded size: a new entry drives out the one that was used longest ago.</summary>
/// <param name="capacity">The most entries; at least 1.</param>
internal sealed class LruMap<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<KeyValuePair<TKey, TValue>>> _nodes = [];
    private readonly LinkedList<KeyValuePair<TKey, TValue>> _order = [];

    public int Count => _nodes.Count;

    /// <summary>Finds an entry and marks it as used.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        value = default;
        if (!_nodes.TryGetValue(key, out var node)) return false;
        _order.Remove(node);
        _order.AddFirst(node);
        value = node.Value.Value;
        return true;
    }

    /// <summary>Adds or replaces an entry.</summary>
    public void Set(TKey key, TValue value)
    {
        Remove(key);
        if (_nodes.Count >= capacity) Remove(_order.Last!.Value.Key);
        _nodes.Add(key, _order.AddFirst(KeyValuePair.Create(key, value)));
    }

    public bool Remove(TKey key)
    {
        if (!_nodes.Remove(key, out var node)) return false;
        _order.Remove(node);
        return true;
    }
}
