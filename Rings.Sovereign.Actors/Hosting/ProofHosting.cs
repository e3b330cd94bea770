using Akka.Actor;
using Akka.Hosting;
using Rings.Actors.Node;
using Rings.Sovereign.Actors.Proofs;
using Rings.Sovereign.Actors.Public;
using Rings.Sovereign.Actors.Store;

namespace Rings.Sovereign.Actors.Hosting;

/// <summary>Puts proofs beside a node.</summary>
public static class ProofHosting
{
    /// <summary>
    /// Starts them with the actor system, as <c>/user/rings-proofs</c>; <see cref="IRequiredActor{TActor}"/> of
    /// <see cref="RingsProofs"/> finds them.
    /// </summary>
    /// <param name="builder">The system's builder, after <c>WithRingsNode</c> and before <c>WithRingsSecrets</c>.</param>
    /// <param name="configure">Where they keep what they keep; without a data directory tags end with the process.</param>
    public static AkkaConfigurationBuilder WithRingsProofs(
        this AkkaConfigurationBuilder builder, Action<RingsProofsOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.WithActors((system, registry) =>
            registry.Register<RingsProofs>(system.StartRingsProofs(registry.Get<RingsNode>(), configure)));
    }

    /// <summary>Starts them beside a node that runs in any actor system.</summary>
    /// <param name="system">The system.</param>
    /// <param name="node">The node's actor.</param>
    /// <param name="configure">Where they keep what they keep; without a data directory tags end with the process.</param>
    /// <param name="name">The actor's name.</param>
    /// <returns>The actor; <see cref="RingsProofs"/> is its face.</returns>
    /// <exception cref="Rings.Protocol.ProtocolException"><c>shares.key</c> cannot be read.</exception>
    /// <exception cref="IOException">The store cannot be opened.</exception>
    public static IActorRef StartRingsProofs(
        this ActorSystem system, IActorRef node, Action<RingsProofsOptions> configure, string name = "rings-proofs")
    {
        ArgumentNullException.ThrowIfNull(system);
        var options = KeepingOptions.Of(configure);
        return system.ActorOf(ProofDesk.Props(node, options.Setting, options.Open(SecretSchema.Proofs), options.Circuits), name);
    }
}
