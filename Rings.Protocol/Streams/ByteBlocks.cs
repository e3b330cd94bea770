using System.Buffers;

namespace Rings.Protocol.Streams;

/// <summary>
/// Bytes of a stream by their offset, in blocks that are rented when the first byte of one is written and given back when
/// its last byte is dropped. An empty one costs nothing.
/// </summary>
internal sealed class ByteBlocks
{
    /// <summary>Bytes of a block.</summary>
    public const int BlockBytes = 16 * 1024;

    private readonly Dictionary<long, byte[]> _blocks = [];
    private long _dropped;

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var (index, from) = Math.DivRem(offset, BlockBytes);
            if (!_blocks.TryGetValue(index, out var block)) _blocks.Add(index, block = ArrayPool<byte>.Shared.Rent(BlockBytes));
            var length = (int)Math.Min(bytes.Length, BlockBytes - from);
            bytes[..length].CopyTo(block.AsSpan((int)from));
            offset += length;
            bytes = bytes[length..];
        }
    }

    /// <summary>Reads what was written there.</summary>
    public void Read(long offset, Span<byte> target)
    {
        while (!target.IsEmpty)
        {
            var piece = Piece(offset, target.Length);
            piece.CopyTo(target);
            offset += piece.Length;
            target = target[piece.Length..];
        }
    }

    /// <summary>What lies in one block from an offset on, at most so many bytes.</summary>
    public ReadOnlySpan<byte> Piece(long offset, long most)
    {
        var (index, from) = Math.DivRem(offset, BlockBytes);
        return _blocks[index].AsSpan((int)from, (int)Math.Min(most, BlockBytes - from));
    }

    /// <summary>Drops the blocks that end at or before an offset; it never falls.</summary>
    public void Drop(long before)
    {
        for (; (_dropped + 1) * BlockBytes <= before; _dropped++)
        {
            if (_blocks.Remove(_dropped, out var block)) ArrayPool<byte>.Shared.Return(block);
        }
    }

    /// <summary>Drops all.</summary>
    public void Clear()
    {
        foreach (var block in _blocks.Values) ArrayPool<byte>.Shared.Return(block);
        _blocks.Clear();
    }
}
