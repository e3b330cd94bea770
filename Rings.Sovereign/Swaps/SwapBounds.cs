namespace Rings.Sovereign.Swaps;

/// <summary>What a side of a swap holds to: times, and the demands on the two chains.</summary>
/// <param name="Times">What is assumed of the world.</param>
/// <param name="First">Leg 1's chain.</param>
/// <param name="Second">Leg 2's chain.</param>
internal sealed record SwapBounds(SwapTimes Times, ChainPolicy First, ChainPolicy Second)
{
    /// <summary>Of one of the legs.</summary>
    public ChainPolicy Of(LegSide side) => side == LegSide.First ? First : Second;
}
