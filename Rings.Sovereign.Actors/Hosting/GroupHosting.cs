using Akka.Actor;
using Akka.Hosting;
using Rings.Actors.Node;
using Rings.Sovereign.Actors.Groups;
using Rings.Sovereign.Actors.Public;
using Rings.Sovereign.Actors.Store;

namespace Rings.Sovereign.Actors.Hosting;

/// <summary>Puts a node's part in groups beside it.</summary>
public static class GroupHosting
{
    /// <summary>
    /// Starts it with the actor system, as <c>/user/rings-groups</c>; <see cref="IRequiredActor{TActor}"/> of
    /// <see cref="RingsGroups"/> finds it.
    /// </summary>
    /// <param name="builder">The system's builder, after <c>WithRingsNode</c>.</param>
    /// <param name="configure">Where it keeps what it keeps.</param>
    public static AkkaConfigurationBuilder WithRingsGroups(
        this AkkaConfigurationBuilder builder, Action<RingsGroupsOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.WithActors((system, registry) =>
            registry.Register<RingsGroups>(system.StartRingsGroups(registry.Get<RingsNode>(), configure)));
    }

    /// <summary>Starts it beside a node that runs in any actor system.</summary>
    /// <param name="system">The system.</param>
    /// <param name="node">The node's actor.</param>
    /// <param name="configure">Where it keeps what it keeps.</param>
    /// <param name="name">The actor's name.</param>
    /// <returns>The actor; <see cref="RingsGroups"/> is its face.</returns>
    /// <exception cref="Rings.Protocol.ProtocolException"><c>shares.key</c> cannot be read.</exception>
    /// <exception cref="IOException">The store cannot be opened.</exception>
    public static IActorRef StartRingsGroups(
        this ActorSystem system, IActorRef node, Action<RingsGroupsOptions> configure, string name = "rings-groups")
    {
        var options = KeepingOptions.Of(configure);
        return system.ActorOf(
            GroupSigner.Props(node, options.Setting, options.Open(SecretSchema.Groups), options.RunsFor), name);
    }
}
