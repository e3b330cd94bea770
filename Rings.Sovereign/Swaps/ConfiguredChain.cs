namespace Rings.Sovereign.Swaps;

/// <summary>A chain that this node's operator has configured.</summary>
/// <param name="Identity">Which.</param>
/// <param name="Policy">What is demanded of it.</param>
internal sealed record ConfiguredChain(ChainIdentity Identity, ChainPolicy Policy);
