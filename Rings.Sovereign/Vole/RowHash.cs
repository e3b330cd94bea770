using System.Runtime.Intrinsics;

namespace Rings.Sovereign.Vole;

/// <summary>
/// The hash of rows: for each of two keys k the sum of block i times k^(n − i), masked by one of the row's last two blocks.
/// One key alone would leave an error of 2⁻¹¹⁵ at 2²⁰ gates.
/// </summary>
internal static class RowHash<TPath>
    where TPath : struct, IVolePath
{
    /// <summary>Hashes all rows.</summary>
    /// <param name="rows">Block by block.</param>
    /// <param name="stride">How many rows.</param>
    /// <param name="first">The first key.</param>
    /// <param name="second">The second key.</param>
    /// <returns>Two elements for each row.</returns>
    public static Vector128<ulong>[] Of(
        ReadOnlySpan<Vector128<ulong>> rows, int stride, Vector128<ulong> first, Vector128<ulong> second)
    {
        var sums = new Vector128<ulong>[2 * stride];
        var blocks = rows.Length / stride;
        for (var block = 0; block < blocks - 2; block++)
        {
            var some = rows.Slice(block * stride, stride);
            for (var row = 0; row < some.Length; row++)
            {
                sums[2 * row] = Field<TPath>.Multiply(sums[2 * row] ^ some[row], first);
                sums[(2 * row) + 1] = Field<TPath>.Multiply(sums[(2 * row) + 1] ^ some[row], second);
            }
        }

        for (var row = 0; row < stride; row++)
        {
            sums[2 * row] ^= rows[((blocks - 2) * stride) + row];
            sums[(2 * row) + 1] ^= rows[((blocks - 1) * stride) + row];
        }

        return sums;
    }
}
