using Rings.Protocol;
using Rings.Protocol.Links;
using Rings.Protocol.Ring;
using Rings.Simulation.Engine;
using Rings.Simulation.Scenarios;

namespace Rings.Simulation.World;

/// <summary>One node of a <see cref="RingWorld"/>: the production core, and what a host would hold beside it.</summary>
internal sealed class RingNode : IRingEffects
{
    private const int Remembered = 16;

    private readonly RingWorld _world;
    private readonly List<int> _remembered = [];
    private readonly Dictionary<int, Instant> _lastDue = [];

    /// <summary>Makes a node that has not started.</summary>
    public RingNode(RingWorld world, int index, Did did, SplitRandom random, SplitRandom waits)
    {
        (_world, Index) = (world, index);
        Ring = new ChordRing(did, world.Options.Ring, this, new SeededRandom(random));
        Host = new(world, this, world.LinkLimits, new SeededRandom(waits));
    }

    /// <summary>Its number in the world.</summary>
    public int Index { get; }

    /// <summary>The production core.</summary>
    public ChordRing Ring { get; }

    /// <summary>Runs the book of its links.</summary>
    public LinkHost Host { get; }

    /// <summary>Its position.</summary>
    public Did Did => Ring.Self;

    /// <summary>Whether it runs.</summary>
    public bool IsAlive { get; set; } = true;

    /// <summary>Whether it runs and is a member.</summary>
    public bool IsMember => IsAlive && Ring.Phase == RingPhase.Member;

    /// <summary>What it does that it should not.</summary>
    public HostileBehaviour Behaviour { get; set; }

    /// <summary>The part of a divided network that it is in.</summary>
    public int Side { get; set; }

    /// <summary>Whether it sits behind a NAT.</summary>
    public bool IsHidden { get; set; }

    /// <summary>Its links: the other end's number, and the number of the link.</summary>
    public Dictionary<int, long> Links { get; } = [];

    /// <summary>The ends of its links that are silent.</summary>
    public HashSet<int> Silent { get; } = [];

    /// <summary>Frames that it has sent.</summary>
    public long Sent { get; set; }

    /// <summary>Links that it has tried to open.</summary>
    public long Dials { get; set; }

    /// <summary>How often its neighbours have changed.</summary>
    public long Changes { get; set; }

    /// <summary>What it keeps for the ring; null where nodes keep nothing.</summary>
    public StorageHost? Storage { get; set; }

    /// <summary>The node after which it owns keys; null while it owns none.</summary>
    public Did? OwnedAfter { get; private set; }

    /// <summary>The node that it was before it crashed and was started again; null in its first life.</summary>
    public RingNode? Before { get; init; }

    /// <summary>Until when it stands still.</summary>
    public Instant PausedUntil { get; set; }

    /// <summary>By how much the clock that its storage sees is ahead. Its ring looks at differences alone.</summary>
    public TimeSpan ClockOffset { get; set; }

    /// <summary>Whether its next commit fails.</summary>
    public bool IsDiskBroken { get; set; }

    /// <summary>When its timer is due; the one event of it that counts.</summary>
    public Instant? Wake { get; set; }

    /// <summary>When the next event of its timer falls due, wanted or not.</summary>
    public Instant? WakeScheduled { get; set; }

    /// <summary>Peers that it could dial again, the newest last.</summary>
    public IReadOnlyList<int> Peers => _remembered;

    /// <summary>Remembers a peer.</summary>
    /// <param name="peer">Its number.</param>
    public void Remember(int peer)
    {
        _remembered.Remove(peer);
        if (_remembered.Count == Remembered) _remembered.RemoveAt(0);
        _remembered.Add(peer);
    }

    /// <summary>The time at which a frame may arrive so that it passes none that was sent before it over the same
    /// link.</summary>
    /// <param name="peer">The other end.</param>
    /// <param name="due">When it would arrive by itself.</param>
    public Instant InOrder(int peer, Instant due)
    {
        if (_lastDue.TryGetValue(peer, out var last) && last > due) due = last;
        return _lastDue[peer] = due;
    }

    /// <summary>A link is ready. Those of the peer's earlier lives are over.</summary>
    public void LinkUp(LinkEnd end)
    {
        var peer = _world.Nodes[end.Peer];
        for (var life = peer.Before; life is not null; life = life.Before)
        {
            Links.Remove(life.Index);
            Silent.Remove(life.Index);
        }

        Links[end.Peer] = end.Link;
        Silent.Remove(end.Peer);
        Ring.LinkUp(peer.Did, peer.Ring.Phase, end.Source, _world.Now);
    }

    /// <summary>A link is gone; another to the same peer may stand.</summary>
    public void Forget(LinkEnd end)
    {
        if (!Links.TryGetValue(end.Peer, out var link) || link != end.Link) return;
        Links.Remove(end.Peer);
        Silent.Remove(end.Peer);
        Remember(end.Peer);
    }

    void IRingEffects.Tell(Did peer, RingMessage message) => _world.Tell(this, peer, message);

    void IRingEffects.Ask(RingRequest request) => _world.Ask(this, request);

    void IRingEffects.Connect(Did peer, Did via) => Host.Dial(peer, new LinkWay.OverRing(via));

    void IRingEffects.Disconnect(Did peer) => Host.Close(peer);

    void IRingEffects.Keep(Did peer, bool keep) => _world.TellKeep(this, peer, keep);

    void IRingEffects.PhaseChanged(RingPhase phase) => _world.TellPhase(this, phase);

    void IRingEffects.NeighboursChanged(RingNeighbours neighbours)
    {
        _world.NeighboursChanged(this);
        Storage?.NeighboursChanged(neighbours);
    }

    void IRingEffects.OwnershipChanged(Did? predecessor)
    {
        OwnedAfter = predecessor;
        Storage?.OwnershipChanged(predecessor);
    }

    void IRingEffects.RoutingChanged()
    {
        // The world reads the table where a frame arrives.
    }

    void IRingEffects.LookupAnswered(LookupId id, LookupAnswer answer) => _world.LookUpAnswered(id.Value, answer);

    void IRingEffects.LookupFailed(LookupId id, LookupFailure reason) => _world.LookUpFailed(id.Value, reason);

    void IRingEffects.Meet() => _world.Meet(this);

    void IRingEffects.WakeAt(Instant at) => _world.WakeAt(this, at);
}
