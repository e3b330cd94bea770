namespace Rings.Protocol.Ring;

/// <content>Questions: asked, answered, unanswered; and the answers to those of others.</content>
internal sealed partial class ChordRing
{
    /// <summary>A reply came for a request.</summary>
    /// <param name="id">The request.</param>
    /// <param name="from">Who answered, as its signature says.</param>
    /// <param name="reply">What.</param>
    /// <param name="now">The time.</param>
    public void Answered(RequestId id, Did from, RingMessage.Reply reply, Instant now)
    {
        if (!_isRunning || (_requests.Find(id) ?? _requests.FindLate(id)) is not { } request) return;
        if (request.Lookup is null && from != request.Peer) return;
        _requests.Answered(request, now);
        Heard(from);
        if (request.Lookup is { } lookup)
        {
            _lookups.Answered(lookup, from, reply, now);
        }
        else if (request.Errand == Errand.Neighbours && reply is RingMessage.Neighbours neighbours)
        {
            if (_isStale) Refresh(now);
            if (Phase == RingPhase.Joining) TakePlace(from, neighbours, now);
            else Stabilise(from, neighbours, now);
        }

        Settle(now);
    }

    /// <summary>A request's route ended without an answer; a hint, which starts the next attempt.</summary>
    public void Undeliverable(RequestId id, Instant now)
    {
        if (!_isRunning || _requests.Find(id) is not { } request) return;
        _requests.Remove(request);
        if (request.Lookup is { } lookup) _lookups.Attempt(lookup, LookupFailure.Unreachable, now);
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
                Phase, Neighbours.Predecessor, _links.UsableAfter(origin, RoutingTable.Alternatives),
                Neighbours.Successors),
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

        return new(IsOwner: false, decision.Final, Neighbours.Predecessor, Routing.NextNodes(find.Key, decision));
    }

    private void Ask(
        Errand errand, RouteMode mode, Did target, RouteDecision first, RingMessage.Question question, OpenLookup? lookup,
        Instant now)
    {
        var id = _requests.Add(errand, mode, lookup is null ? target : first.Next, lookup, now);
        _effects.Ask(new(id, mode, target, first.Next, first.Final, question));
    }

    /// <summary>Asks a linked peer, unless it has the same question already.</summary>
    private void AskLinked(Errand errand, Did peer, RingMessage.Question question, Instant now)
    {
        if (!_links.Contains(peer) || _requests.IsAsked(errand, peer)) return;
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

    private void ExpireRequests(Instant now)
    {
        while (_requests.TakeExpired(now) is { } request)
        {
            if (request.Lookup is { } lookup) _lookups.Attempt(lookup, LookupFailure.TimedOut, now);
            else Unanswered(request, now);
        }
    }

    private void Unanswered(PendingRequest request, Instant now)
    {
        _requests.IsLate(request);
        Mark(request.Peer, LinkFlags.Suspect, on: true);
        if (_isStale) Refresh(now);
        if (request.Errand == Errand.Rival) RivalWins(now);
    }
}
