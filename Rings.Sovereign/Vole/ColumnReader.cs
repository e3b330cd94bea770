using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Rings.Sovereign.Vole;

/// <summary>Reads rows by columns: the column of a witness bit is a field element, bit r of which is of row r.</summary>
/// <param name="rows">Block by block.</param>
/// <param name="stride">How many rows, a multiple of 8.</param>
internal ref struct ColumnReader(ReadOnlySpan<Vector128<ulong>> rows, int stride)
{
    private readonly ReadOnlySpan<byte> _rows = MemoryMarshal.AsBytes(rows);
    private readonly Span<Vector128<ulong>> _window = new Vector128<ulong>[VoleShape.BlockBits];
    private int _block;
    private int _at = VoleShape.BlockBits;

    /// <summary>The next column.</summary>
    public Vector128<ulong> Next()
    {
        if (_at == VoleShape.BlockBits) Refill();
        return _window[_at++];
    }

    /// <summary>Erases what was read.</summary>
    public void Clear() => _window.Clear();

    private void Refill()
    {
        var block = _rows.Slice(_block++ * stride * VoleShape.BlockBytes, stride * VoleShape.BlockBytes);
        var columns = MemoryMarshal.AsBytes(_window);
        for (var tree = 0; tree < stride / 8; tree++)
        {
            var eight = block.Slice(tree * 8 * VoleShape.BlockBytes, 8 * VoleShape.BlockBytes);
            for (var part = 0; part < VoleShape.BlockBytes; part++)
            {
                var bits = eight[part]
                    | ((ulong)eight[part + 16] << 8) | ((ulong)eight[part + 32] << 16) | ((ulong)eight[part + 48] << 24)
                    | ((ulong)eight[part + 64] << 32) | ((ulong)eight[part + 80] << 40) | ((ulong)eight[part + 96] << 48)
                    | ((ulong)eight[part + 112] << 56);
                bits = Transposed(bits);
                var to = columns.Slice(part * 8 * VoleShape.BlockBytes, 8 * VoleShape.BlockBytes);
                for (var i = 0; i < 8; i++) to[(i * VoleShape.BlockBytes) + tree] = (byte)(bits >> (8 * i));
            }
        }

        _at = 0;
    }

    /// <summary>Eight rows of eight bits, turned.</summary>
    private static ulong Transposed(ulong bits)
    {
        var swapped = (bits ^ (bits >> 7)) & 0x00AA_00AA_00AA_00AA;
        bits ^= swapped ^ (swapped << 7);
        swapped = (bits ^ (bits >> 14)) & 0x0000_CCCC_0000_CCCC;
        bits ^= swapped ^ (swapped << 14);
        swapped = (bits ^ (bits >> 28)) & 0x0000_0000_F0F0_F0F0;
        return bits ^ swapped ^ (swapped << 28);
    }
}
