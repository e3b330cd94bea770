using Rings.Protocol.Limits;

namespace Rings.Protocol.EndToEnd;

/// <summary>
/// The hellos that a node has answered, each until it is too old to be said again. Forgets none before its time: when it
/// is full, or an origin or a link has its part of it, it refuses (protocol.md, section 6.2).
/// </summary>
/// <remarks>Takes only hellos that <see cref="SessionResponder.Judge"/> has found right.</remarks>
/// <param name="capacity">The most hellos that are kept.</param>
internal sealed class HelloMemory(int capacity)
{
    /// <summary>Hellos of one account that are kept: one every 11 seconds.</summary>
    public const int OfOrigin = 64;

    private readonly ReplayMemory _seen = new(capacity);
    private readonly FairPlaces _places = new(capacity, OfOrigin);
    private readonly PriorityQueue<(Did Origin, Did Link)?, Instant> _ends = new();

    /// <summary>Hellos that are kept.</summary>
    public int Count => _places.Count;

    /// <summary>Takes back a hello that was answered before a restart. It counts to no link.</summary>
    /// <exception cref="ProtocolException">The hash is not 32 bytes long.</exception>
    public void Restore(ReadOnlySpan<byte> hash, Instant until)
    {
        var known = _seen.Count;
        _seen.Restore(hash, until);
        if (_seen.Count > known && _places.TryTake()) _ends.Enqueue(null, until);
    }

    /// <summary>Notes a hello.</summary>
    /// <param name="hash">Its hash, 32 bytes.</param>
    /// <param name="origin">Who said it.</param>
    /// <param name="link">The link that brought it.</param>
    /// <param name="until">Until when it is kept.</param>
    /// <param name="now">The time.</param>
    /// <returns>None, Repeated or Busy.</returns>
    public SessionFailure Add(ReadOnlySpan<byte> hash, Did origin, Did link, Instant until, Instant now)
    {
        Forget(now);
        if (_seen.Contains(hash, now)) return SessionFailure.Repeated;
        if (!_places.TryTake(origin, link)) return SessionFailure.Busy;
        _ends.Enqueue((origin, link), until);
        return _seen.Add(hash, until, now);
    }

    private void Forget(Instant now)
    {
        while (_ends.TryPeek(out var place, out var until) && until <= now)
        {
            _ends.Dequeue();
            if (place is { } taken) _places.Release(taken.Origin, taken.Link);
            else _places.Release();
        }
    }
}
