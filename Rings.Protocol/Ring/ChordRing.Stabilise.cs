using System.Collections.Immutable;

namespace Rings.Protocol.Ring;

/// <content>Zave's operations: stabilise from successor and from predecessor, rectify, fail.</content>
internal sealed partial class ChordRing
{
    /// <summary>
    /// Broken rules that the short cuts of a new member would make up for, so that nothing could notice them.
    /// </summary>
    private const RingRules MadeUpFor = RingRules.PredecessorIsNotTold | RingRules.ListSkipsMembers | RingRules.NoBackoff;

    /// <summary>How often a head is told again what it was told before: a frame may have been lost.</summary>
    private static readonly TimeSpan NotifyAgain = TimeSpan.FromMinutes(1);

    private Instant _notifiedAt;
    private (Did Head, ImmutableArray<Did> Predecessors) _notified;
    private (Did Notifier, ImmutableArray<Did> Predecessors)? _rival;

    /// <summary>Whether a new member's neighbours learn of it by its links, before the rounds bring the news.</summary>
    private bool IsShortCut => (Broken & MadeUpFor) == 0;

    /// <summary>A message that wants no reply arrived from a linked peer.</summary>
    public void Receive(Did from, RingMessage message, Instant now)
    {
        if (!_isRunning || !_links.Contains(from)) return;
        Heard(from);
        switch (message)
        {
            case RingMessage.Notify notify:
                Rectify(from, notify.Predecessors, now);
                break;

            case RingMessage.Changed when from == _successors.First:
                Advance(now);
                break;

            case RingMessage.Bridge bridge:
                Bridge(from, bridge, now);
                break;

            case RingMessage.Leaving leaving:
                Close(from, leaving, now);
                break;

            default:
                break; // A question or reply here belongs to no request.
        }

        Settle(now);
    }

    /// <summary>
    /// Stabilise from successor: the head's list becomes this node's; a member that lies nearer is gone on to.
    /// </summary>
    private void Stabilise(Did head, RingMessage.Neighbours reply, Instant now)
    {
        if (head != _successors.First || reply.Phase != RingPhase.Member) return;
        Hear(head, reply.Successors);
        var nearer = Nearer(head, reply, now);
        if (nearer is { } point && !_links.Contains(point)) Dial(point, head, now);
        if (nearer is { } member && _links.IsUsable(member)) _successors.HearNearer(member, _size.Lists);
        Refresh(now);
        DialHeard(now);
        if (_successors.First is not { } next) return;
        if (next != head) AskNeighbours(next, now);
        else Notify(head, reply.Predecessor, now);
    }

    private void Hear(Did head, ImmutableArray<Did> list)
    {
        _isStale = true;
        if (Broken.HasFlag(RingRules.ListIsHeadAlone)) list = [];
        _successors.Hear(head, list.AsSpan(), _size.Lists);
    }

    /// <summary>The node nearest after this one, and before <paramref name="head"/>, that its answer names and that is
    /// not known to be out of reach.</summary>
    private Did? Nearer(Did head, RingMessage.Neighbours reply, Instant now)
    {
        if (Broken.HasFlag(RingRules.HeadIsNeverReplaced)) return null;
        Did? nearer = null;
        if (reply.Predecessor is { } predecessor) nearer = NearerOf(nearer, predecessor, head, now);
        foreach (var point in reply.Nearer) nearer = NearerOf(nearer, point, head, now);
        return nearer;
    }

    private Did? NearerOf(Did? nearer, Did point, Did head, Instant now)
    {
        if (!point.IsBetween(Self, nearer ?? head)) return nearer;
        var isReachable = _links.Contains(point)
            ? _links.IsUsable(point)
            : !_candidates.IsHopeless(point) || _candidates.MayDial(point, now);
        return isReachable ? point : nearer;
    }

    /// <summary>Tells the head that this node takes it for its successor, unless it knows. What lies before this node
    /// the head's answers do not show: that is repeated now and then.</summary>
    private void Notify(Did head, Did? itsPredecessor, Instant now)
    {
        if (Broken.HasFlag(RingRules.HeadIsNotNotified)) return;
        var news = (head, _predecessors.Linked);
        if (itsPredecessor == Self && news == _notified && now - _notifiedAt < NotifyAgain) return;
        (_notified, _notifiedAt) = (news, now);
        _effects.Tell(head, new RingMessage.Notify(_predecessors.Linked));
    }

    /// <summary>
    /// A linked member that lies before the head becomes it; in a ring of one it becomes both neighbours.
    /// </summary>
    private void Consider(Did peer, Instant now)
    {
        if (Phase == RingPhase.Joining)
        {
            JoinThrough(peer, now);
            return;
        }

        if (!_links.IsUsable(peer)) return;
        if (_isAlone)
        {
            _successors.Hear(peer, [], _size.Lists);
            _predecessors.Hear(peer, [], _size.Lists);
        }
        else if (_successors.First is { } head && peer.IsBetween(Self, head))
        {
            _successors.HearNearer(peer, _size.Lists);
        }
        else if (IsShortCut && _successors.Last is { } last && peer.IsBetween(Self, last))
        {
            _successors.HearBetween(peer, _size.Lists);
        }
        else if (!_successors.Heard.Contains(peer))
        {
            return;
        }

        Refresh(now);
        if (_successors.First == peer) AskNeighbours(peer, now);
    }

    /// <summary>Rectify: a notifier that lies between the predecessor and this node replaces it; a rival that does not
    /// is the reason to ask the predecessor whether it is there.</summary>
    private void Rectify(Did notifier, ImmutableArray<Did> predecessors, Instant now)
    {
        Mark(notifier, LinkFlags.Member, on: true);
        Mark(notifier, LinkFlags.Foreign, on: false);
        if (_isStale) Refresh(now);
        if (Phase == RingPhase.Joining) return;
        Consider(notifier, now);
        var predecessor = _predecessors.First;
        if (predecessor is { } rival && !Replaces(notifier, rival))
        {
            ProbeRival(notifier, predecessors, rival, now);
            return;
        }

        _predecessors.Hear(notifier, predecessors.AsSpan(), _size.Lists);
        Refresh(now);

        // They will want this node on their lists: a link that is up when they hear of it saves each of them a round.
        if (!IsShortCut) return;
        foreach (var point in _predecessors.Heard) Dial(point, notifier, now);
    }

    private bool Replaces(Did notifier, Did predecessor)
    {
        if (Broken.HasFlag(RingRules.AnyNotifierBecomesPredecessor)) return true;
        if (Broken.HasFlag(RingRules.FirstPredecessorStays)) return notifier == predecessor;
        return notifier == predecessor || notifier.IsBetween(predecessor, Self);
    }

    private void ProbeRival(Did notifier, ImmutableArray<Did> predecessors, Did predecessor, Instant now)
    {
        if (Broken.HasFlag(RingRules.RivalsAreNotProbed)) return;
        _rival = (notifier, predecessors);
        AskLinked(Errand.Rival, predecessor, RingMessage.Probe.Instance, now);
    }

    /// <summary>The predecessor did not answer the probe: the notifier that waited takes its place.</summary>
    private void RivalWins(Instant now)
    {
        if (_rival is not var (notifier, predecessors) || !_links.IsUsable(notifier)) return;
        _rival = null;
        Rectify(notifier, predecessors, now);
    }

    /// <summary>A peer leaves: its neighbours close the gap from what it says, without waiting for a round.</summary>
    private void Close(Did leaver, RingMessage.Leaving leaving, Instant now)
    {
        Mark(leaver, LinkFlags.Member, on: false);
        if (_predecessors.First == leaver && leaving.Predecessor is { } before && before != Self && _links.IsUsable(before))
        {
            _predecessors.HearNearer(before, _size.Lists);
        }

        var wasHead = _successors.First == leaver;
        _successors.Drop(leaver);
        _predecessors.Drop(leaver);
        if (_fingers.Drop(leaver)) _sweep.RefreshAt(now);
        _candidates.Abandon(leaver, now, _random);
        if (wasHead && _successors.Heard.IsEmpty) HearLeaver(leaving.Successors, now);
        Refresh(now);
        if (wasHead && _successors.First is { } head) AskNeighbours(head, now);
    }

    private void HearLeaver(ImmutableArray<Did> successors, Instant now)
    {
        if (successors.IsEmpty || successors[0] == Self) return;
        Hear(successors[0], successors[1..]);
        DialHeard(now);
    }
}
