using System.Numerics;

namespace Rings.Sovereign.Chains.Evm;

/// <summary>What a transaction pays for a unit of gas, wei (EIP-1559).</summary>
/// <param name="Tip">To the block's maker, at most.</param>
/// <param name="Most">In all, at most.</param>
internal readonly record struct GasPrice(BigInteger Tip, BigInteger Most);
