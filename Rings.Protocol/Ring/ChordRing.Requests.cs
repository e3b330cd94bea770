using System.Collections.Immutable;

namespace Rings.Protocol.Ring;

/// <content>Questions: asked, answered, unanswered; and the answers to those of others.</content>
public sealed partial class ChordRing
{
    /// <summary>Nodes named at most in one step of an iterative look-up, or as nearer to an asker.</summary>
    private const int Alternatives = 4;

    /// <summary>Questions whose late answer is still taken, at most.</summary>
    private const int LateQuestions = 16;

    private readonly List<PendingRequest> _pending = [];
    private readonly Queue<PendingRequest> _late = new(0);
    private readonly AnswerClock _answers;
    private uint _lastRequest;

    /// <summary>A reply came for a request.</summary>
    /// <param name="id">The request.</param>
    /// <param name="from">Who answered, as its signature says.</param>
    /// <param name="reply">What.</param>
    /// <param name="now">The time.</param>
    public void Answered(RequestId id, Did from, RingMessage.Reply reply, Instant now)
    {
        if (!_isRunning || (Find(id) ?? FindLate(id)) is not { } request) return;
        if (request.Lookup is null && from != request.Peer) return;
        _pending.Remove(request);
        if (request.Lookup is null) _answers.Measure(now - request.Asked);
        Heard(from);
        switch (reply)
        {
            case RingMessage.Neighbours neighbours when request.Errand == Errand.Neighbours:
                if (_isStale) Refresh(now);
                if (Phase == RingPhase.Joining) TakePlace(from, neighbours, now);
                else Stabilise(from, neighbours, now);
                break;

            case RingMessage.OwnerFound found when request.Lookup is { Style: LookupStyle.Recursive } lookup:
                OwnerFound(lookup, from, found, now);
                break;

            case RingMessage.NextFound found when request.Lookup is { Style: LookupStyle.Iterative } lookup:
                NextFound(lookup, from, found, now);
                break;

            default:
                break; // An Alive has said all by coming; a reply of the wrong kind says nothing.
        }

        Settle(now);
    }

    /// <summary>A request's route ended without an answer; a hint, which starts the next attempt.</summary>
    public void Undeliverable(RequestId id, Instant now)
    {
        if (!_isRunning || Find(id) is not { } request) return;
        _pending.Remove(request);
        if (request.Lookup is { } lookup) Attempt(lookup, LookupFailure.Unreachable, now);
        Settle(now);
    }

    /// <summary>A question's route ended here. Returns the reply; null to answer <c>Unreachable</c> (a joining node
    /// answers for nobody).</summary>
    /// <param name="origin">Who asks.</param>
    /// <param name="question">What.</param>
    /// <param name="hops">Links that it crossed, 1 to 32.</param>
    /// <param name="now">The time.</param>
    public RingMessage.Reply? Answer(Did origin, RingMessage.Question question, int hops, Instant now)
    {
        if (!_isRunning) return null;
        Heard(origin);
        RingMessage.Reply? reply = question switch
        {
            RingMessage.Probe => RingMessage.Alive.Instance,
            RingMessage.AskNeighbours => new RingMessage.Neighbours(
                Phase, Neighbours.Predecessor, MembersAfter(origin), Neighbours.Successors),
            _ when Phase == RingPhase.Joining && !Broken.HasFlag(RingRules.JoiningNodesAnswer) => null,
            RingMessage.FindOwner => new RingMessage.OwnerFound(
                Self, Neighbours.Predecessor, Neighbours.Successors, Math.Clamp(hops, 1, 32)),
            RingMessage.FindNext find => NextAfter(find),
            _ => null,
        };
        Settle(now);
        return reply;
    }

    private RingMessage.NextFound NextAfter(RingMessage.FindNext find)
    {
        var decision = Routing.Decide(find.Key, RouteMode.Owner, find.Final, cameFrom: null);
        if (decision.Verdict == RouteVerdict.Deliver)
        {
            return new(IsOwner: true, Final: true, Neighbours.Predecessor, Neighbours.Successors);
        }

        return new(IsOwner: false, decision.Final, Neighbours.Predecessor, NextNodes(find.Key, decision));
    }

    /// <summary>The next node, then others that are nearer than this one, for when it does not answer.</summary>
    private ImmutableArray<Did> NextNodes(Did key, RouteDecision decision)
    {
        if (decision.Verdict != RouteVerdict.Forward) return [];
        Span<Did> nodes = stackalloc Did[Alternatives];
        nodes[0] = decision.Next;
        var count = 1;
        Span<Did> others = stackalloc Did[Alternatives];
        foreach (var other in others[..Routing.NearestTo(key, others)])
        {
            if (count == Alternatives) break;
            if (other != decision.Next) nodes[count++] = other;
        }

        return [.. nodes[..count]];
    }

    /// <summary>
    /// Members linked here that lie after <paramref name="origin"/> and before this node, nearest to it first.
    /// </summary>
    private ImmutableArray<Did> MembersAfter(Did origin)
    {
        Span<Did> members = stackalloc Did[Alternatives];
        var count = 0;
        foreach (ref readonly var link in _links.All[_links.IndexOf(origin)..])
        {
            if (count == Alternatives) break;
            if (link.IsUsable && link.Peer != origin) members[count++] = link.Peer;
        }

        return [.. members[..count]];
    }

    private void Ask(
        Errand errand, RouteMode mode, Did target, RouteDecision first, RingMessage.Question question, OpenLookup? lookup,
        Instant now)
    {
        var id = new RequestId(++_lastRequest);
        _pending.Add(new(id, errand, lookup is null ? target : first.Next, now, now + Wait(mode), lookup));
        _effects.Ask(new(id, mode, target, first.Next, first.Final, question));
    }

    private TimeSpan Wait(RouteMode mode)
    {
        if (mode != RouteMode.Owner) return _answers.Wait;
        return _answers.Wait > _settings.AnswerTimeout && _answers.Wait * 2 > _settings.LookupTimeout
            ? _answers.Wait * 2
            : _settings.LookupTimeout;
    }

    /// <summary>Asks a linked peer, unless it has the same question already.</summary>
    private void AskLinked(Errand errand, Did peer, RingMessage.Question question, Instant now)
    {
        if (!_links.Contains(peer) || IsAsked(errand, peer)) return;
        Ask(errand, RouteMode.Node, peer, RouteDecision.Forward(peer, final: false), question, null, now);
    }

    private void AskNeighbours(Did peer, Instant now) =>
        AskLinked(Errand.Neighbours, peer, RingMessage.AskNeighbours.Instance, now);

    private void ProbeSuspects(Instant now)
    {
        foreach (ref readonly var link in _links.All)
        {
            if (link.Has(LinkFlags.Suspect)) AskLinked(Errand.Probe, link.Peer, RingMessage.Probe.Instance, now);
        }
    }

    private bool IsAsked(Errand errand, Did peer) =>
        _pending.Exists(request => request.Errand == errand && request.Peer == peer);

    private bool IsLookingUp(LookupPurpose purpose) => _pending.Exists(request => request.Lookup?.Purpose == purpose);

    private PendingRequest? Find(RequestId id)
    {
        var index = _pending.FindIndex(request => request.Id == id);
        return index < 0 ? null : _pending[index];
    }

    private PendingRequest? FindLate(RequestId id)
    {
        foreach (var request in _late)
        {
            if (request.Id == id) return request;
        }

        return null;
    }

    private Instant? NextDeadline()
    {
        Instant? next = null;
        foreach (var request in _pending)
        {
            if (next is null || request.Deadline < next) next = request.Deadline;
        }

        return next;
    }

    private void ExpireRequests(Instant now)
    {
        while (_pending.FindIndex(request => now >= request.Deadline) is >= 0 and var index)
        {
            var request = _pending[index];
            _pending.RemoveAt(index);
            if (request.Lookup is { } lookup) Attempt(lookup, LookupFailure.TimedOut, now);
            else Unanswered(request, now);
        }
    }

    private void Unanswered(PendingRequest request, Instant now)
    {
        if (_late.Count == LateQuestions) _late.Dequeue();
        _late.Enqueue(request);
        Mark(request.Peer, LinkFlags.Suspect, on: true);
        if (_isStale) Refresh(now);
        if (request.Errand == Errand.Rival) RivalWins(now);
    }
}
