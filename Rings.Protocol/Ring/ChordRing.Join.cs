using System.Collections.Immutable;

namespace Rings.Protocol.Ring;

/// <content>The way in: find the own successor through a member, link to it, ask it, be a member.</content>
internal sealed partial class ChordRing
{
    /// <summary>Rounds that a joining node waits while its head is being repaired, or its list being linked.</summary>
    private const int JoinDelays = 4;

    private Instant _joinDeadline;
    private int _joinDelays;

    private void JoinRound(Instant now)
    {
        if (_links.CountUsable() > 0)
        {
            _joinDeadline = now + _jitter.Spread(_settings.JoinPatience, 1, 2);
        }
        else if (now >= _joinDeadline)
        {
            _successors.Clear();
            BecomeMember(now);
            return;
        }

        if (_successors.FirstReachable(_links, _candidates) is not { } point) FindPlace(now);
        else if (_links.IsUsable(point)) AskNeighbours(point, now);
        else Dial(point, point, now);
    }

    /// <summary>
    /// A link came up or its peer became a member: it may be the head that was waited for, or the way to find it.
    /// </summary>
    private void JoinThrough(Did peer, Instant now)
    {
        if (!_isRunning) return;
        if (Broken.HasFlag(RingRules.MemberAtFirstLink))
        {
            _successors.Hear(peer, [], _size.Lists);
            BecomeMember(now);
        }
        else if (_links.IsUsable(peer))
        {
            if (_successors.FirstReachable(_links, _candidates) is not { } point) FindPlace(now);
            else if (_links.IsUsable(point)) AskNeighbours(point, now);
        }
    }

    /// <summary>Looks for the member after this node's own position. The key is the point behind it, so that the asker
    /// itself is never the answer.</summary>
    private void FindPlace(Instant now)
    {
        if (_requests.IsLookingUp(LookupPurpose.Place) || _links.CountUsable() == 0) return;
        var key = Broken.HasFlag(RingRules.AskerIsNotLeftOut) ? Self : Self.Finger(0);
        Begin(new(LookupPurpose.Place, key, LookupStyle.Recursive), now);
    }

    private void FoundPlace(LookupAnswer answer, Instant now)
    {
        if (_successors.First is not null && Phase == RingPhase.Member) return;
        if (answer.Owner == Self)
        {
            NoPlace(now);
            return;
        }

        Hear(answer.Owner, answer.Successors);
        Refresh(now);
        Dial(answer.Owner, answer.Owner, now);
        if (_links.IsUsable(answer.Owner)) AskNeighbours(answer.Owner, now);
    }

    /// <summary>
    /// Nobody owns the place after a member that lost all its successors at once: the true one lost all its
    /// predecessors, and waits for this node's word. The nearest linked member becomes the head, and the rounds go back
    /// from it to the true one.
    /// </summary>
    private void NoPlace(Instant now)
    {
        if (Phase != RingPhase.Member || _successors.First is not null) return;
        if (_links.FirstUsable() is { } first) _successors.HearNearer(first, _size.Lists);
        Refresh(now);
        if (_successors.First is { } head) AskNeighbours(head, now);
    }

    /// <summary>The head answered a joining node: go on to a member that lies nearer, or be one.</summary>
    private void TakePlace(Did head, RingMessage.Neighbours reply, Instant now)
    {
        if (reply.Phase != RingPhase.Member) return;
        if (Nearer(head, reply, now) is { } nearer)
        {
            _successors.HearNearer(nearer, _size.Lists);
            if (_links.IsUsable(nearer)) AskNeighbours(nearer, now);
            else Dial(nearer, head, now);
            return;
        }

        Hear(head, reply.Successors);
        DialHeard(now);
        var isBeingRepaired = reply.Predecessor is null && !reply.Successors.IsEmpty;
        if ((isBeingRepaired || _successors.IsAwaited(_links, _candidates)) && ++_joinDelays < JoinDelays) return;
        BecomeMember(now);

        // The link tells it of its new head at once; otherwise it would learn of it in its next round.
        if (IsShortCut && reply.Predecessor is { } before) Dial(before, head, now);
    }

    private void BecomeMember(Instant now)
    {
        Phase = RingPhase.Member;
        _isStale = true;
        if (_fingers.Entries.Count == 0) _sweep.RefreshAt(now);
        _effects.PhaseChanged(RingPhase.Member);
        if (_successors.Heard.IsEmpty) EstrangeContacts();
        Refresh(now);
        Hurry(now);
        DialHeard(now);
        if (_successors.First is { } head) Notify(head, null, now);
    }

    private void Restore(RingCheckpoint checkpoint, Instant now)
    {
        _size.Restore(checkpoint.Successors.Length);
        HearAll(_successors, checkpoint.Successors);
        HearAll(_predecessors, checkpoint.Predecessors);
        var low = FirstFinger();
        foreach (var finger in checkpoint.Fingers.OrderBy(Self.DistanceTo))
        {
            if (low < Did.Bits && Self.DistanceTo(finger).HighestBit >= low) low = _fingers.Learn(low, finger);
        }

        _sweep.RefreshAt(now + _jitter.Spread(_settings.FingerRefresh, 0, 1));
    }

    private void HearAll(NeighbourList list, ImmutableArray<Did> points)
    {
        if (!points.IsEmpty) list.Hear(points[0], points.AsSpan()[1..], _size.Lists);
    }
}
