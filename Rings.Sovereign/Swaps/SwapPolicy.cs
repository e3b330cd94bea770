using System.Collections.Immutable;

namespace Rings.Sovereign.Swaps;

/// <summary>What a node's operator allows and demands.</summary>
/// <param name="Times">What is assumed of the world.</param>
/// <param name="AllowsRealMoney">Whether chains that are no known test chains may be used.</param>
/// <param name="Chains">The chains that are configured; no others are used.</param>
internal sealed record SwapPolicy(SwapTimes Times, bool AllowsRealMoney, ImmutableDictionary<ChainName, ConfiguredChain> Chains)
{
    /// <summary>What a swap of two configured chains holds to; null: one of them is not configured.</summary>
    public SwapBounds? BoundsOf(ChainName first, ChainName second) =>
        Chains.GetValueOrDefault(first) is { } one && Chains.GetValueOrDefault(second) is { } two
            ? new(Times, one.Policy, two.Policy)
            : null;
}
