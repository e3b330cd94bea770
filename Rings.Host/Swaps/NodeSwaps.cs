using System.Collections.Immutable;
using Akka.Actor;
using Rings.Host.Cli;
using Rings.Sovereign.Actors.Hosting;
using Rings.Sovereign.Actors.Public;
using Rings.Sovereign.Actors.Store;
using Rings.Sovereign.Swaps;

namespace Rings.Host.Swaps;

/// <summary>The swaps of a node that runs, with the chains that it asks. Where no chain is configured there are none.</summary>
internal sealed class NodeSwaps : IAsyncDisposable
{
    private readonly ImmutableArray<IChain> _chains;

    private NodeSwaps(ImmutableArray<IChain> chains, RingsSwaps? swaps) => (_chains, Swaps) = (chains, swaps);

    /// <summary>The swaps; null: no chain is configured.</summary>
    public RingsSwaps? Swaps { get; }

    /// <summary>Starts them.</summary>
    /// <param name="settings">The chains, and what is demanded of them.</param>
    /// <param name="data">The node's folder.</param>
    /// <param name="start">Starts the actor.</param>
    /// <param name="log">Where an operator reads.</param>
    /// <exception cref="UserErrorException">A chain cannot be used as it is configured.</exception>
    public static NodeSwaps Start(
        SwapSettings settings, DataFolder data, Func<Action<RingsSwapsOptions>, IActorRef> start, ILogger log)
    {
        if (settings.Chains.IsEmpty)
        {
            if (File.Exists(Path.Combine(data.Path, SecretSchema.Swaps.File)))
                log.LogWarning("There is a journal of swaps, and no chain is configured: what is open does not go on. {Section}.chains", SwapSettings.Section);
            return new([], null);
        }

        ImmutableArray<(IChain Chain, ChainPolicy Policy)> chains = [.. settings.Chains.Select(chain => (chain.Make(), chain.Policy))];
        var actor = start(swaps =>
        {
            (swaps.Times, swaps.AllowsRealMoney, swaps.LookEvery) = (settings.Times, settings.AllowsRealMoney, settings.LookEvery);
            foreach (var (chain, policy) in chains) swaps.Use(chain, policy);
        });
        return new([.. chains.Select(chain => chain.Chain)], new(actor));
    }

    /// <summary>Closes the endpoints; after the actor system has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var chain in _chains) await chain.DisposeAsync();
    }
}
