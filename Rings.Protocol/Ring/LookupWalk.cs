using System.Runtime.InteropServices;

namespace Rings.Protocol.Ring;

/// <summary>Look-ups, recursive and iterative, with their further attempts: each step by step to its outcome.</summary>
/// <param name="ground">What they walk over.</param>
/// <param name="settings">The numbers.</param>
internal sealed class LookupWalk(ILookupGround ground, RingSettings settings)
{
    /// <summary>Steps of an iterative look-up at most; the hop limit of a route.</summary>
    private const int MaxSteps = 32;

    /// <summary>Begins.</summary>
    public void Begin(OpenLookup lookup, Instant now)
    {
        if (lookup.Style == LookupStyle.Iterative) Follow(lookup, final: false, now);
        else Attempt(lookup, LookupFailure.NotJoined, now);
    }

    /// <summary>Sends the next question of a look-up; when there is none left, it ends for the reason given.</summary>
    public void Attempt(OpenLookup lookup, LookupFailure reason, Instant now)
    {
        if (lookup.Style == LookupStyle.Iterative)
        {
            Step(lookup, reason, now);
            return;
        }

        var once = ground.Broken.HasFlag(RingRules.LookupsAreNotRetried);
        var most = once ? 1 : lookup.Via is null ? settings.LookupAttempts : 2;
        var isSpent = lookup.Attempts >= most;
        var first = isSpent || (lookup.Best is not null && lookup.Attempts > 1)
            ? RouteDecision.Unreachable
            : FirstHop(lookup);
        if (first.Verdict == RouteVerdict.Deliver)
        {
            ground.Finish(lookup, OwnAnswer(lookup), now);
        }
        else if (first.Verdict == RouteVerdict.Unreachable)
        {
            End(lookup, reason, now);
        }
        else
        {
            lookup.Tried.Add(first.Next);
            lookup.Attempts++;
            ground.Ask(lookup, RouteMode.Owner, lookup.Key, first, new RingMessage.FindOwner(lookup.Key), now);
        }
    }

    /// <summary>A reply came to the question of a look-up; one of the wrong kind says nothing.</summary>
    public void Answered(OpenLookup lookup, Did from, RingMessage.Reply reply, Instant now)
    {
        switch (reply)
        {
            case RingMessage.OwnerFound found when lookup.Style == LookupStyle.Recursive:
                OwnerFound(lookup, from, found, now);
                break;

            case RingMessage.NextFound found when lookup.Style == LookupStyle.Iterative:
                NextFound(lookup, from, found, now);
                break;

            default:
                break;
        }
    }

    private RouteDecision FirstHop(OpenLookup lookup)
    {
        if (lookup.Via is not { } via)
        {
            return ground.Routing.FirstHop(lookup.Key, RouteMode.Owner, CollectionsMarshal.AsSpan(lookup.Tried));
        }

        return ground.IsLinked(via) ? RouteDecision.Forward(via, final: false) : RouteDecision.Unreachable;
    }

    private void OwnerFound(OpenLookup lookup, Did from, RingMessage.OwnerFound found, Instant now)
    {
        if (found.Owner != from)
        {
            Attempt(lookup, LookupFailure.Unreachable, now);
            return;
        }

        var answer = new LookupAnswer(
            lookup.Key, from, found.Predecessor, found.Successors, found.Hops, lookup.Attempts);
        var best = lookup.Best is { } other && IsNearerAfter(lookup.Key, other.Owner, from) ? other : answer;
        if (lookup.Best is not null || !IsDoubtful(answer) || lookup.Via is not null)
        {
            ground.Finish(lookup, best with { Attempts = lookup.Attempts }, now);
            return;
        }

        lookup.Best = answer;
        Attempt(lookup, LookupFailure.Unreachable, now);
    }

    private static bool IsNearerAfter(Did key, Did one, Did other) => key.DistanceTo(one) < key.DistanceTo(other);

    /// <summary>
    /// Whether an owner lies too far after its key to be believed at once: more than so many mean gaps.
    /// </summary>
    private bool IsDoubtful(LookupAnswer answer) =>
        !ground.Broken.HasFlag(RingRules.AnswersAreBelieved)
        && ground.SizeEstimate > settings.DoubtfulGaps
        && answer.Key.DistanceTo(answer.Owner).Fraction * ground.SizeEstimate > settings.DoubtfulGaps;

    private LookupAnswer OwnAnswer(OpenLookup lookup) => new(
        lookup.Key, ground.Self, ground.Neighbours.Predecessor, ground.Neighbours.Successors, lookup.Steps,
        lookup.Attempts);

    /// <summary>Iterative: takes the own table's next nodes to begin with, or when a step led back here.</summary>
    private void Follow(OpenLookup lookup, bool final, Instant now)
    {
        var routing = ground.Routing;
        var decision = routing.Decide(lookup.Key, RouteMode.Owner, final, cameFrom: null);
        if (decision.Verdict == RouteVerdict.Deliver)
        {
            ground.Finish(lookup, OwnAnswer(lookup), now);
            return;
        }

        lookup.Push(routing.NextNodes(lookup.Key, decision), ground.Self);
        lookup.Final = decision.Final;
        Step(lookup, LookupFailure.NotJoined, now);
    }

    private void Step(OpenLookup lookup, LookupFailure reason, Instant now)
    {
        while (lookup.Frontier.Count > 0 && lookup.Tried.Count < MaxSteps)
        {
            var (node, source) = lookup.Frontier[0];
            lookup.Frontier.RemoveAt(0);
            if (node == ground.Self || lookup.Tried.Contains(node)) continue;
            var via = ground.IsLinked(node) ? node
                : ground.IsLinked(source) ? source
                : ground.Routing.FirstHop(node, RouteMode.Node, []).Next;
            if (!ground.IsLinked(via)) continue;
            lookup.Tried.Add(node);
            lookup.Attempts++;
            var question = new RingMessage.FindNext(lookup.Key, lookup.Final);
            ground.Ask(lookup, RouteMode.Node, node, RouteDecision.Forward(via, final: false), question, now);
            return;
        }

        End(lookup, reason, now);
    }

    private void NextFound(OpenLookup lookup, Did from, RingMessage.NextFound found, Instant now)
    {
        if (from != lookup.Tried[^1])
        {
            Step(lookup, LookupFailure.Unreachable, now);
            return;
        }

        lookup.Steps++;
        if (found.IsOwner)
        {
            ground.Finish(
                lookup, new(lookup.Key, from, found.Predecessor, found.Nodes, lookup.Steps, lookup.Attempts), now);
            return;
        }

        lookup.Final |= found.Final;
        if (!found.Nodes.IsEmpty && found.Nodes[0] == ground.Self)
        {
            Follow(lookup, found.Final, now);
            return;
        }

        lookup.Push(found.Nodes, from);
        Step(lookup, LookupFailure.Unreachable, now);
    }

    private void End(OpenLookup lookup, LookupFailure reason, Instant now)
    {
        if (lookup.Best is { } best) ground.Finish(lookup, best with { Attempts = lookup.Attempts }, now);
        else ground.Fail(lookup, reason, now);
    }
}
