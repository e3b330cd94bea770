using Rings.Protocol;

namespace Rings.Sovereign.Swaps;

/// <summary>What a person wants to swap.</summary>
/// <param name="To">With whom.</param>
/// <param name="Give">The chain of what is given.</param>
/// <param name="GiveAmount">How much, in the smallest unit.</param>
/// <param name="Take">The chain of what is got.</param>
/// <param name="TakeAmount">How much.</param>
/// <param name="ValidSeconds">How long the offer can be accepted, 1 s to a day.</param>
public sealed record SwapOrder(Did To, ChainName Give, Amount GiveAmount, ChainName Take, Amount TakeAmount, long ValidSeconds);
