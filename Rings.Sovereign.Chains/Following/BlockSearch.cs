namespace Rings.Sovereign.Chains.Following;

/// <summary>Searches a chain for a time. Times only rise along it, so it is searched by halves.</summary>
internal static class BlockSearch
{
    /// <summary>The height of the last block at or before a time; 0: there is none.</summary>
    /// <param name="tip">The height of the last block.</param>
    /// <param name="time">Unix seconds.</param>
    /// <param name="timeAt">The time of the block at a height, Unix seconds.</param>
    public static async Task<long> LastAtAsync(long tip, long time, Func<long, Task<long>> timeAt)
    {
        var (low, high) = (0L, tip);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (await timeAt(middle).ConfigureAwait(false) <= time) low = middle;
            else high = middle - 1;
        }

        return low;
    }
}
