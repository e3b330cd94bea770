using Rings.Protocol;
using Rings.Protocol.Links;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;

namespace Rings.Simulation.World;

/// <content>Links: offers, dials, liveness (protocol.md, section 2).</content>
internal sealed partial class RingWorld
{
    private const int HandshakeDelays = 4;

    private static readonly TimeSpan HiddenPairDelay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SuspectFor = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RedialAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ControlDelay = TimeSpan.FromMilliseconds(50);

    private long _lastLink;
    private bool _divided;

    /// <summary>The number of a new link.</summary>
    internal long NewLink() => ++_lastLink;

    /// <summary>Sends an offer over the ring.</summary>
    internal void CarryOffer(RingNode from, LinkOffer offer, LinkNumber link, Did? via)
    {
        var envelope = new Envelope
        {
            Kind = EnvelopeKind.Offer,
            Target = offer.To,
            Origin = from.Index,
            Id = link.Value,
            Offer = offer,
        };
        if (via is { } first) Forward(from, first, envelope);
        else Route(from, null, envelope);
    }

    /// <summary>Sends a node's reply to an offer back over the ring.</summary>
    internal void AnswerOffer(RingNode from, Envelope envelope, OfferReply reply)
    {
        envelope.OfferReply = reply;
        TurnBack(from, envelope, null);
    }

    /// <summary>Takes an offer to a node that anybody can reach.</summary>
    internal void AskContact(ContactCall call, int peer)
    {
        var to = peer < 0 ? null : _nodes[peer];
        if (to is { IsAlive: true, IsHidden: false } && !IsCut(call.From, to))
            At(to, Delay(), () => to.Host.Receive(call.Offer, new LinkWay.FromOutside(call, $"node-{call.From.Index}")));
        else AnswerContact(call, OfferReply.None);
    }

    /// <summary>Sends a node's reply to an offer that came straight to it.</summary>
    internal void AnswerContact(ContactCall call, OfferReply reply) =>
        At(call.From, Delay(), () => call.From.Host.Answered(call.Link, call.Offer, reply));

    /// <summary>A contact did not become a link: another one is asked, unless the node has company by then.</summary>
    internal void Missed(RingNode node) => Schedule(RedialAfter, WorldEventKind.DialFailed, node.Index, -1, 0);

    /// <summary>
    /// Offer and answer are exchanged: a check finds the way to the peer, and in two round trips the connection is up.
    /// </summary>
    internal void ShakeHands(RingNode from, LinkEnd end)
    {
        var to = _nodes[end.Peer];
        var punching = from.IsHidden && to.IsHidden ? HiddenPairDelay : TimeSpan.Zero;
        if (!IsCut(from, to)) At(to, punching + Delay(), () => to.Host.PathFound(end.Link));
        Schedule(punching + Delays(HandshakeDelays), WorldEventKind.LinkReady, from.Index, end.Peer, end.Link);
    }

    /// <summary>Closes a link at both ends.</summary>
    internal void CloseLink(RingNode from, LinkEnd end, GoAwayReason reason)
    {
        // Without a number this node's offer is not answered: the other end, if there is one, waits in vain.
        if (end.Link == 0) return;
        Schedule(TimeSpan.Zero, WorldEventKind.LinkClosed, from.Index, end.Peer, end.Link);
        var delay = reason == GoAwayReason.Leaving ? GoodbyeDelay : Delay();
        Schedule(delay, WorldEventKind.LinkClosed, end.Peer, from.Index, end.Link, reason);
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
        from.Remember(peer);
        from.Host.Dial(_nodes[peer].Did, new LinkWay.ToContact(new Uri($"sim://{peer}")));
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
                else node.Host.Closed(node.Links[peer], null);
            }
    }

    private void DispatchLink(RingNode node, in WorldEvent what)
    {
        var isThere = HasLink(node, what);
        switch (what.Kind)
        {
            case WorldEventKind.LinkReady:
                OpenLink(node, _nodes[what.Peer], what.Tag);
                break;
            case WorldEventKind.LinkClosed:
                node.Host.Closed(what.Tag, (GoAwayReason?)what.Content);
                break;
            case WorldEventKind.LinkSilent when isThere && IsUnreachable(node, what.Peer) && node.Silent.Add(what.Peer):
                node.Host.SetSuspect(what.Tag, true);
                Schedule(SuspectFor, WorldEventKind.LinkLost, node.Index, what.Peer, what.Tag);
                break;
            case WorldEventKind.LinkLost when isThere && node.Silent.Contains(what.Peer):
                node.Host.Closed(what.Tag, null);
                break;
            case WorldEventKind.DialFailed when node.Ring.Phase == RingPhase.Joining && node.Links.Count == 0:
                DialContact(node);
                break;
        }
    }

    private static void OfferReturned(RingNode node, Envelope envelope) =>
        node.Host.Answered(new(envelope.Id), envelope.Offer!, envelope.OfferReply ?? OfferReply.None);

    // An end that is not there, or cannot be reached, leaves the other one to its handshake's time-out.
    private void OpenLink(RingNode node, RingNode other, long link)
    {
        if (!other.IsAlive || IsCut(node, other)) return;
        if (node.Host.ComingUp(link) is not { } here || other.Host.ComingUp(link) is not { } there) return;
        node.Host.Up(here);
        other.Host.Up(there);
    }

    private static void Restore(RingNode node, int peer)
    {
        if (node.Silent.Remove(peer)) node.Host.SetSuspect(node.Links[peer], false);
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
