namespace Rings.Protocol.Wire;

/// <summary>
/// The answers that this node gave: the same (from, link_id) is answered by the same bytes and allocates nothing, until
/// a minute after the offer has expired (protocol.md, section 2).
/// </summary>
/// <remarks>
/// Bounded in number and bytes. When full nothing is evicted, for an evicted answer could be made twice: the caller
/// refuses the new offer before it makes an answer (<see cref="HasRoom"/>).
/// </remarks>
/// <param name="capacity">The most answers.</param>
/// <param name="maxBytes">The most bytes of answers.</param>
internal sealed class RememberedAnswers(int capacity = 1024, long maxBytes = 16L << 20)
{
    private static readonly TimeSpan KeptAfterExpiry = TimeSpan.FromSeconds(60);

    private readonly Dictionary<(Did From, LinkId Link), ReadOnlyMemory<byte>> _answers = [];
    private readonly PriorityQueue<(Did From, LinkId Link), long> _byDeadline = new();

    /// <summary>Answers held now.</summary>
    public int Count => _answers.Count;

    /// <summary>Bytes of answers held now.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether one more answer of the greatest size can be kept.</summary>
    public bool HasRoom(Instant now)
    {
        Expire(now);
        return Count < capacity && Bytes + SignedObject.MaxBytes <= maxBytes;
    }

    /// <summary>The answer that was given to an offer, if any.</summary>
    public bool TryGet(LinkOffer offer, Instant now, out ReadOnlyMemory<byte> answer)
    {
        Expire(now);
        return _answers.TryGetValue((offer.From, offer.LinkId), out answer);
    }

    /// <summary>
    /// Keeps an answer; ask <see cref="HasRoom"/> before making one. An earlier one of the same link stays.
    /// </summary>
    /// <param name="offer">The offer.</param>
    /// <param name="answer">The bytes of the <see cref="SignedObject"/>; not to be written to afterwards.</param>
    /// <param name="now">The present.</param>
    public void Add(LinkOffer offer, ReadOnlyMemory<byte> answer, Instant now)
    {
        if (!HasRoom(now) || !_answers.TryAdd((offer.From, offer.LinkId), answer)) return;
        Bytes += answer.Length;
        var deadline = offer.Lifetime.Deadline + KeptAfterExpiry;
        _byDeadline.Enqueue((offer.From, offer.LinkId), deadline.UnixMicroseconds);
    }

    private void Expire(Instant now)
    {
        while (_byDeadline.TryPeek(out var key, out var deadline) && deadline < now.UnixMicroseconds)
        {
            _byDeadline.Dequeue();
            _answers.Remove(key, out var answer);
            Bytes -= answer.Length;
        }
    }
}
