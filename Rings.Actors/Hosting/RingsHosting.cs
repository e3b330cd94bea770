using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Rings.Actors.Node;
using Rings.Actors.Public;
using Rings.Actors.Settings;
using Rings.Protocol.Ring;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Hosting;

/// <summary>Puts nodes into an application: Akka.Hosting, dependency injection, health checks.</summary>
public static class RingsHosting
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Starts a node with the actor system, as <c>/user/rings</c>; <see cref="IRequiredActor{TActor}"/> of <see
    /// cref="RingsNode"/> finds it.
    /// </summary>
    /// <param name="builder">The system's builder.</param>
    /// <param name="configure">What the node is to be.</param>
    public static AkkaConfigurationBuilder WithRingsNode(
        this AkkaConfigurationBuilder builder, Action<RingsNodeOptions> configure) =>
        builder.WithRingsNode<RingsNode>(configure, "rings");

    /// <summary>Starts one of several nodes; <see cref="IRequiredActor{TActor}"/> of the key finds it.</summary>
    /// <typeparam name="TKey">Any type that stands for this node.</typeparam>
    /// <param name="builder">The system's builder.</param>
    /// <param name="configure">What the node is to be.</param>
    /// <param name="name">The actor's name, and the prefix of its health checks.</param>
    public static AkkaConfigurationBuilder WithRingsNode<TKey>(
        this AkkaConfigurationBuilder builder, Action<RingsNodeOptions> configure, string name)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder
            .AddHocon(NodeSettings.ReferenceConfig(), HoconAddMode.Append)
            .WithActors((system, registry) => registry.Register<TKey>(system.StartRingsNode(configure, name)))
            .WithHealthCheck($"{name}-live", (_, registry, cancel) =>
                IsLiveAsync(registry.Get<TKey>(), cancel), tags: ["live"])
            .WithHealthCheck($"{name}-ready", (_, registry, cancel) =>
                IsReadyAsync(registry.Get<TKey>(), cancel), tags: ["ready"]);
    }

    /// <summary>Starts an actor that receives a protocol's messages (<see cref="Received"/>) at the node.</summary>
    /// <typeparam name="TActor">The actor; its constructor may take services.</typeparam>
    /// <param name="builder">The system's builder, after <c>WithRingsNode</c>.</param>
    /// <param name="protocol">The protocol's name, such as <c>chat/1</c>.</param>
    /// <remarks>
    /// Before the first of them the actor hears once what the node says to this: <see cref="ProtocolRegistered"/>, or
    /// <see cref="ProtocolTaken"/> where another receives the protocol or the name is none. Nothing else comes unasked.
    /// </remarks>
    public static AkkaConfigurationBuilder WithRingsProtocol<TActor>(this AkkaConfigurationBuilder builder,
        string protocol)
        where TActor : ActorBase => builder.WithActors((system, registry, resolver) =>
    {
        var receiver = system.ActorOf(resolver.Props<TActor>(), $"rings-{protocol.Replace('/', '-')}");
        registry.Register<TActor>(receiver);
        registry.Get<RingsNode>().Tell(new RegisterProtocol(protocol, receiver), receiver);
    });

    /// <summary>
    /// Makes <see cref="IRings"/> a service: the node of <see cref="WithRingsNode"/>, for code outside actors.
    /// </summary>
    public static IServiceCollection AddRings(this IServiceCollection services) =>
        services.AddSingleton<IRings>(provider => new RingsClient(
            // Hosted services are made before Akka starts: the node is there when it is first asked.
            provider.GetRequiredService<IRequiredActor<RingsNode>>().GetAsync,
            provider.GetRequiredService<ActorSystem>()));

    /// <summary>Starts a node in any actor system.</summary>
    /// <param name="system">The system; its configuration may say <c>rings</c>.</param>
    /// <param name="configure">What the node is to be.</param>
    /// <param name="name">The actor's name.</param>
    /// <returns>The node's actor; <see cref="RingsClient"/> makes an <see cref="IRings"/> of it.</returns>
    public static IActorRef StartRingsNode(
        this ActorSystem system, Action<RingsNodeOptions> configure, string name = "rings")
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new RingsNodeOptions();
        configure(options);
        string Dispatcher(string path) =>
            system.Dispatchers.HasDispatcher(path) ? path : "akka.actor.default-dispatcher";
        return system.ActorOf(Props.CreateBy(options.Build(system.Settings.Config, Dispatcher)), name);
    }

    private static async Task<HealthCheckResult> IsLiveAsync(IActorRef node, CancellationToken cancel) =>
        await StatusAsync(node, cancel) is null
            ? HealthCheckResult.Unhealthy("the node does not answer")
            : HealthCheckResult.Healthy();

    private static async Task<HealthCheckResult> IsReadyAsync(IActorRef node, CancellationToken cancel) =>
        await StatusAsync(node, cancel) switch
        {
            null => HealthCheckResult.Unhealthy("the node does not answer"),
            { IsCutOff: true } status => HealthCheckResult.Unhealthy(
                "no seed has led to a link: " + string.Join("; ", status.SeedTroubles.Select(seed => $"{seed.Seed}: {seed.Reason}"))),
            { Failing: [var failing, ..] } => HealthCheckResult.Unhealthy(failing.Reason),
            { Phase: RingPhase.Member } status => HealthCheckResult.Healthy(
                $"member of a ring of about {status.RingSize:F0}, {status.Links.Length} links"),
            _ => HealthCheckResult.Unhealthy("the node is still joining"),
        };

    private static async Task<NodeStatus?> StatusAsync(IActorRef node, CancellationToken cancel)
    {
        try
        {
            return await node.Ask<NodeStatus>(GetStatus.Instance, Patience, cancel);
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }
}
