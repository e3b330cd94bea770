using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Rings.Protocol.Ring;

/// <content>Links: which are up, which may be used, which are kept, and which give way.</content>
internal sealed partial class ChordRing
{
    /// <summary>Links above the budget that stay while they are in use.</summary>
    private const int SurplusInUse = 8;

    /// <summary>What a newcomer's link is silent at most while it finds its place; of more links silent ones go.</summary>
    private static readonly TimeSpan Silent = TimeSpan.FromSeconds(4);

    /// <summary>A link is ready: both Hellos are in.</summary>
    /// <param name="peer">The other end.</param>
    /// <param name="phase">Its phase, from its Hello.</param>
    /// <param name="source">How the link came about.</param>
    /// <param name="now">The time.</param>
    public void LinkUp(Did peer, RingPhase phase, LinkSource source, Instant now)
    {
        if (peer == Self) return;
        _candidates.Forget(peer);
        ref var link = ref _links.Add(peer);
        link.LastUsed = now;
        link.Set(LinkFlags.Suspect | LinkFlags.Closing | LinkFlags.KeptHere | LinkFlags.KeptThere, on: false);
        link.Set(LinkFlags.Member, phase == RingPhase.Member);
        link.Set(LinkFlags.Foreign, IsForeign(peer, phase, source));
        _isStale = true;
        if (!_isRunning) return;
        MeetLinked(peer, now);
        Consider(peer, now);
        Settle(now);
    }

    /// <summary>A link is gone.</summary>
    public void LinkDown(Did peer, Instant now)
    {
        if (Broken.HasFlag(RingRules.DeadStay) || !_links.Remove(peer)) return;
        _isStale = true;
        _successors.Drop(peer);
        _predecessors.Drop(peer);
        if (_fingers.Drop(peer)) _sweep.RefreshAt(now);
        Forsake(peer, now);
        Settle(now);
    }

    /// <summary>A link carried a message of the host; told at most once per second and link.</summary>
    public void LinkUsed(Did peer, Instant now)
    {
        ref var link = ref _links.Find(peer);
        if (!Unsafe.IsNullRef(ref link)) link.LastUsed = now;
    }

    /// <inheritdoc cref="PinnedPeers.Set"/>
    public void Pin(Did peer, bool isNeeded, Instant now)
    {
        _isStale |= _pins.Set(peer, isNeeded);
        Settle(now);
    }

    /// <summary>
    /// A link does not answer: not used for routes, failed for the ring, until <see cref="Restored"/>.
    /// </summary>
    public void Suspect(Did peer, Instant now)
    {
        Mark(peer, LinkFlags.Suspect, on: true);
        Settle(now);
    }

    /// <summary>A suspect link answered.</summary>
    public void Restored(Did peer, Instant now)
    {
        Mark(peer, LinkFlags.Suspect, on: false);
        Settle(now);
    }

    /// <summary>A peer said that its phase changed.</summary>
    public void PeerPhase(Did peer, RingPhase phase, Instant now)
    {
        Mark(peer, LinkFlags.Member, phase == RingPhase.Member);
        Consider(peer, now);
        Settle(now);
    }

    /// <summary>A peer said whether it needs the link.</summary>
    public void PeerKeeps(Did peer, bool keeps, Instant now)
    {
        ref var link = ref _links.Find(peer);
        if (Unsafe.IsNullRef(ref link)) return;
        link.Set(LinkFlags.KeptThere, keeps);
        if (!keeps) link.LastUsed = now;
    }

    /// <summary>A link that <see cref="IRingEffects.Connect"/> asked for did not come up.</summary>
    /// <param name="peer">The candidate.</param>
    /// <param name="reason">Why.</param>
    /// <param name="neighbours">Whom it named instead; empty unless <see cref="LinkFailure.Full"/>.</param>
    /// <param name="now">The time.</param>
    public void ConnectFailed(Did peer, LinkFailure reason, ImmutableArray<Did> neighbours, Instant now)
    {
        if (_links.Contains(peer)) return;
        _candidates.Fail(peer, now, _random);
        _isStale = true;
        if (reason == LinkFailure.Full) TakeInstead(peer, neighbours, now);
        MeetFailed(peer, now);
        Settle(now);
    }

    /// <summary>Whether a link that <paramref name="peer"/> offers may open: the budget has room or an idle link to
    /// give way, or the peer belongs among the neighbours. If not, the answer is <c>GoAway{full}</c> with
    /// <see cref="Neighbours"/>.</summary>
    public bool Admits(Did peer, Instant now) =>
        _links.Count < _settings.LinkBudget || IsNeighbour(peer) || _links.Idlest(now - _settings.InUse) is not null;

    /// <summary>
    /// Whether a point lies within the reach of the neighbours on either side, or they are fewer than wanted.
    /// </summary>
    private bool IsNeighbour(Did peer) =>
        Reaches(_successors, peer) || Reaches(_predecessors, peer) || _successors.Heard.Contains(peer);

    private bool Reaches(NeighbourList list, Did peer) =>
        list.Linked.Length < _size.Lists || list.DistanceTo(peer) <= list.DistanceTo(list.Linked[^1]);

    private void Mark(Did peer, LinkFlags flag, bool on)
    {
        ref var link = ref _links.Find(peer);
        if (!Unsafe.IsNullRef(ref link) && link.Set(flag, on)) _isStale = true;
    }

    /// <summary>Something came from a peer itself, so it is there.</summary>
    private void Heard(Did peer) => Mark(peer, LinkFlags.Suspect, on: false);

    /// <summary>Dials everybody on the successor list that is not linked.</summary>
    private void DialHeard(Instant now)
    {
        foreach (var point in _successors.Heard) Dial(point, _successors.First ?? point, now);
    }

    /// <summary>Opens a link to a node heard of, unless it is up, under way or backing off.</summary>
    /// <param name="peer">The node.</param>
    /// <param name="source">Who named it: the offer goes over that link if it is up, and every second time another
    /// way.</param>
    /// <param name="now">The time.</param>
    private void Dial(Did peer, Did source, Instant now)
    {
        if (peer == Self || _links.Contains(peer)) return;
        var asksSource = _links.Contains(source) && _candidates.FailuresOf(peer) % 2 == 0;
        var via = asksSource ? source : Routing.FirstHop(peer, RouteMode.Node, []).Next;
        var mayDial = _candidates.TryDial(peer, now) || Broken.HasFlag(RingRules.NoBackoff);
        if (!mayDial || !_links.Contains(via)) return;
        _effects.Connect(peer, via);
    }

    /// <summary>Tells the peers which links this end needs: those of its tables, and those of its host.</summary>
    private void MarkKept()
    {
        Span<bool> kept = stackalloc bool[_links.Count];
        foreach (var point in _successors.Linked) _links.Mark(kept, point);
        foreach (var point in _predecessors.Linked) _links.Mark(kept, point);
        foreach (var finger in _fingers.Entries) _links.Mark(kept, finger.Owner);
        foreach (var pinned in _pins.All) _links.Mark(kept, pinned);
        var links = _links.All;
        for (var index = 0; index < links.Length; index++)
        {
            if (links[index].Set(LinkFlags.KeptHere, kept[index])) _effects.Keep(links[index].Peer, kept[index]);
        }
    }

    /// <summary>
    /// Over budget, the idlest links go that neither end keeps. Where the surplus grows all the same, those go too that
    /// carried nothing for a few seconds: a seed has to have room for newcomers, who know nobody else.
    /// </summary>
    private void TrimLinks(Instant now)
    {
        var surplus = _links.Count - _settings.LinkBudget - _links.CountOf(LinkFlags.Closing);
        for (; surplus > 0 && _links.Idlest(now - (surplus > SurplusInUse ? Silent : _settings.InUse)) is { } idlest; surplus--)
        {
            _links.Find(idlest).Set(LinkFlags.Closing, on: true);
            _isStale = true;
            _effects.Disconnect(idlest);
        }

        if (_isStale) Refresh(now);
    }
}
