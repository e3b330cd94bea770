using System.Collections.Immutable;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Actors.Swaps;

/// <summary>What a node's swaps need.</summary>
/// <param name="Key">The 32 bytes of <c>swap.key</c>.</param>
/// <param name="Policy">What its operator allows and demands.</param>
/// <param name="Chains">The chains that it can ask.</param>
/// <param name="LookEvery">How often they are asked while a swap is open.</param>
internal sealed record SwapSetting(byte[] Key, SwapPolicy Policy, ImmutableArray<IChain> Chains, TimeSpan LookEvery);
