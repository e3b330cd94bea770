using System.Numerics;

namespace Rings.Sovereign.Chains.Evm;

/// <summary>One call of a contract, or its creation.</summary>
/// <param name="To">The contract, with 0x; null: it is created.</param>
/// <param name="Data">What is said to it, hex digits with 0x.</param>
/// <param name="Value">The money that goes along, wei.</param>
/// <param name="GasLimit">The most gas that it may use.</param>
internal sealed record EvmCall(string? To, string Data, BigInteger Value, BigInteger GasLimit);
