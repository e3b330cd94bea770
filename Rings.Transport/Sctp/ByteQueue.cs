namespace Rings.Transport.Sctp;

/// <summary>
/// One stream's outgoing bytes, first in first out, in pooled blocks. A position counts bytes from the stream's
/// beginning; bytes that were taken stay readable until they are released.
/// </summary>
internal sealed class ByteQueue(BlockPool pool)
{
    private Block? _first;
    private Block? _last;
    private long _firstPosition;
    private ByteCursor _next;

    /// <summary>The position behind the last byte.</summary>
    public long End { get; private set; }

    /// <summary>The position of the first byte that is not released.</summary>
    public long Start { get; private set; }

    /// <summary>The position of the first byte that was not taken.</summary>
    public long Taken { get; private set; }

    /// <summary>Copies bytes in at the end.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var used = (int)((End - _firstPosition) % Block.Size);
            if (_last is null || used == 0)
                AddBlock();

            var take = Math.Min(Block.Size - used, bytes.Length);
            bytes[..take].CopyTo(_last!.Bytes.AsSpan(used));
            End += take;
            bytes = bytes[take..];
        }
    }

    /// <summary>Takes the next bytes; as many must be there.</summary>
    /// <returns>Where they begin.</returns>
    public ByteCursor Take(int count)
    {
        if (_next.Block is null)
            _next = new ByteCursor(_first, 0);
        else if (_next.Offset == Block.Size)
            _next = new ByteCursor(_next.Block.Next, 0);

        var taken = _next;
        _next = taken.Advance(count);
        Taken += count;
        return taken;
    }

    /// <summary>Gives back the memory before a position; all before it must have been taken.</summary>
    public void ReleaseTo(long position)
    {
        Start = Math.Max(Start, position);
        while (_first is { } block && (Start - _firstPosition >= Block.Size || Start == End))
        {
            if (_next.Block == block)
                _next = new ByteCursor(block.Next, 0);

            _first = block.Next;
            _firstPosition += Block.Size;
            block.Next = null;
            pool.Return(block);
        }

        if (_first is not null)
            return;

        _last = null;
        _firstPosition = End;
    }

    /// <summary>Gives all memory back, whatever was taken.</summary>
    public void Drop()
    {
        Taken = End;
        ReleaseTo(End);
    }

    private void AddBlock()
    {
        var block = pool.Rent();
        if (_last is null)
        {
            _first = block;
            _firstPosition = End;
        }
        else
        {
            _last.Next = block;
        }

        _last = block;
    }
}
