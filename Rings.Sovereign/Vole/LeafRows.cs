using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Rings.Sovereign.Vole;

/// <summary>
/// Makes a tree's eight rows from its leaves, in strips that stay in the processor's cache: row j is the sum of the leaves'
/// rows whose number has bit j, u the sum of all.
/// </summary>
internal static class LeafRows
{
    /// <summary>Adds up.</summary>
    /// <param name="leaves">The 256 seeds.</param>
    /// <param name="shift">Leaf x counts as number x ⊕ shift; that of number 0 is not in the rows.</param>
    /// <param name="first">The first counter.</param>
    /// <param name="rows">All rows, block by block: row r of block b is at b · stride + r.</param>
    /// <param name="stride">Rows of all trees.</param>
    /// <param name="row">This tree's first row.</param>
    /// <param name="sum">u; empty: leaf 0 is hidden, so it is not known.</param>
    public static void Fill<TPath>(
        ReadOnlySpan<Vector128<ulong>> leaves, int shift, Vector128<ulong> first, Span<Vector128<ulong>> rows, int stride, int row,
        Span<Vector128<ulong>> sum)
        where TPath : struct, IVolePath
    {
        var keys = new Vector128<ulong>[VoleShape.Leaves * VoleShape.RoundKeys];
        TPath.Schedule(leaves, keys);
        var strip = TPath.Strip;
        Span<Vector128<ulong>> waiting = new Vector128<ulong>[VoleShape.Depth * strip];
        Span<Vector128<ulong>> added = new Vector128<ulong>[VoleShape.Depth * strip];
        Span<Vector128<ulong>> current = new Vector128<ulong>[strip];
        var blocks = rows.Length / stride;
        for (var at = 0; at < blocks; at += strip)
        {
            var width = Math.Min(strip, blocks - at);
            added.Clear();
            for (var number = 0; number < VoleShape.Leaves; number++)
            {
                var some = current[..width];
                if (number == 0 && sum.IsEmpty) some.Clear();
                else Counter<TPath>(keys.AsSpan((number ^ shift) * VoleShape.RoundKeys, VoleShape.RoundKeys), first, at, some);
                Fold(number, some, waiting, added, strip);
            }

            for (var level = 0; level < VoleShape.Depth; level++)
            {
                for (var i = 0; i < width; i++) rows[((at + i) * stride) + row + level] = added[(level * strip) + i];
            }

            if (!sum.IsEmpty) current[..width].CopyTo(sum[at..]);
        }

        waiting.Clear();
        added.Clear();
        current.Clear();
        Array.Clear(keys);
    }

    /// <summary>AES-CTR: the lower half of the counter counts.</summary>
    public static void Counter<TPath>(
        ReadOnlySpan<Vector128<ulong>> key, Vector128<ulong> first, int at, Span<Vector128<ulong>> blocks)
        where TPath : struct, IVolePath
    {
        var counter = first + Vector128.Create((ulong)at, 0);
        var one = Vector128.Create(1UL, 0);
        for (var i = 0; i < blocks.Length; i++)
        {
            blocks[i] = counter;
            counter += one;
        }

        TPath.Encrypt(key, blocks);
    }

    /// <summary>As one counts in binary: what was waiting for this number's neighbour is added to it, level by level.</summary>
    private static void Fold(
        int number, Span<Vector128<ulong>> some, Span<Vector128<ulong>> waiting, Span<Vector128<ulong>> added, int strip)
    {
        var current = MemoryMarshal.Cast<Vector128<ulong>, Vector256<ulong>>(some);
        var level = 0;
        for (; (number >> level & 1) != 0; level++)
        {
            var row = MemoryMarshal.Cast<Vector128<ulong>, Vector256<ulong>>(added.Slice(level * strip, some.Length));
            var other = MemoryMarshal.Cast<Vector128<ulong>, Vector256<ulong>>(waiting.Slice(level * strip, some.Length));
            for (var i = 0; i < current.Length; i++)
            {
                row[i] ^= current[i];
                current[i] ^= other[i];
            }
        }

        if (level < VoleShape.Depth) some.CopyTo(waiting[(level * strip)..]);
    }
}
