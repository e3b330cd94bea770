namespace Rings.Protocol.Streams;

/// <summary>
/// What was written to one direction of a stream and is not acknowledged: what goes next, what went by a path that ended
/// and goes again, and what can be forgotten.
/// </summary>
internal sealed class SendBuffer
{
    private readonly ByteBlocks _bytes = new();
    private readonly ByteRanges _lost = new();
    private readonly ByteRanges _acknowledged = new();
    private EndState _end;

    private enum EndState
    {
        Open,
        Waiting,
        Sent,
        Acknowledged,
    }

    /// <summary>All before this is acknowledged.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>All before this was sent at least once.</summary>
    public long Sent { get; private set; }

    /// <summary>Bytes written in all.</summary>
    public long Written { get; private set; }

    /// <summary>Bytes that are kept.</summary>
    public long Kept => Written - Acknowledged;

    /// <summary>Whether the end was written.</summary>
    public bool IsFinished => _end != EndState.Open;

    /// <summary>Whether all, the end too, was acknowledged.</summary>
    public bool IsDone => _end == EndState.Acknowledged && Acknowledged == Written;

    /// <summary>Whether something has to go again, which needs no credit.</summary>
    public bool HasLost => _lost.Count > 0;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(Written, bytes);
        Written += bytes.Length;
    }

    public void Finish()
    {
        if (_end == EndState.Open) _end = EndState.Waiting;
    }

    /// <summary>Whether there is anything to send.</summary>
    /// <param name="limit">How far new bytes may go.</param>
    public bool HasNext(long limit) =>
        _lost.Count > 0 || (Sent < Written && Sent < limit) || (_end == EndState.Waiting && Sent == Written);

    /// <summary>What goes next: what was lost before what is new.</summary>
    /// <param name="limit">How far new bytes may go.</param>
    /// <param name="most">Bytes at most.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="length">Its bytes; 0 with the end only.</param>
    /// <param name="isEnd">Whether it is the last.</param>
    public bool TryNext(long limit, int most, out long offset, out int length, out bool isEnd)
    {
        (offset, length, isEnd) = (0, 0, false);
        if (_lost.Count > 0)
        {
            var (start, end) = _lost.First;
            (offset, length) = (start, (int)Math.Min(most, end - start));
            isEnd = _end >= EndState.Waiting && offset + length == Written;
            return length > 0;
        }

        offset = Sent;
        length = (int)Math.Min(most, Math.Max(0, Math.Min(Written, limit) - Sent));
        isEnd = _end == EndState.Waiting && offset + length == Written;
        return length > 0 || isEnd;
    }

    /// <summary>Copies what <see cref="TryNext"/> named, and notes that it goes.</summary>
    public void Take(long offset, Span<byte> target, bool isEnd)
    {
        _bytes.Read(offset, target);
        _lost.Remove(offset, offset + target.Length);
        Sent = Math.Max(Sent, offset + target.Length);
        if (isEnd && _end == EndState.Waiting) _end = EndState.Sent;
    }

    /// <summary>The far end has this.</summary>
    public void Acknowledge(long offset, int length, bool isEnd)
    {
        if (isEnd) _end = EndState.Acknowledged;
        _lost.Remove(offset, offset + length);
        _acknowledged.Add(Math.Max(offset, Acknowledged), offset + length);
        if (_acknowledged.Count == 0 || _acknowledged.First.Start > Acknowledged) return;
        var (before, end) = (Acknowledged, _acknowledged.First.End);
        _acknowledged.Remove(before, end);
        Acknowledged = end;
        if (Acknowledged == Written) _bytes.Clear();
        else _bytes.Drop(end);
    }

    /// <summary>The path that carried this has ended.</summary>
    public void Lose(long offset, int length, bool isEnd)
    {
        if (isEnd && _end == EndState.Sent) _end = EndState.Waiting;
        var (start, end) = (Math.Max(offset, Acknowledged), offset + length);
        _lost.Add(start, end);
        // What came by another path need not go again.
        foreach (var (from, to) in _acknowledged.Within(start, end)) _lost.Remove(from, to);
    }

    /// <summary>Forgets all bytes: nothing is sent any more.</summary>
    public void Abandon()
    {
        _bytes.Clear();
        _lost.Clear();
    }
}
