using System.Security.Cryptography;

namespace Rings.Protocol.EndToEnd;

/// <summary>
/// Keys of messages that were overtaken by later ones: at most 1,000, the oldest go first, none older than an hour.
/// </summary>
internal sealed class SkippedKeys : IDisposable
{
    private readonly Dictionary<(Key32, uint), LinkedListNode<Entry>> _byNumber = [];
    private readonly LinkedList<Entry> _byAge = [];

    public int Count => _byNumber.Count;

    public void Add(Key32 ratchet, uint number, ReadOnlySpan<byte> key, Instant now)
    {
        while (_byAge.First is { } oldest
            && (_byAge.Count >= SessionRules.MaxSkipped || now - oldest.Value.At > SessionRules.SkippedLifetime))
        {
            Remove(oldest.Value.Ratchet, oldest.Value.Number);
        }

        var entry = new Entry(ratchet, number, key.ToArray(), now);
        if (_byNumber.TryAdd((ratchet, number), new LinkedListNode<Entry>(entry)))
            _byAge.AddLast(_byNumber[(ratchet, number)]);
    }

    /// <summary>The key of a message, if it is kept and not too old.</summary>
    public bool TryGet(Key32 ratchet, uint number, Instant now, out ReadOnlySpan<byte> key)
    {
        key = default;
        if (!_byNumber.TryGetValue((ratchet, number), out var node)) return false;
        if (now - node.Value.At > SessionRules.SkippedLifetime)
        {
            Remove(ratchet, number);
            return false;
        }

        key = node.Value.Key;
        return true;
    }

    public void Remove(Key32 ratchet, uint number)
    {
        if (!_byNumber.Remove((ratchet, number), out var node)) return;
        CryptographicOperations.ZeroMemory(node.Value.Key);
        _byAge.Remove(node);
    }

    public void Dispose()
    {
        foreach (var entry in _byAge) CryptographicOperations.ZeroMemory(entry.Key);
        _byAge.Clear();
        _byNumber.Clear();
    }

    private sealed record Entry(Key32 Ratchet, uint Number, byte[] Key, Instant At);
}
