using Rings.Protocol;
using Rings.Protocol.Links;
using Rings.Protocol.Ring;
using Rings.Simulation.Engine;
using Rings.Simulation.Network;
using Rings.Simulation.Scenarios;

namespace Rings.Simulation.World;

/// <summary>
/// Nodes that run the production <see cref="ChordRing"/>, and the network between them, in virtual time on one thread.
/// The same options and the same calls give the same run, bit for bit.
/// </summary>
/// <remarks>
/// What a host does is modelled: connections (two round trips after offer and answer), frames that are routed at every
/// node, crumbs that lead replies back, liveness (a silent link is suspect, then lost), remembered peers. What the ring
/// and the book of links decide is not modelled: it is the code that nodes run.
/// </remarks>
internal sealed partial class RingWorld : IDisposable
{
    private readonly EventLoop<WorldEvent> _loop;
    private readonly List<RingNode> _nodes = [];
    private readonly Dictionary<Did, int> _indexes = [];
    private readonly MemberIndex _members = new();
    private readonly WorldOptions _options;
    private readonly LatencyModel _latency;
    private readonly TraceHash? _trace;
    private SplitRandom _dids;
    private SplitRandom _network;
    private SplitRandom _choices;
    private SplitRandom _streams;
    private SplitRandom _storage;
    private SplitRandom _waits;

    /// <summary>Makes a world without nodes.</summary>
    /// <param name="options">What it is made of.</param>
    public RingWorld(WorldOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _latency = Latencies.Parse(options.Network.Latency);
        _loop = new(Handle);
        var root = new SplitRandom(options.Seed);
        (_dids, _network, _choices, _streams) = (root.Split(), root.Split(), root.Split(), root.Split());
        (_storage, _waits) = (root.Split(), root.Split());
        LinkLimits = new() { LinkBudget = options.Ring.LinkBudget };
        Network = options.Network;
        _trace = options.Trace ? new() : null;
        Journal = new(options.Journal ? WorldJournal.DefaultLength : 0);
    }

    /// <summary>Called after every event.</summary>
    public event Action? Stepped;

    /// <summary>The virtual time now.</summary>
    public Instant Now => _loop.Now;

    /// <summary>The virtual time since the start.</summary>
    public TimeSpan Elapsed => _loop.Elapsed;

    /// <summary>How many events have happened.</summary>
    public long Events => _loop.Handled;

    /// <summary>How many events wait.</summary>
    public int Waiting => _loop.Waiting;

    /// <summary>The SHA-256 of all events until now; empty if no trace is kept.</summary>
    public string TraceHash => _trace?.Current() ?? "";

    /// <summary>How look-ups ended.</summary>
    public LookUpStatistics LookUps { get; private set; } = new();

    /// <summary>The last events.</summary>
    internal WorldJournal Journal { get; }

    /// <summary>All nodes that ever were, by their numbers.</summary>
    internal IReadOnlyList<RingNode> Nodes => _nodes;

    /// <summary>The live members.</summary>
    internal MemberIndex Members => _members;

    /// <summary>The options.</summary>
    internal WorldOptions Options => _options;

    /// <summary>The numbers of all nodes' books of links.</summary>
    internal LinkLimits LinkLimits { get; }

    /// <summary>What the network is like now.</summary>
    internal NetworkConditions Network { get; set; }

    /// <summary>Where the scenario's choices come from.</summary>
    internal ref SplitRandom Choices => ref _choices;

    /// <summary>Handles the next event.</summary>
    /// <returns>False if nothing is left to happen.</returns>
    public bool Step() => _loop.Step();

    /// <summary>Handles all events until a time since the start.</summary>
    /// <param name="elapsed">The time since the start.</param>
    public void RunUntil(TimeSpan elapsed) => _loop.RunUntil(VirtualTime.Start + elapsed);

    /// <summary>Handles all events within a time from now.</summary>
    /// <param name="span">How long.</param>
    public void RunFor(TimeSpan span) => _loop.RunFor(span);

    /// <summary>Does something at a time.</summary>
    /// <param name="elapsed">The time since the start.</param>
    /// <param name="action">What to do.</param>
    public void At(TimeSpan elapsed, Action action) =>
        _loop.ScheduleAt(VirtualTime.Start + elapsed, new(WorldEventKind.Action, -1, -1, 0, action));

    /// <inheritdoc/>
    public void Dispose() => _trace?.Dispose();

    /// <summary>Adds a node that has not started, at a random place.</summary>
    internal RingNode AddNode()
    {
        Span<byte> bytes = stackalloc byte[Did.Bytes];
        _dids.Fill(bytes);
        return AddNode(Did.Read(bytes));
    }

    /// <summary>Adds a node that has not started.</summary>
    internal RingNode AddNode(Did did)
    {
        var node = new RingNode(this, _nodes.Count, did, _streams.Split(), _waits.Split());
        node.IsHidden = _choices.Chance(_options.Network.Hidden);
        if (Storage is { } storage) node.Storage = new(this, node, new(storage.Settings.Records));
        _nodes.Add(node);
        _indexes.Add(did, node.Index);
        return node;
    }

    /// <summary>The node of a Did; null if it is nobody's.</summary>
    internal RingNode? Find(Did did) => _indexes.TryGetValue(did, out var index) ? _nodes[index] : null;

    /// <summary>A random live member.</summary>
    internal RingNode AnyMember() => _nodes[_members.Nodes[_choices.Next(_members.Count)]];

    internal void WakeAt(RingNode node, Instant at)
    {
        node.Wake = at;
        if (node.WakeScheduled is { } scheduled && scheduled <= at) return;
        node.WakeScheduled = at;
        _loop.ScheduleAt(at, new(WorldEventKind.Wake, node.Index, -1, at.UnixMicroseconds, null));
    }

    private void Handle(WorldEvent what)
    {
        Journal.Add(Now, what);
        Trace(what);
        Dispatch(what);
        Stepped?.Invoke();
    }

    private void Dispatch(in WorldEvent what)
    {
        if (what.Node < 0)
        {
            ((Action)what.Content!)();
            return;
        }

        var node = _nodes[what.Node];
        if (!node.IsAlive) return;
        if (node.PausedUntil > Now)
        {
            _loop.ScheduleAt(node.PausedUntil, what);
            return;
        }

        Dispatch(node, what);
    }

    private void Dispatch(RingNode node, in WorldEvent what)
    {
        switch (what.Kind)
        {
            case WorldEventKind.Frame:
                Arrive(node, what);
                break;
            case WorldEventKind.Wake:
                Wake(node, what.Tag);
                break;
            case WorldEventKind.Action:
                ((Action)what.Content!)();
                break;
            case WorldEventKind.Phase:
                if (HasLink(node, what)) node.Ring.PeerPhase(_nodes[what.Peer].Did, (RingPhase)what.Content!, Now);
                break;
            case WorldEventKind.Keep:
                if (HasLink(node, what)) node.Ring.PeerKeeps(_nodes[what.Peer].Did, (bool)what.Content!, Now);
                break;
            default:
                DispatchLink(node, what);
                break;
        }
    }

    // One event waits per node, the earliest that was ever asked for: a ring moves its timer far more often than it
    // fires.
    private void Wake(RingNode node, long due)
    {
        if (node.WakeScheduled is not { } scheduled || scheduled.UnixMicroseconds != due) return;
        node.WakeScheduled = null;
        if (node.Wake is not { } wanted) return;
        if (wanted > Now)
        {
            WakeAt(node, wanted);
            return;
        }

        node.Wake = null;
        node.Ring.Tick(Now);
    }

    private void Schedule(TimeSpan after, WorldEventKind kind, int node, int peer, long tag, object? content = null) =>
        _loop.Schedule(after, new(kind, node, peer, tag, content));

    private TimeSpan Delay() => _latency.Draw(ref _network);

    private TimeSpan Delays(int count)
    {
        var sum = TimeSpan.Zero;
        for (var i = 0; i < count; i++) sum += Delay();
        return sum;
    }

    private void Trace(in WorldEvent what)
    {
        if (_trace is null) return;
        _trace.Add(Now.UnixMicroseconds);
        _trace.Add(((long)what.Kind << 56) ^ ((long)what.Node << 28) ^ what.Peer);
        _trace.Add(what.Tag);
        if (what.Content is Envelope envelope) Trace(envelope);
    }

    private void Trace(Envelope envelope)
    {
        Span<byte> target = stackalloc byte[Did.Bytes];
        envelope.Target.Write(target);
        _trace!.Add(target);
        _trace.Add(((long)envelope.Kind << 56) ^ ((long)envelope.Origin << 28) ^ envelope.Path.Count);
        _trace.Add((envelope.Id << 2) ^ (envelope.Final ? 1 : 0) ^ (envelope.IsReply ? 2 : 0));
    }
}
