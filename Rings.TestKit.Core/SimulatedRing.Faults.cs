using Rings.Actors.Public;

namespace Rings.TestKit;

/// <content>What befalls nodes and the network between them.</content>
public sealed partial class SimulatedRing
{
    private readonly Dictionary<(string From, string To), TimeSpan> _delays = [];
    private Dictionary<string, int>? _groups;

    /// <summary>Ends a node as kill -9 would; what was on its disk stays.</summary>
    /// <exception cref="RingStepException">There is no such node, or it does not run.</exception>
    public SimulatedRing Crash(int number) => Take($"crash {number}", () =>
    {
        var node = Running(number);
        Kill(node.Name);
        StopProtocols(node);
    });

    /// <summary>Has a node leave in good order.</summary>
    /// <exception cref="RingStepException">There is no such node, it does not run, or it does not leave.</exception>
    public SimulatedRing Leave(int number) => Take($"leave {number}", () =>
    {
        var node = Running(number);
        Ask<RingsNodeProtocol.Left>(node, RingsNodeProtocol.Leave.Instance);
        node.IsAlive = false;
        StopProtocols(node);
    });

    /// <summary>Starts a node again that crashed or left, and first ends one that runs, as kill -9 would.</summary>
    /// <param name="number">Which.</param>
    /// <param name="keepsDisk">Whether it finds what it had written down; its keys it has in any case.</param>
    /// <exception cref="RingStepException">There is no such node.</exception>
    public SimulatedRing Restart(int number, bool keepsDisk = true) => Take($"restart {number}{(keepsDisk ? "" : " without disk")}", () =>
    {
        var node = Node(number);
        if (node.IsAlive)
        {
            Kill(node.Name);
            StopProtocols(node);
        }

        // What the former one holds is given back before the next one opens it.
        World.RunUntil(World.Now);
        if (!keepsDisk) Forget(node.Name);
        Begin(number);
    });

    /// <summary>Cuts nodes off from all others, seeds too. A partition takes the place of the one before.</summary>
    /// <param name="nodes">Which.</param>
    /// <param name="apart">Whether they are cut off from each other too; otherwise they are one side.</param>
    /// <exception cref="RingStepException">There is no such node, one is named twice, or none is on a side.</exception>
    public SimulatedRing Partition(IReadOnlyCollection<int> nodes, bool apart = false)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        return Take($"partition [{string.Join(", ", nodes)}]{(apart ? " apart" : "")}", () =>
        {
            var names = nodes.Select(number => Node(number).Name).ToArray();
            if (names.Distinct().Count() < names.Length) throw Refuse("a node is named twice");
            if (names.Length == 0 || (!apart && names.Length == _nodes.Count)) throw Refuse("a side of the partition has no node");
            _groups = names.Index().ToDictionary(name => name.Item, name => apart ? name.Index : 0);
            Network.SetReachability(Reaches);
        });
    }

    /// <summary>Ends the partition.</summary>
    /// <exception cref="RingStepException">There is none.</exception>
    public SimulatedRing Heal() => Take("heal", () =>
    {
        if (_groups is null) throw Refuse("there is no partition to heal");
        _groups = null;
        Network.Heal();
    });

    /// <summary>What a message takes one way, from now on.</summary>
    /// <param name="delay">The least.</param>
    /// <param name="jitter">Drawn on top of it, evenly from zero to this.</param>
    /// <exception cref="RingStepException">One is less than zero.</exception>
    public SimulatedRing Delay(TimeSpan delay, TimeSpan jitter = default) => Take($"delay {delay:c} jitter {jitter:c}", () =>
    {
        if (delay < TimeSpan.Zero || jitter < TimeSpan.Zero) throw Refuse("nothing arrives before it was sent");
        Network.Change(options => options with { Delay = delay, Jitter = jitter });
    });

    /// <summary>What a message takes from one node to another, in place of what <see cref="Delay"/> says; both ways.</summary>
    /// <exception cref="RingStepException">There is no such node, or the delay is less than zero.</exception>
    public SimulatedRing DelayBetween(int one, int other, TimeSpan delay) => Take($"delay {one} {other} {delay:c}", () =>
    {
        var (first, second) = (Node(one).Name, Node(other).Name);
        if (delay < TimeSpan.Zero) throw Refuse("nothing arrives before it was sent");
        _delays[(first, second)] = _delays[(second, first)] = delay;
        Network.Change(options => options with
        {
            DelayBetween = (from, to) => _delays.TryGetValue((from, to), out var own) ? own : Network.Options.Delay,
        });
    });

    /// <summary>Which share of what is sent is lost once, and comes later, as over SCTP.</summary>
    /// <param name="share">From 0 to less than 1.</param>
    /// <exception cref="RingStepException">It is out of range.</exception>
    public SimulatedRing Lose(double share) => Take(FormattableString.Invariant($"lose {share}"), () =>
    {
        if (share is not (>= 0 and < 1)) throw Refuse("a share is from 0 to less than 1");
        Network.Change(options => options with { LossRate = share });
    });

    /// <summary>Which share of the messages between nodes comes twice, as from a relay that repeats them. Link control does not.</summary>
    /// <param name="share">From 0 to 1.</param>
    /// <exception cref="RingStepException">It is out of range.</exception>
    public SimulatedRing Duplicate(double share) => Take(FormattableString.Invariant($"duplicate {share}"), () =>
    {
        if (share is not (>= 0 and <= 1)) throw Refuse("a share is from 0 to 1");
        Network.Change(options => options with { DuplicateRate = share, DuplicatesOn = channel => channel.Id is 1 or 2 });
    });

    /// <summary>Sets a node's clock wrong; its timers count right.</summary>
    /// <param name="number">Which.</param>
    /// <param name="ahead">By how much it is ahead, or less than zero: behind.</param>
    /// <exception cref="RingStepException">There is no such node.</exception>
    public SimulatedRing SkewClock(int number, TimeSpan ahead) =>
        Take($"skew the clock of {number} by {ahead:c}", () => Clock(Node(number).Name).Wrong = ahead);

    /// <summary>Fills the disk that a node keeps records on, or makes room again.</summary>
    /// <exception cref="RingStepException">There is no such node, or it has no disk yet.</exception>
    public SimulatedRing FillDisk(int number, bool isFull = true) => Take($"{(isFull ? "fill" : "empty")} the disk of {number}", () =>
    {
        if (!_disks.TryGetValue(Node(number).Name, out var disk)) throw Refuse($"node {number} has no disk yet");
        disk.IsFull = isFull;
    });

    /// <summary>Makes a node's processor slow: each run of one of its mailboxes takes so long, one after the other.</summary>
    /// <param name="number">Which.</param>
    /// <param name="cost">What a run costs; zero: nothing, as for every node at first.</param>
    /// <exception cref="RingStepException">There is no such node, it does not run, or the cost is less than zero.</exception>
    public SimulatedRing Slow(int number, TimeSpan cost) => Take($"slow {number} by {cost:c}", () =>
    {
        if (cost < TimeSpan.Zero) throw Refuse("a cost is not less than zero");
        var node = Running(number);
        foreach (var root in node.Protocols.Prepend(node.Actor)) World.SlowDown(root, cost);
    });

    private SimulatedNode Running(int number) => Node(number) is { IsAlive: true } node ? node : throw Refuse($"node {number} does not run");

    private bool Reaches(string from, string to) =>
        _groups is null || _groups.GetValueOrDefault(from, -1) == _groups.GetValueOrDefault(to, -1);

    private void StopProtocols(SimulatedNode node)
    {
        foreach (var actor in node.Protocols)
        {
            _witnessed.Remove(actor);
            System.System.Stop(actor);
        }
    }

    private void Forget(string name)
    {
        _disks.Remove(name);
        _replays.Remove(name);
        _sessions.Remove(name);
        _own.Remove(name);
        _services.Remove(name);
        _peers.Remove(name);
    }
}
