using System.Globalization;
using Akka.Actor;
using Akka.Hosting;
using Rings.Actors.Node;
using Rings.Actors.Public;
using Rings.Actors.Settings;
using Rings.Protocol;
using Rings.TestKit.Deterministic;

namespace Rings.TestKit;

/// <content>What a test does, step by step.</content>
public sealed partial class SimulatedRing
{
    /// <summary>How long a run may take in virtual time unless it is told otherwise.</summary>
    public static readonly TimeSpan DefaultWithin = TimeSpan.FromMinutes(5);

    /// <summary>How long nothing happens before the ring is quiet.</summary>
    public static readonly TimeSpan QuietFor = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MostAdvance = TimeSpan.FromDays(400);

    private readonly List<(string Name, Func<SimulatedNode, Props> Props)> _protocols = [];
    private readonly Dictionary<IActorRef, string> _witnessed = [];
    private readonly Dictionary<string, RingsNodeProtocol.NeighboursChanged> _seen = [];
    private EventText? _text;

    /// <summary>The node of a number, from 0, whether it runs or not.</summary>
    /// <exception cref="RingStepException">There is none.</exception>
    public SimulatedNode Node(int number) => _nodes.TryGetValue(NameOf(number), out var node)
        ? node
        : throw new RingStepException(History, $"there is no node {number}: {Range()}");

    /// <summary>Gives every node, now and later, an actor that receives a protocol's messages.</summary>
    /// <typeparam name="TActor">
    /// The actor. Its one constructor may take the node (<see cref="IActorRef"/>, <see cref="IRequiredActor{TActor}"/> of
    /// <see cref="RingsNode"/> or <see cref="SimulatedNode"/>), its clock (<see cref="TimeProvider"/>) and its chance
    /// (<see cref="INodeRandom"/>).
    /// </typeparam>
    /// <param name="protocol">The protocol's name, such as <c>orders/1</c>.</param>
    /// <exception cref="RingStepException">The ring has the protocol, or the constructor takes something else.</exception>
    public SimulatedRing WithProtocol<TActor>(string protocol)
        where TActor : ActorBase => WithProtocol(protocol, node => PropsOf(typeof(TActor), node));

    /// <summary>Gives every node, now and later, an actor that receives a protocol's messages.</summary>
    /// <remarks>
    /// The actor hears no <see cref="RingsNodeProtocol.ProtocolRegistered"/>; under <c>WithRingsProtocol</c> of hosting it does.
    /// </remarks>
    /// <param name="protocol">The protocol's name, such as <c>orders/1</c>.</param>
    /// <param name="props">Makes the actor of a node. One that throws is stopped, and what it threw is shown with the ring.</param>
    /// <exception cref="RingStepException">The ring has the protocol.</exception>
    public SimulatedRing WithProtocol(string protocol, Func<SimulatedNode, Props> props)
    {
        ArgumentException.ThrowIfNullOrEmpty(protocol);
        ArgumentNullException.ThrowIfNull(props);
        return Take($"protocol {protocol}", () =>
        {
            if (_protocols.Exists(known => known.Name == protocol)) throw Refuse($"the ring has {protocol} already");
            _protocols.Add((protocol, props));
            foreach (var node in Nodes.Where(node => node.IsAlive)) StartProtocol(node, protocol, props);
        });
    }

    /// <summary>Lets virtual time pass.</summary>
    /// <param name="span">How much, from zero to 400 days.</param>
    /// <exception cref="RingStepException">It is out of range, or the actors went on without end at one instant.</exception>
    public SimulatedRing Advance(TimeSpan span) => Take($"advance {span:c}", () =>
    {
        if (span < TimeSpan.Zero || span > MostAdvance) throw Refuse($"time passes by 0 to {MostAdvance:c}");
        World.Run(span);
    });

    /// <summary>Runs until something is so.</summary>
    /// <param name="until">Looked at ten times per second of virtual time.</param>
    /// <param name="within">How much virtual time it may take; null: <see cref="DefaultWithin"/>.</param>
    /// <exception cref="RingStepException">It did not become so in time: the message shows the ring as each node sees it.</exception>
    public SimulatedRing Run(Func<SimulatedRing, bool> until, TimeSpan? within = null)
    {
        ArgumentNullException.ThrowIfNull(until);
        return Await("run", until, within ?? DefaultWithin, "it never became so");
    }

    /// <summary>Runs until the ring is ideal and nothing has happened at any node for <see cref="QuietFor"/>.</summary>
    /// <param name="within">How much virtual time it may take; null: <see cref="DefaultWithin"/>.</param>
    /// <exception cref="RingStepException">It did not become quiet in time: the message shows the ring as each node sees it.</exception>
    public SimulatedRing RunUntilQuiet(TimeSpan? within = null)
    {
        var (seen, since) = (History.Fingerprint, World.Now);
        return Await("run until quiet", _ =>
        {
            if (History.Fingerprint != seen) (seen, since) = (History.Fingerprint, World.Now);
            return World.Now - since >= QuietFor && IsIdeal;
        }, within ?? DefaultWithin, "the ring did not become quiet");
    }

    /// <summary>A system for a ring, whose seed may be told later.</summary>
    internal static SimulatedSystem NewSystem(int seed, string config) =>
        new(seed, Dispatcher + config, NodeSettings.ReferenceConfig());

    internal void AddNodes(int count) => Take($"nodes {count}", () =>
    {
        if (count < 1 || _nodes.Count + count > SimulatedRingNodes.Most) throw Refuse($"a ring has 1 to {SimulatedRingNodes.Most} nodes");
        for (var added = 0; added < count; added++) Begin(_nodes.Count);
    });

    private static string NameOf(int number) => $"n{number.ToString(CultureInfo.InvariantCulture)}";

    private void Begin(int number)
    {
        var node = Start(NameOf(number), number == 0 ? [.. Nodes.Where(other => other.IsAlive).Take(1).Select(other => other.Name)] : [SeedOf(number)]);
        foreach (var (name, props) in _protocols) StartProtocol(node, name, props);
    }

    /// <summary>Whom a node joins through: number 0, or the first that runs.</summary>
    private string SeedOf(int number) =>
        Nodes.FirstOrDefault(node => node.IsAlive && node.Name != NameOf(number))?.Name ?? NameOf(0);

    private void StartProtocol(SimulatedNode node, string protocol, Func<SimulatedNode, Props> props)
    {
        var name = $"{node.Name}-{protocol.Replace('/', '-')}";
        var actor = System.ActorOf(props(node), $"{name}-{++_lastStart}");
        _witnessed[actor] = $"{node.Name} {protocol}";
        node.Add(protocol, actor);
        node.Actor.Tell(new RingsNodeProtocol.RegisterProtocol(protocol, actor), ActorRefs.NoSender);
    }

    private Props PropsOf(Type actor, SimulatedNode node)
    {
        var constructors = actor.GetConstructors();
        if (constructors.Length != 1) throw Refuse($"{actor.Name} has {constructors.Length} public constructors, not one");
        var arguments = constructors[0].GetParameters().Select(parameter => parameter.ParameterType switch
        {
            var type when type == typeof(IActorRef) => node.Actor,
            var type when type == typeof(IRequiredActor<RingsNode>) => new NodeOfActor(node.Actor),
            var type when type == typeof(SimulatedNode) => node,
            var type when type == typeof(TimeProvider) => Clock(node.Name),
            var type when type == typeof(INodeRandom) => (object)new SeededRandom(HashCode(node.Name + actor.Name)),
            var type => throw Refuse($"{actor.Name} wants a {type.Name}, which is not known here: give its Props"),
        });
        return Props.Create(actor, [.. arguments]);
    }

    private SimulatedRing Await(string name, Func<SimulatedRing, bool> until, TimeSpan within, string why) =>
        Take($"{name} within {within:c}", () =>
        {
            if (within <= TimeSpan.Zero || within > MostAdvance) throw Refuse($"a deadline is up to {MostAdvance:c}");
            var end = World.Now + within;
            while (!until(this))
            {
                if (World.Now >= end) throw Refuse($"{why} within {within:c}", Show());
                World.Run(Look);
            }
        });

    /// <summary>Takes a step: what goes wrong in it bears its number and the seed.</summary>
    private SimulatedRing Take(string name, Action step)
    {
        History.BeginStep(name);
        try
        {
            step();
            return this;
        }
        catch (EndlessStepException endless)
        {
            throw new RingStepException(History, $"it never ends: {endless.Message}", History.Tail(50), endless);
        }
        catch (InvalidOperationException failure)
        {
            throw new RingStepException(History, failure.Message, History.Tail(50), failure);
        }
    }

    private RingStepException Refuse(string why, string detail = "") => new(History, why, detail);

    private string Range() => _nodes.Count == 0 ? "the ring has none yet" : $"the ring has nodes 0 to {_nodes.Count - 1}";

    /// <summary>The ring as each node sees it, and what happened last.</summary>
    private string Show() => $"{Describe()}\nLast of the history ({History.Fingerprint}):\n{History.Tail(50)}";

    private EventWitness Witness(string name)
    {
        _seen.Remove(name);
        return new(Probe.Actor, name, happened =>
        {
            if (happened is RingsNodeProtocol.NeighboursChanged changed) _seen[name] = changed;
            History.Add(name, Words(happened));
        });
    }

    /// <summary>Whether no node has told of neighbours that are wrong: only then is it worth to ask all.</summary>
    private bool MayBeIdeal()
    {
        var ring = Nodes.Where(node => node.IsAlive).OrderBy(node => Did.Zero.DistanceTo(node.Did)).ToArray();
        for (var index = 0; index < ring.Length && ring.Length > 1; index++)
        {
            if (!_seen.TryGetValue(ring[index].Name, out var seen)) return false;
            if (!AreRight(ring, index, seen.Successors, seen.Predecessors)) return false;
        }

        return true;
    }

    private void Note(IActorRef receiver, object message, IActorRef sender)
    {
        if (_witnessed.Count > 0 && _witnessed.TryGetValue(receiver, out var who)) History.Add(who, $"was told {Words(message)}");
    }

    private string Words(object message) => (_text ??= new EventText(_names)).Of(message);

    /// <summary>The node, for actors that ask for it as hosting gives it to them.</summary>
    private sealed class NodeOfActor(IActorRef node) : IRequiredActor<RingsNode>
    {
        public IActorRef ActorRef => node;

        public Task<IActorRef> GetAsync(CancellationToken cancellationToken = default) => Task.FromResult(node);
    }
}
