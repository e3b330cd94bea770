namespace Rings.Protocol.EndToEnd;

/// <summary>
/// What was answered or opened and must not be again: hashes, each until a time. Bounded: when full it refuses rather
/// than forget. A node writes <see cref="Entries"/> to disk before it acts on a new one.
/// </summary>
/// <param name="capacity">The most hashes that are kept.</param>
internal sealed class ReplayMemory(int capacity)
{
    private readonly Dictionary<Key32, Instant> _seen = [];

    /// <summary>Hashes that are kept.</summary>
    public int Count => _seen.Count;

    /// <summary>All hashes of 32 bytes, each with the time until which it is kept.</summary>
    public IEnumerable<(byte[] Hash, Instant Until)> Entries => _seen.Select(static entry =>
    {
        var hash = new byte[Key32.Bytes];
        entry.Key.Write(hash);
        return (hash, entry.Value);
    });

    /// <summary>Takes back an entry that was written to disk.</summary>
    /// <exception cref="ProtocolException">The hash is not 32 bytes long.</exception>
    public void Restore(ReadOnlySpan<byte> hash, Instant until)
    {
        if (hash.Length != Key32.Bytes) throw new ProtocolException("ReplayMemory.hash", "32 bytes");
        if (_seen.Count < capacity) _seen[Key32.Read(hash)] = until;
    }

    /// <summary>Whether a hash was seen before.</summary>
    public bool Contains(ReadOnlySpan<byte> hash, Instant now) =>
        _seen.TryGetValue(Key32.Read(hash), out var until) && until > now;

    /// <summary>Notes a hash.</summary>
    /// <param name="hash">32 bytes.</param>
    /// <param name="until">Until when it is kept.</param>
    /// <param name="now">The time.</param>
    /// <returns>None, Repeated or Busy.</returns>
    public SessionFailure Add(ReadOnlySpan<byte> hash, Instant until, Instant now)
    {
        if (Contains(hash, now)) return SessionFailure.Repeated;
        if (_seen.Count >= capacity) Forget(now);
        if (_seen.Count >= capacity) return SessionFailure.Busy;
        _seen[Key32.Read(hash)] = until;
        return SessionFailure.None;
    }

    /// <summary>Drops what need no longer be kept.</summary>
    public void Forget(Instant now)
    {
        foreach (var (hash, until) in _seen)
        {
            if (until <= now) _seen.Remove(hash);
        }
    }
}
