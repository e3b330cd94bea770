using System.Collections.Concurrent;
using System.Diagnostics;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace Rings.TestKit.Deterministic;

/// <summary>
/// An actor system in a <see cref="SimulatedWorld"/>, with one root under which all simulated actors stand.
/// </summary>
public sealed class SimulatedSystem : IDisposable
{
    private readonly IActorRef _root;
    private bool _isDisposed;

    /// <param name="seed">Of order and chance.</param>
    /// <param name="config">More configuration, in which WORLD stands for the world's name.</param>
    /// <param name="fallback">Defaults.</param>
    /// <param name="leash">How long the start may really take.</param>
    public SimulatedSystem(int seed, string config = "", Config? fallback = null, TimeSpan? leash = null)
    {
        World = new SimulatedWorld(seed);
        System = ActorSystem.Create(World.Name, Configure(World.Name, config).WithFallback(fallback ?? Config.Empty));
        var root = System.ActorOf(Props.Create<Root>(), "root");
        _root = root;
        // The guardian starts its child on a thread of its own: from the first answer on the world's thread is the
        // only one.
        var answer = root.Ask<object>(Started.Instance, leash ?? TimeSpan.FromSeconds(30));
        while (!answer.IsCompleted)
        {
            World.RunUntil(World.Now);
            Thread.Yield();
        }

        World.RunUntil(World.Now);
        // The event stream watches its subscribers from a thread of its own: on the world's dispatcher that message would
        // cost a draw of the order at a moment that no seed knows.
        var logger = Props.Create(() => new Logger(World, Log)).WithDispatcher("akka.actor.internal-dispatcher");
        System.EventStream.Subscribe(ActorOf(logger, "log"), typeof(LogEvent));
        World.Shuffle();
    }

    /// <summary>Warnings and errors that were logged: a test that fails shows them.</summary>
    public ConcurrentQueue<string> Log { get; } = new();

    /// <summary>Its time, order and chance.</summary>
    public SimulatedWorld World { get; }

    private static readonly TimeSpan Leash = TimeSpan.FromMinutes(1);

    /// <summary>The system itself.</summary>
    public ActorSystem System { get; }

    /// <summary>Starts an actor on the world's thread.</summary>
    public IActorRef ActorOf(Props props, string name)
    {
        IActorRef? started = null;
        _root.Tell(new Start(props, name, child => started = child), ActorRefs.NoSender);
        World.RunUntil(World.Now, () => started is not null);
        return started ?? throw new InvalidOperationException($"{name} did not start.");
    }

    /// <summary>Ends the system, and its world with it.</summary>
    /// <exception cref="TimeoutException">It did not end within a minute of real time.</exception>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        if (World.IsEndless)
        {
            // Its actors would never come to their end.
            World.Dispose();
            return;
        }

        // A part of the end runs on threads of the system's own: virtual time moves on while they get their turn.
        var end = System.Terminate();
        var leash = Stopwatch.StartNew();
        while (!end.Wait(1) && leash.Elapsed < Leash) World.Run(TimeSpan.FromSeconds(1));
        World.Dispose();
        if (!end.IsCompleted) throw new TimeoutException($"The system {World.Name} did not end.");
    }

    private static Config Configure(string world, string more) => ConfigurationFactory.ParseString(
        ("""
        akka {
          loglevel = INFO
          stdout-loglevel = OFF
          loggers = []
          log-dead-letters = off
          scheduler {
            implementation = "Rings.TestKit.Deterministic.SimulatedScheduler, Rings.TestKit.Deterministic"
            world = "WORLD"
          }
          actor.default-dispatcher {
            type = "Rings.TestKit.Deterministic.SimulatedDispatcherConfigurator, Rings.TestKit.Deterministic"
            world = "WORLD"
            throughput = 1
          }
        }

        """ + more).Replace("WORLD", world, StringComparison.Ordinal));

    private sealed record Start(Props Props, string Name, Action<IActorRef> Started)
        : INoSerializationVerificationNeeded;

    private sealed record Started
    {
        public static readonly Started Instance = new();
    }

    private sealed class Logger(SimulatedWorld world, ConcurrentQueue<string> log) : UntypedActor
    {
        protected override void OnReceive(object message) => log.Enqueue($"{world.Now} {message}");
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
