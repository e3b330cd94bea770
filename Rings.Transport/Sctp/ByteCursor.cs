namespace Rings.Transport.Sctp;

/// <summary>A place in a <see cref="ByteQueue"/>.</summary>
/// <param name="Block">The block; null before the first byte came.</param>
/// <param name="Offset">The offset in it; its size stands for the next block's beginning.</param>
internal readonly record struct ByteCursor(Block? Block, int Offset)
{
    /// <summary>Copies bytes out, over block ends.</summary>
    public void CopyTo(Span<byte> target)
    {
        var block = Block!;
        var offset = Offset;
        while (true)
        {
            var take = Math.Min(Block.Size - offset, target.Length);
            block.Bytes.AsSpan(offset, take).CopyTo(target);
            target = target[take..];
            if (target.IsEmpty)
                return;

            (block, offset) = (block.Next!, 0);
        }
    }

    /// <summary>The place some bytes further; all of them must be there.</summary>
    public ByteCursor Advance(int count)
    {
        var block = Block!;
        var offset = Offset + count;
        while (offset > Block.Size)
        {
            block = block.Next!;
            offset -= Block.Size;
        }

        return new ByteCursor(block, offset);
    }
}
