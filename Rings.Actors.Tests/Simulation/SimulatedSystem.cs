using Akka.Actor;
using Akka.Configuration;

namespace Rings.Actors.Tests.Simulation;

/// <summary>An actor system in a <see cref="SimulatedWorld"/>, with one root under which all simulated actors stand.</summary>
internal sealed class SimulatedSystem : IDisposable
{
    private readonly IActorRef _root;

    public SimulatedSystem(int seed, Config? config = null, TimeSpan? leash = null)
    {
        World = new SimulatedWorld(seed);
        System = ActorSystem.Create(World.Name, Configure(World.Name).WithFallback(config ?? Config.Empty));
        var root = System.ActorOf(Props.Create<Root>(), "root");
        _root = root;
        // The guardian starts its child on a thread of its own: from the first answer on the world's thread is the only one.
        var answer = root.Ask<object>(Started.Instance, leash ?? TimeSpan.FromSeconds(30));
        while (!answer.IsCompleted)
        {
            World.RunUntil(World.Now);
            Thread.Yield();
        }

        World.RunUntil(World.Now);
        World.Shuffle();
    }

    public SimulatedWorld World { get; }

    public ActorSystem System { get; }

    /// <summary>Starts an actor on the world's thread.</summary>
    public IActorRef ActorOf(Props props, string name)
    {
        IActorRef? started = null;
        _root.Tell(new Start(props, name, child => started = child), ActorRefs.NoSender);
        World.RunUntil(World.Now, () => started is not null);
        return started ?? throw new InvalidOperationException($"{name} did not start.");
    }

    public void Dispose()
    {
        var end = System.Terminate();
        for (var rounds = 0; !end.IsCompleted && rounds < 100_000; rounds++)
        {
            World.Run(TimeSpan.FromSeconds(1));
            Thread.Yield();
        }

        World.Dispose();
        Assert.True(end.IsCompleted, "The system did not end.");
    }

    private static Config Configure(string world) => ConfigurationFactory.ParseString(
        """
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          loggers = []
          log-dead-letters = off
          scheduler {
            implementation = "Rings.Actors.Tests.Simulation.SimulatedScheduler, Rings.Actors.Tests"
            world = "WORLD"
          }
          actor.default-dispatcher {
            type = "Rings.Actors.Tests.Simulation.SimulatedDispatcherConfigurator, Rings.Actors.Tests"
            world = "WORLD"
            throughput = 1
          }
        }
        """.Replace("WORLD", world, StringComparison.Ordinal));

    private sealed record Start(Props Props, string Name, Action<IActorRef> Started) : INoSerializationVerificationNeeded;

    private sealed record Started
    {
        public static readonly Started Instance = new();
    }

    private sealed class Root : UntypedActor
    {
        /// <summary>What throws is seen by the test that looks at the node, not healed behind its back.</summary>
        protected override SupervisorStrategy SupervisorStrategy() => Akka.Actor.SupervisorStrategy.StoppingStrategy;

        protected override void OnReceive(object message)
        {
            if (message is Start start) start.Started(Context.ActorOf(start.Props, start.Name));
            else Sender.Tell(message);
        }
    }
}
