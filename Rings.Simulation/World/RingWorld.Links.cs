using Rings.Protocol;
using Rings.Protocol.Ring;

namespace Rings.Simulation.World;

/// <content>Links: offers, dials, liveness (protocol.md, section 2).</content>
public sealed partial class RingWorld
{
    private const int HandshakeDelays = 4;
    private const int ContactDelays = 6;

    private static readonly TimeSpan HiddenPairDelay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SuspectFor = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan DialTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RedialAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ControlDelay = TimeSpan.FromMilliseconds(50);

    private long _lastLink;
    private bool _divided;

    internal void Offer(RingNode from, Did peer, Did via)
    {
        from.Dials++;
        Forward(from, via, new Envelope { Kind = EnvelopeKind.Offer, Target = peer, Origin = from.Index });
    }

    internal void Disconnect(RingNode from, Did peer)
    {
        if (!_indexes.TryGetValue(peer, out var to) || !from.Links.TryGetValue(to, out var link)) return;
        Schedule(TimeSpan.Zero, WorldEventKind.LinkClosed, from.Index, to, link);
        Schedule(Delay(), WorldEventKind.LinkClosed, to, from.Index, link);
    }

    internal void TellKeep(RingNode from, Did peer, bool keep)
    {
        if (!_indexes.TryGetValue(peer, out var to) || !from.Links.TryGetValue(to, out var link)) return;
        CountControl(from);
        if (!IsCut(from, _nodes[to])) Schedule(ControlDelay, WorldEventKind.Keep, to, from.Index, link, keep);
    }

    internal void TellPhase(RingNode from, RingPhase phase)
    {
        if (phase == RingPhase.Member && _members.Count == 0) _members.Add(from.Did, from.Index);
        Changes++;
        Enlist(from);
        foreach (var (peer, link) in from.Links)
        {
            CountControl(from);
            if (!IsCut(from, _nodes[peer])) Schedule(ControlDelay, WorldEventKind.Phase, peer, from.Index, link, phase);
        }
    }

    /// <summary>Dials a peer directly, as over HTTP: the ring is not asked.</summary>
    internal void Dial(RingNode from, int peer)
    {
        from.Dials++;
        from.Remember(peer);
        var open = _nodes[peer] is { IsAlive: true, IsHidden: false } && !IsCut(from, _nodes[peer]);
        if (open) Schedule(Delays(ContactDelays), WorldEventKind.LinkReady, from.Index, peer, (long)LinkSource.Contact);
        else Schedule(RedialAfter, WorldEventKind.DialFailed, from.Index, peer, (long)LinkSource.Contact);
    }

    internal void Meet(RingNode node)
    {
        var known = node.Peers.Where(peer => !node.Links.ContainsKey(peer)).ToArray();
        if (known.Length > 0) Dial(node, known[_choices.Next(known.Length)]);
    }

    /// <summary>Notes the change, and watches a new neighbour that is already gone as closely as a neighbour
    /// is.</summary>
    internal void NeighboursChanged(RingNode node)
    {
        node.Changes++;
        Changes++;
        LastChange = Now;
        Enlist(node);
        Watch(node, node.Ring.Neighbours.Head);
        Watch(node, node.Ring.Neighbours.Predecessor);
    }

    /// <summary>Divides the network by the sides of its nodes.</summary>
    internal void Divide()
    {
        _divided = true;
        foreach (var node in _nodes.Where(node => node.IsAlive))
            foreach (var (peer, _) in node.Links)
                if (IsCut(node, _nodes[peer])) ExpectSilence(node, peer);
    }

    /// <summary>Undoes the division: links that neither end has lost answer again; what one end lost is no link.</summary>
    internal void Heal()
    {
        _divided = false;
        foreach (var node in _nodes.Where(node => node.IsAlive))
            foreach (var peer in node.Silent.Where(peer => _nodes[peer].IsAlive).ToArray())
            {
                if (_nodes[peer].Links.GetValueOrDefault(node.Index) == node.Links[peer]) Restore(node, peer);
                else CloseLink(node, peer);
            }
    }

    private void DispatchLink(RingNode node, in WorldEvent what)
    {
        var isThere = HasLink(node, what);
        switch (what.Kind)
        {
            case WorldEventKind.LinkClosed when isThere:
                CloseLink(node, what.Peer);
                break;
            case WorldEventKind.LinkSilent when isThere && IsUnreachable(node, what.Peer) && node.Silent.Add(what.Peer):
                node.Ring.Suspect(_nodes[what.Peer].Did, Now);
                Schedule(SuspectFor, WorldEventKind.LinkLost, node.Index, what.Peer, what.Tag);
                break;
            case WorldEventKind.LinkLost when isThere && node.Silent.Contains(what.Peer):
                CloseLink(node, what.Peer);
                break;
            case WorldEventKind.DialFailed when what.Tag == (long)LinkSource.Ring:
                node.Ring.ConnectFailed(_nodes[what.Peer].Did, ConnectFailure.Unreachable, [], Now);
                break;
            case WorldEventKind.DialFailed when node.Ring.Phase == RingPhase.Joining && node.Links.Count == 0:
                DialContact(node);
                break;
        }
    }

    // The answerer's part: admission, then its answer goes back.
    private void TakeOffer(RingNode node, Envelope envelope)
    {
        var offerer = _nodes[envelope.Origin];
        if (!node.Links.ContainsKey(offerer.Index) && !node.Ring.Admits(offerer.Did, Now))
            envelope.Refusal = ConnectFailure.Full;
        TurnBack(node, envelope, null);
    }

    private void OfferReturned(RingNode node, Envelope envelope)
    {
        var peer = _nodes[envelope.Answerer];
        if (peer.Did != envelope.Target)
        {
            node.Ring.ConnectFailed(envelope.Target, ConnectFailure.Unreachable, [], Now);
            return;
        }

        if (envelope.Refusal is { } refusal)
        {
            var instead = peer.Ring.Neighbours;
            node.Ring.ConnectFailed(peer.Did, refusal, [.. instead.Successors, .. instead.Predecessors], Now);
            return;
        }

        var delay = Delays(HandshakeDelays) + (node.IsHidden && peer.IsHidden ? HiddenPairDelay : TimeSpan.Zero);
        Schedule(delay, WorldEventKind.LinkReady, node.Index, peer.Index, (long)LinkSource.Ring);
    }

    private void OpenLink(RingNode node, int peer, LinkSource source)
    {
        var other = _nodes[peer];
        if (!other.IsAlive || IsCut(node, other))
        {
            Schedule(DialTimeout, WorldEventKind.DialFailed, node.Index, peer, (long)source);
            return;
        }

        if (node.Links.ContainsKey(peer) && other.Links.ContainsKey(node.Index))
        {
            Restore(node, peer);
            Restore(other, node.Index);
            return;
        }

        CloseLink(node, peer);
        CloseLink(other, node.Index);
        for (var life = other.Before; life is not null; life = life.Before) CloseLink(node, life.Index);
        for (var life = node.Before; life is not null; life = life.Before) CloseLink(other, life.Index);
        Join(node, other, source);
    }

    private void Join(RingNode node, RingNode other, LinkSource source)
    {
        var link = ++_lastLink;
        node.Links[other.Index] = link;
        other.Links[node.Index] = link;
        node.Ring.LinkUp(other.Did, other.Ring.Phase, source, Now);
        other.Ring.LinkUp(node.Did, node.Ring.Phase, source, Now);
    }

    private void CloseLink(RingNode node, int peer)
    {
        if (!node.Links.Remove(peer)) return;
        node.Silent.Remove(peer);
        node.Remember(peer);
        node.Ring.LinkDown(_nodes[peer].Did, Now);
    }

    private void Restore(RingNode node, int peer)
    {
        if (node.Silent.Remove(peer)) node.Ring.Restored(_nodes[peer].Did, Now);
    }

    // A probe follows 1 s of silence from a neighbour on the ring, 15 s from others; 3 s without an answer, and it is
    // suspect.
    private void ExpectSilence(RingNode node, int peer)
    {
        var did = _nodes[peer].Did;
        var isNeighbour = node.Ring.Neighbours.Head == did || node.Ring.Neighbours.Predecessor == did;
        var latest = isNeighbour ? _options.Network.Detection : _options.Network.SlowDetection;
        var earliest = Math.Min(Math.Max(0, _options.Network.Detection - 1), latest);
        var delay = _network.Next((long)(earliest * 1e6), (long)(latest * 1e6));
        Schedule(TimeSpan.FromMicroseconds(delay), WorldEventKind.LinkSilent, node.Index, peer, node.Links[peer]);
    }

    private void Watch(RingNode node, Did? neighbour)
    {
        if (neighbour is not { } did || !_indexes.TryGetValue(did, out var peer)) return;
        if (IsUnreachable(node, peer) && node.Links.ContainsKey(peer) && !node.Silent.Contains(peer))
            ExpectSilence(node, peer);
    }

    // A newcomer whose contacts are gone becomes a ring of one, and of no concern to the others until it meets them.
    private void Enlist(RingNode node)
    {
        var around = node.Ring.Neighbours;
        if (node.IsMember && (around.Head ?? around.Predecessor) is not null) _members.Add(node.Did, node.Index);
    }

    private static bool HasLink(RingNode node, in WorldEvent what) =>
        node.Links.TryGetValue(what.Peer, out var link) && link == what.Tag;

    private bool IsUnreachable(RingNode node, int peer) =>
        !_nodes[peer].IsAlive || _nodes[peer].PausedUntil > Now || IsCut(node, _nodes[peer]);

    private bool IsCut(RingNode left, RingNode right) => _divided && left.Side != right.Side;

    private void CountControl(RingNode from)
    {
        from.Sent++;
        Frames++;
    }
}
