namespace Rings.Sovereign.Swaps;

/// <summary>Where a chain stands.</summary>
/// <param name="Height">Of its last block, from 0.</param>
/// <param name="Time">That block's own time, Unix seconds.</param>
/// <param name="MedianTime">
/// What its locks count: on a UTXO chain the median of the times of its last 11 blocks, on an EVM chain the same as <c>Time</c>.
/// </param>
public sealed record ChainTip(long Height, long Time, long MedianTime);
