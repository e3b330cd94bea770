using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Rings.Protocol.Ring;

/// <content>Look-ups, recursive and iterative, with their further attempts.</content>
public sealed partial class ChordRing
{
    /// <summary>Steps of an iterative look-up at most; the hop limit of a route.</summary>
    private const int MaxSteps = 32;

    /// <summary>Nodes that an iterative look-up keeps to fall back on.</summary>
    private const int MaxFrontier = 16;

    private int _hostLookups;

    /// <summary>Looks up the owner of a key. One outcome follows, perhaps before this returns.</summary>
    public void Lookup(LookupId id, Did key, LookupStyle style, Instant now)
    {
        if (!_isRunning)
        {
            _effects.LookupFailed(id, LookupFailure.Left);
        }
        else if (_hostLookups >= _settings.OpenLookups)
        {
            _effects.LookupFailed(id, LookupFailure.TooMany);
        }
        else
        {
            if (_isStale) Refresh(now);
            _hostLookups++;
            Begin(new(LookupPurpose.Host, key, style) { Id = id }, now);
            Settle(now);
        }
    }

    private void Begin(OpenLookup lookup, Instant now)
    {
        if (lookup.Style == LookupStyle.Iterative) Follow(lookup, final: false, now);
        else Attempt(lookup, LookupFailure.NotJoined, now);
    }

    /// <summary>Sends the next question of a look-up; when there is none left, it ends for the reason given.</summary>
    private void Attempt(OpenLookup lookup, LookupFailure reason, Instant now)
    {
        if (lookup.Style == LookupStyle.Iterative)
        {
            Step(lookup, reason, now);
            return;
        }

        var most = Broken.HasFlag(RingRules.LookupsAreNotRetried) ? 1 : lookup.Via is null ? _settings.LookupAttempts : 2;
        var isSpent = lookup.Attempts >= most;
        var first = isSpent || (lookup.Best is not null && lookup.Attempts > 1)
            ? RouteDecision.Unreachable
            : FirstHop(lookup);
        if (first.Verdict == RouteVerdict.Deliver)
        {
            Finish(lookup, OwnAnswer(lookup), now);
        }
        else if (first.Verdict == RouteVerdict.Unreachable)
        {
            End(lookup, reason, now);
        }
        else
        {
            lookup.Tried.Add(first.Next);
            lookup.Attempts++;
            Ask(Errand.Lookup, RouteMode.Owner, lookup.Key, first, new RingMessage.FindOwner(lookup.Key), lookup, now);
        }
    }

    private RouteDecision FirstHop(OpenLookup lookup)
    {
        if (lookup.Via is not { } via)
        {
            return Routing.FirstHop(lookup.Key, RouteMode.Owner, CollectionsMarshal.AsSpan(lookup.Tried));
        }

        return _links.Contains(via) ? RouteDecision.Forward(via, final: false) : RouteDecision.Unreachable;
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
            Finish(lookup, best with { Attempts = lookup.Attempts }, now);
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
        !Broken.HasFlag(RingRules.AnswersAreBelieved)
        && SizeEstimate > _settings.DoubtfulGaps
        && answer.Key.DistanceTo(answer.Owner).Fraction * SizeEstimate > _settings.DoubtfulGaps;

    private LookupAnswer OwnAnswer(OpenLookup lookup) => new(
        lookup.Key, Self, Neighbours.Predecessor, Neighbours.Successors, lookup.Steps, lookup.Attempts);

    /// <summary>Iterative: takes the own table's next nodes to begin with, or when a step led back here.</summary>
    private void Follow(OpenLookup lookup, bool final, Instant now)
    {
        var decision = Routing.Decide(lookup.Key, RouteMode.Owner, final, cameFrom: null);
        if (decision.Verdict == RouteVerdict.Deliver)
        {
            Finish(lookup, OwnAnswer(lookup), now);
            return;
        }

        Push(lookup, NextNodes(lookup.Key, decision), Self);
        lookup.Final = decision.Final;
        Step(lookup, LookupFailure.NotJoined, now);
    }

    private void Step(OpenLookup lookup, LookupFailure reason, Instant now)
    {
        while (lookup.Frontier.Count > 0 && lookup.Tried.Count < MaxSteps)
        {
            var (node, source) = lookup.Frontier[0];
            lookup.Frontier.RemoveAt(0);
            if (node == Self || lookup.Tried.Contains(node)) continue;
            var via = _links.Contains(node) ? node
                : _links.Contains(source) ? source
                : Routing.FirstHop(node, RouteMode.Node, []).Next;
            if (!_links.Contains(via)) continue;
            lookup.Tried.Add(node);
            lookup.Attempts++;
            var question = new RingMessage.FindNext(lookup.Key, lookup.Final);
            Ask(Errand.Lookup, RouteMode.Node, node, RouteDecision.Forward(via, final: false), question, lookup, now);
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
            Finish(lookup, new(lookup.Key, from, found.Predecessor, found.Nodes, lookup.Steps, lookup.Attempts), now);
            return;
        }

        lookup.Final |= found.Final;
        if (!found.Nodes.IsEmpty && found.Nodes[0] == Self)
        {
            Follow(lookup, found.Final, now);
            return;
        }

        Push(lookup, found.Nodes, from);
        Step(lookup, LookupFailure.Unreachable, now);
    }

    private static void Push(OpenLookup lookup, ImmutableArray<Did> nodes, Did source)
    {
        var count = Math.Min(nodes.Length, Alternatives);
        for (var index = count - 1; index >= 0; index--) lookup.Frontier.Insert(0, (nodes[index], source));
        if (lookup.Frontier.Count > MaxFrontier)
        {
            lookup.Frontier.RemoveRange(MaxFrontier, lookup.Frontier.Count - MaxFrontier);
        }
    }

    private void Finish(OpenLookup lookup, LookupAnswer answer, Instant now)
    {
        switch (lookup.Purpose)
        {
            case LookupPurpose.Host:
                _hostLookups--;
                _effects.LookupAnswered(lookup.Id, answer);
                break;

            case LookupPurpose.Place:
                FoundPlace(answer, now);
                break;

            case LookupPurpose.Finger:
                FoundFinger((int)lookup.Tag, answer, now);
                break;

            case LookupPurpose.LongLink:
                FoundLongLink(answer, now);
                break;

            case LookupPurpose.Check:
                Checked(lookup.Key, answer.Owner == lookup.Key, now);
                break;

            default:
                Met(lookup, answer, now);
                break;
        }
    }

    private void End(OpenLookup lookup, LookupFailure reason, Instant now)
    {
        if (lookup.Best is { } best)
        {
            Finish(lookup, best with { Attempts = lookup.Attempts }, now);
        }
        else if (lookup.Purpose == LookupPurpose.Host)
        {
            _hostLookups--;
            _effects.LookupFailed(lookup.Id, reason);
        }
        else if (lookup.Purpose == LookupPurpose.Place && reason == LookupFailure.Unreachable)
        {
            NoPlace(now);
        }
        else if (lookup.Purpose == LookupPurpose.Check && reason == LookupFailure.Unreachable)
        {
            Checked(lookup.Key, isHere: false, now);
        }
    }

    /// <summary>A link went: what waited for it waits no longer.</summary>
    private void Forsake(Did peer, Instant now)
    {
        while (_pending.FindIndex(request => request.Peer == peer) is >= 0 and var index)
        {
            var request = _pending[index];
            _pending.RemoveAt(index);
            if (_isStale) Refresh(now);
            if (request.Lookup is { } lookup) Attempt(lookup, LookupFailure.Unreachable, now);
            else if (request.Errand == Errand.Rival) RivalWins(now);
        }
    }

    private void FailLookups()
    {
        foreach (var request in _pending)
        {
            if (request.Lookup is { Purpose: LookupPurpose.Host } lookup)
            {
                _effects.LookupFailed(lookup.Id, LookupFailure.Left);
            }
        }

        _pending.Clear();
        _late.Clear();
        _hostLookups = 0;
    }
}
