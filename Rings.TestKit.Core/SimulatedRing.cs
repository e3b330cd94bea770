using System.Collections.Immutable;
using Akka.Actor;
using Rings.Actors.Context;
using Rings.Actors.Disk;
using Rings.Actors.Node;
using Rings.Actors.Peers;
using Rings.Actors.Public;
using Rings.Actors.Services;
using Rings.Actors.Sessions;
using Rings.Actors.Settings;
using Rings.Actors.Storage;
using Rings.Actors.Telemetry;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Ring;
using Rings.Protocol.Storage;
using Rings.TestKit.Deterministic;
using Rings.Transport.InMemory;

namespace Rings.TestKit;

/// <summary>Whole nodes over an in-memory network in a simulated world: the same seed tells the same story.</summary>
public sealed partial class SimulatedRing : IDisposable
{
    private const string Dispatcher = """

        rings.dispatcher {
          type = "Rings.TestKit.Deterministic.SimulatedDispatcherConfigurator, Rings.TestKit.Deterministic"
          world = "WORLD"
          throughput = 1
        }

        rings.storage-dispatcher = ${rings.dispatcher}

        """;

    private readonly Dictionary<string, SimulatedNode> _nodes = [];
    private readonly Dictionary<Did, string> _names = [];
    private readonly Dictionary<string, SimulatedDisk> _disks = [];
    private readonly Dictionary<string, SimulatedReplayStore> _replays = [];
    private readonly Dictionary<string, MemorySessionStore> _sessions = [];
    private readonly Dictionary<string, MemoryOwnRecordStore> _own = [];
    private readonly Dictionary<string, MemoryServiceStore> _services = [];
    private readonly Dictionary<string, MemoryPeerStore> _peers = [];
    private readonly Dictionary<string, WrongTime> _clocks = [];
    private readonly RingId _ring = RingId.OfPublic("simulation");
    private readonly NodeSettings _settings;
    private int _lastStart;

    /// <param name="seed">Where the order of everything and every chance come from.</param>
    /// <param name="network">What lies between the nodes; null: 5 ms one way.</param>
    /// <param name="config">Configuration of the actor system, as HOCON; <c>rings</c> in it is every node's.</param>
    public SimulatedRing(int seed, InMemoryNetworkOptions? network = null, string config = "")
        : this(NewSystem(seed, config), network)
    {
    }

    /// <param name="system">Where the nodes are to be: of <see cref="NewSystem"/>. It ends with the ring.</param>
    /// <param name="network">What lies between the nodes; null: 5 ms one way.</param>
    internal SimulatedRing(SimulatedSystem system, InMemoryNetworkOptions? network)
    {
        System = system;
        _settings = NodeSettings.From(system.System.Settings.Config);
        History = new(World);
        var options = network ?? new InMemoryNetworkOptions { Delay = TimeSpan.FromMilliseconds(5) };
        Network = new InMemoryNetwork(options, World.Seed, World.Time);
        Probe = new Inbox(System, "probe");
        World.Observed = Note;
    }

    /// <summary>The actor system that all nodes are in.</summary>
    public SimulatedSystem System { get; }

    /// <summary>The ring's time, order and chance.</summary>
    public SimulatedWorld World => System.World;

    /// <summary>What lies between the nodes: the endpoint of a node is its name.</summary>
    public InMemoryNetwork Network { get; }

    /// <summary>What was done to the ring and what each node saw.</summary>
    public RingHistory History { get; }

    /// <summary>Told all bytes that nodes draw by chance: their secrets are among them.</summary>
    public Action<byte[]>? Drawn { get; set; }

    /// <summary>How long delegations live that nodes begin with.</summary>
    public TimeSpan Life { get; set; } = Delegation.DefaultLifetime;

    /// <summary>Whether nodes hold their account's key, and so can renew their delegation.</summary>
    public bool CanRenew { get; set; }

    /// <summary>All records on all disks.</summary>
    internal IEnumerable<StoredRecord> Disks => _disks.Values.SelectMany(disk => disk.Records);

    internal IEnumerable<StoredRecord> DiskOf(string name) => _disks.TryGetValue(name, out var disk) ? disk.Records : [];

    /// <summary>Questions that nodes asked of seeds, and offers that they took to them.</summary>
    public int Asked { get; private set; }

    /// <summary>Where the test hears replies.</summary>
    public Inbox Probe { get; }

    /// <summary>All nodes that ever started, gone ones among them.</summary>
    public IReadOnlyCollection<SimulatedNode> Nodes => _nodes.Values;

    /// <summary>The node of a name.</summary>
    /// <exception cref="KeyNotFoundException">There never was one.</exception>
    public SimulatedNode this[string name] => _nodes[name];

    /// <summary>Starts a node that joins through others; one that was there before finds what is on its disk.</summary>
    public SimulatedNode Start(string name, params string[] seeds)
    {
        var context = NewContext(name);
        var settings = context.Settings with { Seeds = [.. seeds.Select(seed => new Uri($"sim://{seed}"))] };
        context = context with { Settings = settings };
        var client = new SimulatedSeeds(seed => Find(name, seed));
        var stores = new NodeStores(
            new(StoreSchema.Replay, () => (Keep(_replays, name), null)),
            OpenRecords(name, settings),
            new(StoreSchema.Sessions, () => (Keep(_sessions, name), null)),
            new(StoreSchema.Own, () => (Keep(_own, name), null)),
            new(StoreSchema.Services, () => (Keep(_services, name), null)),
            Keep(_peers, name));
        NodeContext Renew(NodeContext former) => former with
        {
            Connections = Network.CreateFactory(name),
            Instruments = new RingsInstruments(name),
            Destination = settings.NewDestination(former.Self, _ring),
        };
        var actor = System.ActorOf(RingsNode.Props(context, client, stores, Renew, Witness(name)), $"{name}-{++_lastStart}");
        var node = new SimulatedNode(name, context, actor);
        (_nodes[name], _names[node.Did]) = (node, name);
        return node;
    }

    /// <summary>Starts n0, and the others of so many nodes at once, which join through it.</summary>
    public void Grow(int count)
    {
        Start("n0");
        for (var number = 1; number < count; number++) Start($"n{number}", "n0");
    }

    private (string Did, IActorRef Node)? Find(string asker, string host)
    {
        Asked++;
        return _nodes.TryGetValue(host, out var node) && node.IsAlive && Reaches(asker, host) ? (node.Did.ToString(), node.Actor) : null;
    }

    /// <summary>What the actors of one node share: for an actor that is tested alone.</summary>
    internal NodeContext NewContext(string name)
    {
        var random = new SeededRandom(HashCode(name), Drawn);
        var clock = Clock(name);
        var keys = NewKeys(random, clock);
        return new NodeContext(
            keys, null, Network.CreateFactory(name), _settings, clock, random, new RingsInstruments(name),
            _settings.NewDestination(keys.Account, _ring));
    }

    /// <summary>What a node reads under a key, from a quorum.</summary>
    internal GetOutcome.Found Read(SimulatedNode node, Did key)
    {
        Probe.Received.Clear();
        System.System.ActorSelection(node.Actor.Path / "storage")
            .Tell(new StorageProtocol.Get(key, Consistency.Quorum, Probe.Actor, null));
        World.RunUntil(World.Now + TimeSpan.FromMinutes(2), () => Probe.Received.Count > 0);
        return (GetOutcome.Found)((StorageProtocol.GetEnded)Probe.Received[0]).Outcome;
    }

    /// <summary>The peers that a node has written down.</summary>
    public IReadOnlyList<RememberedPeer> Remembered(string name) => Keep(_peers, name).Load().Peers;

    private static T Keep<T>(Dictionary<string, T> kept, string name)
        where T : new()
    {
        if (!kept.TryGetValue(name, out var store)) kept.Add(name, store = new());
        return store;
    }

    /// <summary>A node that comes back finds what was durable when it went.</summary>
    private StoreSource<IRecordStore> OpenRecords(string name, NodeSettings settings) => new(StoreSchema.Records, () =>
    {
        if (!_disks.TryGetValue(name, out var disk)) _disks.Add(name, disk = new(settings.Storage.Records));
        return (disk.Open(), null);
    });

    /// <summary>Ends a node as kill -9 would.</summary>
    public void Kill(string name)
    {
        Network.Kill(name);
        _nodes[name].IsAlive = false;
        System.System.Stop(_nodes[name].Actor);
    }

    /// <summary>Asks a node and runs the world until it answers.</summary>
    public T Ask<T>(SimulatedNode node, object command, TimeSpan? leash = null)
    {
        Probe.Received.Clear();
        node.Actor.Tell(command, Probe.Actor);
        World.RunUntil(World.Now + (leash ?? TimeSpan.FromSeconds(60)), () =>
            Probe.Received.Any(message => message is T));
        var reply = Probe.Received.FirstOrDefault(message => message is T) ?? Probe.Received.FirstOrDefault();
        return reply is T expected
            ? expected
            : throw new InvalidOperationException(
                $"seed={World.Seed}: {node.Name} answered {command} by {reply}; log:\n{string.Join('\n', System.Log.TakeLast(20))}");
    }

    /// <summary>How a node sees itself and the ring.</summary>
    public RingsNodeProtocol.NodeStatus Status(SimulatedNode node) =>
        Ask<RingsNodeProtocol.NodeStatus>(node, RingsNodeProtocol.GetStatus.Instance);

    /// <summary>Has a node tell its events.</summary>
    public void Subscribe(SimulatedNode node, Action<object> told)
    {
        var subscriber = new Inbox(System, $"subscriber-{++_lastStart}", told);
        Ask<RingsNodeProtocol.Subscribed>(node, new RingsNodeProtocol.Subscribe(subscriber.Actor));
    }

    /// <summary>Lets a list receive a protocol's messages at a node.</summary>
    public void Register(SimulatedNode node, string protocol, List<RingsNodeProtocol.Received> received)
    {
        var receiver = new Inbox(System, $"{node.Name}-{protocol.Replace('/', '-')}-{++_lastStart}", message =>
        {
            if (message is RingsNodeProtocol.Received arrived) received.Add(arrived);
        });
        Ask<RingsNodeProtocol.ProtocolRegistered>(node,
            new RingsNodeProtocol.RegisterProtocol(protocol, receiver.Actor));
    }

    /// <summary>Each node sends to each other one message of 32 bytes. The outcomes come as the world runs.</summary>
    public List<object> SendFromEachToEach(string protocol)
    {
        var outcomes = new Inbox(System, $"outcomes-{++_lastStart}");
        foreach (var from in Nodes.Where(node => node.IsAlive))
        {
            foreach (var to in Nodes.Where(node => node.IsAlive && node != from))
                from.Actor.Tell(new RingsNodeProtocol.SendPlain(to.Did, protocol, new byte[32]), outcomes.Actor);
        }

        return outcomes.Received;
    }

    /// <summary>Runs until every live node is a member with the right neighbours, or the time has come.</summary>
    public bool RunUntilIdeal(TimeSpan span)
    {
        var end = World.Now + span;
        while (World.Now < end)
        {
            if (IsIdeal) return true;
            World.Run(TimeSpan.FromMilliseconds(500));
        }

        return IsIdeal;
    }

    /// <summary>
    /// The ring in words, for a test that fails: each node in its place with its neighbours and links.
    /// </summary>
    public string Describe()
    {
        var ring = Nodes.Where(node => node.IsAlive).OrderBy(node => Did.Zero.DistanceTo(node.Did)).ToArray();
        var names = ring.ToDictionary(node => node.Did, node => node.Name);
        string Name(Did did) => names.GetValueOrDefault(did, "gone");
        var lines = ring.Select(Status).Select(status =>
            $"{Name(status.Did)} {status.Phase} predecessor {string.Join(',', status.Predecessors.Take(1).Select(Name))}"
            + $" successors {string.Join(',', status.Successors.Select(Name))}"
            + $" links {string.Join(',', status.Links.GroupBy(link => link.State).Select(group => $"{group.Count()} {group.Key}"))}");
        return $"seed={World.Seed} at {World.Now}\n{string.Join('\n', lines)}\n{string.Join('\n', System.Log.TakeLast(50))}";
    }

    /// <summary>Whether every live node is a member whose predecessor and head are the right ones.</summary>
    public bool IsIdeal => MayBeIdeal() && Judge();

    private bool Judge()
    {
        var ring = Nodes.Where(node => node.IsAlive).OrderBy(node => Did.Zero.DistanceTo(node.Did)).ToArray();
        for (var index = 0; index < ring.Length; index++)
        {
            var status = Status(ring[index]);
            if (status.Phase != RingPhase.Member) return false;
            if (ring.Length > 1 && !AreRight(ring, index, status.Successors, status.Predecessors)) return false;
        }

        return true;
    }

    /// <summary>Whether a node of a ring in its order has the right ones next to it.</summary>
    private static bool AreRight(SimulatedNode[] ring, int index, ImmutableArray<Did> successors, ImmutableArray<Did> predecessors) =>
        successors is [var successor, ..] && successor == ring[(index + 1) % ring.Length].Did
        && predecessors is [var predecessor, ..] && predecessor == ring[(index + ring.Length - 1) % ring.Length].Did;

    /// <summary>Ends the nodes, as kill -9 would, and the system.</summary>
    public void Dispose() => System.Dispose();

    private int HashCode(string name) => name.Aggregate(World.Seed, (hash, letter) => unchecked((hash * 31) + letter));

    /// <summary>The account of a node: what its owner signs revocations with.</summary>
    public AccountKey AccountOf(string name) => NewAccount(new SeededRandom(HashCode(name)));

    /// <summary>The keys of somebody who has no node.</summary>
    public Signer NewSigner(string name) => NewKeys(new SeededRandom(HashCode(name)), World.Time).Signer;

    /// <summary>The clock of a node, which may be wrong.</summary>
    public WrongTime Clock(string name)
    {
        if (!_clocks.TryGetValue(name, out var clock)) _clocks.Add(name, clock = new(World.Time));
        return clock;
    }

    private NodeKeys NewKeys(SeededRandom random, TimeProvider clock)
    {
        var account = NewAccount(random);
        return new NodeKeys(Sign(account, random, clock), CanRenew ? () => Sign(account, random, clock) : null);
    }

    private static AccountKey NewAccount(SeededRandom random)
    {
        Span<byte> bytes = stackalloc byte[32];
        random.Fill(bytes);
        return AccountKey.FromSecret(AccountKind.Ed25519, bytes);
    }

    private Signer Sign(AccountKey account, SeededRandom random, TimeProvider clock)
    {
        Span<byte> bytes = stackalloc byte[32];
        random.Fill(bytes);
        var session = SessionKey.FromSeed(bytes);
        var now = Instant.From(clock.GetUtcNow());
        var draft = new DelegationDraft(
            account.Kind, account.Did, account.CarriedPublicKey.Span, session.PublicKey, _ring, now,
            now + Life, bytes[..Delegation.NonceBytes]);
        return new Signer(session, draft.Sign(account));
    }

    /// <summary>An actor that keeps what it is told.</summary>
    public sealed class Inbox
    {
        internal Inbox(SimulatedSystem system, string name, Action<object>? receive = null) =>
            Actor = system.ActorOf(Props.Create(() => new Keeper(receive ?? Received.Add)), name);

        /// <summary>What it was told, oldest first.</summary>
        public List<object> Received { get; } = [];

        /// <summary>Whom to tell.</summary>
        public IActorRef Actor { get; }

        private sealed class Keeper(Action<object> receive) : UntypedActor
        {
            protected override void OnReceive(object message) => receive(message);
        }
    }
}
