using Akka.Actor;
using Akka.Hosting;
using Rings.Actors.Node;
using Rings.Sovereign.Actors.Public;
using Rings.Sovereign.Actors.Store;
using Rings.Sovereign.Actors.Swaps;

namespace Rings.Sovereign.Actors.Hosting;

/// <summary>Puts a node's swaps beside it.</summary>
public static class SwapHosting
{
    /// <summary>
    /// Starts them with the actor system, as <c>/user/rings-swaps</c>; <see cref="IRequiredActor{TActor}"/> of
    /// <see cref="RingsSwaps"/> finds them.
    /// </summary>
    /// <param name="builder">The system's builder, after <c>WithRingsNode</c>.</param>
    /// <param name="configure">The journal's place, and the chains.</param>
    public static AkkaConfigurationBuilder WithRingsSwaps(
        this AkkaConfigurationBuilder builder, Action<RingsSwapsOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.WithActors((system, registry) =>
            registry.Register<RingsSwaps>(system.StartRingsSwaps(registry.Get<RingsNode>(), configure)));
    }

    /// <summary>Starts them beside a node that runs in any actor system.</summary>
    /// <param name="system">The system.</param>
    /// <param name="node">The node's actor.</param>
    /// <param name="configure">The journal's place, and the chains.</param>
    /// <param name="name">The actor's name.</param>
    /// <returns>The actor; <see cref="RingsSwaps"/> is its face.</returns>
    /// <exception cref="ArgumentException">There is no data directory: what is forgotten in a swap is money that is lost.</exception>
    /// <exception cref="Rings.Protocol.ProtocolException"><c>swap.key</c> or <c>shares.key</c> cannot be read.</exception>
    /// <exception cref="IOException">The journal cannot be opened.</exception>
    public static IActorRef StartRingsSwaps(
        this ActorSystem system, IActorRef node, Action<RingsSwapsOptions> configure, string name = "rings-swaps")
    {
        var options = KeepingOptions.Of(configure);
        if (options.DataDir.Length == 0) throw new ArgumentException("Swaps need a data directory.", nameof(configure));
        var source = options.Open(SecretSchema.Swaps);
        var key = SharesKey.LoadOrCreate(options.DataDir, options.Passphrase, options.Random, SharesKey.SwapFileName);
        return system.ActorOf(
            SwapDesk.Props(node, options.Setting, source, new(key, options.Policy, options.Chains, options.LookEvery)), name);
    }
}
