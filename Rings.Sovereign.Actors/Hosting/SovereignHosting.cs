using Akka.Actor;
using Akka.Hosting;
using Rings.Actors.Node;
using Rings.Sovereign.Actors.Public;
using Rings.Sovereign.Actors.Secrets;
using Rings.Sovereign.Actors.Store;

namespace Rings.Sovereign.Actors.Hosting;

/// <summary>Puts the keeper of secrets beside a node.</summary>
public static class SovereignHosting
{
    /// <summary>
    /// Starts the keeper with the actor system, as <c>/user/rings-secrets</c>; <see cref="IRequiredActor{TActor}"/> of
    /// <see cref="RingsSecrets"/> finds it.
    /// </summary>
    /// <param name="builder">The system's builder, after <c>WithRingsNode</c>.</param>
    /// <param name="configure">Where it keeps what it keeps.</param>
    public static AkkaConfigurationBuilder WithRingsSecrets(
        this AkkaConfigurationBuilder builder, Action<RingsSecretsOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.WithActors((system, registry) =>
            registry.Register<RingsSecrets>(system.StartRingsSecrets(registry.Get<RingsNode>(), secrets =>
            {
                if (registry.TryGet<RingsProofs>(out var proofs)) secrets.Proofs = proofs;
                configure(secrets);
            })));
    }

    /// <summary>Starts the keeper beside a node that runs in any actor system.</summary>
    /// <param name="system">The system.</param>
    /// <param name="node">The node's actor.</param>
    /// <param name="configure">Where it keeps what it keeps.</param>
    /// <param name="name">The actor's name.</param>
    /// <returns>The keeper's actor; <see cref="RingsSecrets"/> is its face.</returns>
    /// <exception cref="Rings.Protocol.ProtocolException"><c>shares.key</c> cannot be read.</exception>
    /// <exception cref="IOException">The store cannot be opened.</exception>
    public static IActorRef StartRingsSecrets(
        this ActorSystem system, IActorRef node, Action<RingsSecretsOptions> configure, string name = "rings-secrets")
    {
        var options = KeepingOptions.Of(configure);
        return system.ActorOf(SecretKeeper.Props(node, options.Setting, options.Open(SecretSchema.Secrets), options.Proofs), name);
    }
}
