namespace Rings.Protocol.Streams;

/// <summary>Puts one direction of a stream in order: a path keeps order, but a stream that changes its path does not.</summary>
internal sealed class ReceiveBuffer
{
    /// <summary>
    /// Gaps that may stand at a time. A stream is on two or three paths at most, each of which keeps order; more gaps than
    /// this come from an end that lies.
    /// </summary>
    public const int MaxGaps = 64;

    private readonly ByteBlocks _bytes = new();
    private readonly ByteRanges _held = new();

    /// <summary>Hands on bytes in order.</summary>
    internal delegate void Reader(ReadOnlySpan<byte> bytes);

    /// <summary>All before this was handed on.</summary>
    public long Next { get; private set; }

    /// <summary>The furthest byte that came, held or handed on.</summary>
    public long Highest { get; private set; }

    /// <summary>Where the stream ends; null: not known yet.</summary>
    public long? Final { get; private set; }

    /// <summary>Whether what comes is dropped.</summary>
    public bool IsAbandoned { get; private set; }

    /// <summary>Whether all was handed on, up to the end.</summary>
    public bool IsDone => Next == Final;

    /// <summary>Takes bytes and hands on what is in order now.</summary>
    /// <returns>False where they contradict what is known of the end, or leave too many gaps.</returns>
    public bool TryAdd(long offset, ReadOnlySpan<byte> bytes, bool isEnd, Reader reader)
    {
        var end = offset + bytes.Length;
        if (end > Final || (isEnd && !TryEnd(end))) return false;
        Highest = Math.Max(Highest, end);
        if (end <= Next) return true;
        if (offset <= Next)
        {
            var from = (int)(Next - offset);
            Next = end;
            if (!IsAbandoned) reader(bytes[from..]);
            HandOnHeld(reader);
            return true;
        }

        Hold(offset, end, bytes);
        return _held.Count <= MaxGaps;
    }

    /// <summary>Notes where the stream ends.</summary>
    /// <returns>False where it was known to end elsewhere, or more has come.</returns>
    public bool TryEnd(long final)
    {
        if ((Final is { } known && known != final) || final < Highest) return false;
        Final = final;
        return true;
    }

    /// <summary>Nobody reads any more: what comes is counted, so that the end is noticed, and dropped.</summary>
    public void Abandon()
    {
        IsAbandoned = true;
        _bytes.Clear();
    }

    private void Hold(long offset, long end, ReadOnlySpan<byte> bytes)
    {
        // What lies here already is written over with the same bytes; an end that sends others deceives itself only.
        if (!IsAbandoned) _bytes.Write(offset, bytes);
        _held.Add(offset, end);
    }

    private void HandOnHeld(Reader reader)
    {
        while (_held.Count > 0 && _held.First.Start <= Next)
        {
            var (start, end) = _held.First;
            while (Next < end && !IsAbandoned)
            {
                var piece = _bytes.Piece(Next, end - Next);
                Next += piece.Length;
                reader(piece);
            }

            Next = Math.Max(Next, end);
            _held.Remove(start, end);
        }

        if (_held.Count == 0) _bytes.Clear();
        else _bytes.Drop(Next);
    }
}
