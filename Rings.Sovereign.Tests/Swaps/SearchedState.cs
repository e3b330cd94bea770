namespace Rings.Sovereign.Tests.Swaps;

/// <summary>All of the searched world at one tick.</summary>
/// <param name="First">Leg 1.</param>
/// <param name="Second">Leg 2.</param>
/// <param name="FirstMedian">What leg 1's locks count, in ticks.</param>
/// <param name="SecondMedian">Leg 2's.</param>
/// <param name="IsShown">Whether the preimage is out.</param>
/// <param name="Rest">−1: the honest side has not been down; else how much longer it may be.</param>
/// <param name="IsReorganised">Whether the reorganisation was.</param>
/// <param name="Side">The honest side, as it lies on its disk.</param>
internal readonly record struct SearchedState(
    SearchedLeg First, SearchedLeg Second, short FirstMedian, short SecondMedian, bool IsShown, sbyte Rest, bool IsReorganised, short Side);
