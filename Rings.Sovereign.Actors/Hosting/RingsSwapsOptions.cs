using System.Collections.Immutable;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Actors.Hosting;

/// <summary>Where a node's swaps keep their journal, and which chains they use. Without a data directory nothing is swapped.</summary>
public sealed class RingsSwapsOptions : KeepingOptions
{
    private readonly List<(IChain Chain, ChainPolicy Policy)> _chains = [];

    /// <summary>What is assumed of the world.</summary>
    public SwapTimes Times { get; set; } = SwapTimes.Default;

    /// <summary>Whether chains that are no known test chains may be used. Nobody has audited this code.</summary>
    public bool AllowsRealMoney { get; set; }

    /// <summary>How often the chains are asked while a swap is open.</summary>
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(5);

    internal SwapPolicy Policy => new(Times, AllowsRealMoney, _chains.ToImmutableDictionary(
        chain => chain.Chain.Identity.Name, chain => new ConfiguredChain(chain.Chain.Identity, chain.Policy)));

    internal ImmutableArray<IChain> Chains => [.. _chains.Select(chain => chain.Chain)];

    /// <summary>Uses a chain; who made it disposes of it, after the actor system has ended.</summary>
    /// <exception cref="ArgumentException">A chain of that name is there.</exception>
    public void Use(IChain chain, ChainPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(chain);
        if (_chains.Any(known => known.Chain.Identity.Name == chain.Identity.Name))
            throw new ArgumentException($"There are two chains {chain.Identity.Name}.", nameof(chain));
        _chains.Add((chain, policy));
    }
}
