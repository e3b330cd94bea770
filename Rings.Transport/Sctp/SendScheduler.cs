namespace Rings.Transport.Sctp;

/// <summary>
/// Says which stream sends next: strictly by send order, and round robin by message between equals. A message that was
/// begun is finished first, since its fragments must have consecutive TSNs (RFC 9260, section 6.9).
/// </summary>
internal sealed class SendScheduler
{
    // A handful of levels at most: channels of a connection share few values.
    private readonly SortedList<int, OutgoingStream> _levels = [];
    private OutgoingStream? _begun;

    /// <summary>The stream to take from; null when nothing waits.</summary>
    public OutgoingStream? Current => _begun ?? (_levels.Count == 0 ? null : _levels.GetValueAtIndex(0));

    /// <summary>Adds a stream that has got its first waiting message.</summary>
    public void Add(OutgoingStream stream)
    {
        if (!_levels.TryGetValue(stream.SendOrder, out var head))
        {
            stream.RoundNext = stream.RoundPrevious = stream;
            _levels.Add(stream.SendOrder, stream);
            return;
        }

        var tail = head.RoundPrevious!;
        (stream.RoundNext, stream.RoundPrevious) = (head, tail);
        (tail.RoundNext, head.RoundPrevious) = (stream, stream);
    }

    /// <summary>A fragment that is not the last has been taken from the current stream.</summary>
    public void Begun(OutgoingStream stream) => _begun = stream;

    /// <summary>A message has been taken whole, or dropped: the next stream's turn; one without messages leaves the
    /// round.</summary>
    public void Finished(OutgoingStream stream)
    {
        _begun = null;
        if (stream.Messages.Count == 0)
            Remove(stream);
        else
            _levels[stream.SendOrder] = stream.RoundNext!;
    }

    /// <summary>Forgets all streams.</summary>
    public void Clear()
    {
        _begun = null;
        _levels.Clear();
    }

    private void Remove(OutgoingStream stream)
    {
        var next = stream.RoundNext!;
        if (next == stream)
        {
            _levels.Remove(stream.SendOrder);
        }
        else
        {
            (next.RoundPrevious, stream.RoundPrevious!.RoundNext) = (stream.RoundPrevious, next);
            if (_levels[stream.SendOrder] == stream)
                _levels[stream.SendOrder] = next;
        }

        stream.RoundNext = stream.RoundPrevious = null;
    }
}
