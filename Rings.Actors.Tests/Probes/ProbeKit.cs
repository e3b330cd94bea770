using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Rings.Actors.Context;
using Rings.Actors.Disk;
using Rings.Protocol.Identity;
using Rings.TestKit;

namespace Rings.Actors.Tests.Probes;

/// <summary>
/// One actor among probes, on threads of its own: what it tells each of its neighbours, in order, and nothing else. Its
/// timers fire when the test says so, and its clock stands still until then.
/// </summary>
public abstract class ProbeKit : Akka.TestKit.Xunit2.TestKit
{
    private static readonly Config Scheduled = ConfigurationFactory.ParseString("""
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          test { default-timeout = 20s, single-expect-default = 20s }
          scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
        }
        """);

    private readonly SimulatedRing _ring = new(seed: 5);

    protected ProbeKit()
        : base(Scheduled)
    {
    }

    /// <summary>Lets time pass: the clock first, then the timers that are due.</summary>
    protected void Advance(TimeSpan span)
    {
        _ring.World.Run(span);
        ((TestScheduler)Sys.Scheduler).Advance(span);
    }

    /// <summary>What the actors of a node share; the same name gives the same node.</summary>
    internal NodeContext NewContext(string name) => _ring.NewContext(name);

    /// <summary>The account of a node.</summary>
    internal AccountKey AccountOf(string name) => _ring.AccountOf(name);

    /// <summary>Starts the actor that owns a store.</summary>
    internal IActorRef Keep<TStore>(StoreSchema schema, TStore store)
        where TStore : class, IGroupStore => Sys.ActorOf(StoreActor<TStore>.Props(new(schema, () => (store, null))));

    /// <summary>
    /// Starts an actor under a parent that restarts it when it fails, as a node does; the parent tells what it is told
    /// by its child.
    /// </summary>
    protected IActorRef StartUnder(Props child, IActorRef told) =>
        Sys.ActorOf(Props.Create(() => new Parent(child, told)));

    /// <summary>Has the child of <see cref="StartUnder"/> fail, and waits until it stands again.</summary>
    protected void Fail(IActorRef parent)
    {
        parent.Tell(Parent.FailNow.Instance, TestActor);
        ExpectMsg<Parent.Restarted>();
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) _ring.Dispose();
    }

    private sealed class Parent : UntypedActor
    {
        private readonly IActorRef _child;
        private readonly IActorRef _told;
        private IActorRef _tester = ActorRefs.Nobody;

        public Parent(Props child, IActorRef told) => (_child, _told) = (Context.ActorOf(child, "child"), told);

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ =>
        {
            _tester.Tell(Restarted.Instance);
            return Directive.Restart;
        });

        protected override void OnReceive(object message)
        {
            if (message is FailNow)
            {
                _tester = Sender;
                _child.Tell(Kill.Instance);
            }
            else if (Sender.Equals(_child)) _told.Tell(message, _child);
            else _child.Forward(message);
        }

        public sealed record FailNow
        {
            public static readonly FailNow Instance = new();
        }

        public sealed record Restarted
        {
            public static readonly Restarted Instance = new();
        }
    }
}
