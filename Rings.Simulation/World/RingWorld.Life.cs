using Rings.Protocol;
using Rings.Protocol.Ring;
using Rings.Simulation.Invariants;

namespace Rings.Simulation.World;

/// <content>Coming and going, look-ups, and what an observer who sees all sees.</content>
internal sealed partial class RingWorld
{
    private static readonly TimeSpan GoodbyeDelay = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<long, OpenLookUp> _open = [];
    private long _lastLookUp;

    /// <summary>When a member's neighbours last changed.</summary>
    public Instant LastChange { get; private set; }

    /// <summary>How often a table or the set of live members has changed.</summary>
    public long Changes { get; private set; }

    /// <summary>How many members are alive.</summary>
    public int MemberCount => _members.Count;

    /// <summary>Forgets the look-ups that have ended, so that a measurement begins anew.</summary>
    public void ResetLookUps() => LookUps = new();

    /// <summary>All live members as they are now.</summary>
    public RingSnapshot Snapshot() => Snapshot(_members.Nodes.Select(index => _nodes[index]));

    /// <summary>Some members as they are now.</summary>
    internal static RingSnapshot Snapshot(IEnumerable<RingNode> members) => new(members.Select(node =>
    {
        var neighbours = node.Ring.Neighbours;
        return new MemberView(node.Did, neighbours.Successors, neighbours.Predecessor);
    }));

    /// <summary>Starts a node that knows nobody: a ring of one.</summary>
    internal void StartAlone(RingNode node) => node.Ring.Start(hasContacts: false, Now);

    /// <summary>Starts a node that dials a contact.</summary>
    internal void StartJoining(RingNode node, int contact)
    {
        node.Ring.Start(hasContacts: true, Now);
        Dial(node, contact);
    }

    /// <summary>Makes a link that nobody is told of yet.</summary>
    internal void LinkBeforeStart(RingNode left, RingNode right)
    {
        if (left.Links.ContainsKey(right.Index)) return;
        var link = NewLink();
        left.Host.Adopt(right, link);
        right.Host.Adopt(left, link);
    }

    /// <summary>Tells nodes that have not started of the links that they have.</summary>
    internal void TellLinksBeforeStart(IEnumerable<RingNode> nodes)
    {
        foreach (var node in nodes)
            foreach (var peer in node.Links.Keys)
                node.Ring.LinkUp(_nodes[peer].Did, RingPhase.Member, LinkSource.Ring, Now);
    }

    /// <summary>Starts a node as a member.</summary>
    internal void StartIdeal(RingNode node, RingCheckpoint checkpoint)
    {
        node.Ring.Start(checkpoint, Now);
        _members.Add(node.Did, node.Index);
    }

    /// <summary>Links two nodes of two rings, as when one dials a remembered address.</summary>
    internal void Introduce(RingNode left, RingNode right) => Dial(left, right.Index);

    /// <summary>Stops a node without a word.</summary>
    internal void Crash(RingNode node)
    {
        if (!Stop(node)) return;
        foreach (var peer in node.Links.Keys)
            if (_nodes[peer].Links.ContainsKey(node.Index)) ExpectSilence(_nodes[peer], node.Index);
    }

    /// <summary>Stops a node without a word, and without its links falling silent later: for worlds whose time stands
    /// still.</summary>
    internal void StopSilently(RingNode node) => Stop(node);

    /// <summary>Lets a node leave: it tells its links, then they close.</summary>
    internal void Leave(RingNode node)
    {
        if (!node.IsAlive) return;
        node.Ring.Leave(Now);
        node.Host.CloseAll();
        Stop(node);
    }

    /// <summary>Begins a look-up; <see cref="LookUps"/> counts how it ends.</summary>
    internal void LookUp(RingNode node, Did key, LookupStyle style = LookupStyle.Recursive)
    {
        var id = ++_lastLookUp;
        _open.Add(id, new(key, Now, _members.Owner(key)));
        node.Ring.Lookup(new(id), key, style, Now);
    }

    internal void LookUpAnswered(long id, LookupAnswer answer)
    {
        if (!_open.Remove(id, out var open)) return;
        var owner = _indexes.GetValueOrDefault(answer.Owner, -1);
        if (owner == open.Owner || owner == _members.Owner(open.Key))
            LookUps.AddRight(answer.Hops, answer.Attempts, Now - open.Asked);
        else
            LookUps.AddWrong(answer.Attempts);
    }

    internal void LookUpFailed(long id, LookupFailure reason)
    {
        if (_open.Remove(id) && reason != LookupFailure.Left) LookUps.AddFailed();
    }

    /// <summary>A random point of the circle.</summary>
    internal Did AnyKey()
    {
        Span<byte> bytes = stackalloc byte[Did.Bytes];
        _choices.Fill(bytes);
        return Did.Read(bytes);
    }

    // A contact that can be dialled without the ring: any open node that runs; nobody else does.
    private void DialContact(RingNode node)
    {
        for (var tries = 0; tries < 16; tries++)
        {
            var contact = _nodes[_choices.Next(_nodes.Count)];
            if (contact == node || !contact.IsMember || contact.IsHidden) continue;
            Dial(node, contact.Index);
            return;
        }

        Missed(node);
    }

    private bool Stop(RingNode node)
    {
        if (!node.IsAlive) return false;
        node.IsAlive = false;
        Changes++;
        LastChange = Now;
        _members.Remove(node.Did);
        return true;
    }

    private readonly record struct OpenLookUp(Did Key, Instant Asked, int Owner);
}
