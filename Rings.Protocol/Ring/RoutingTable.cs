using System.Collections.Immutable;

namespace Rings.Protocol.Ring;

/// <summary>
/// Where a message goes from this node: an immutable picture of its links, made anew whenever they change and read
/// wherever frames arrive.
/// </summary>
/// <remarks>
/// Protocol.md, section 4, "Next hop". <see cref="Decide"/> allocates nothing and takes O(log links).
/// "Nearer" is the smaller of the two distances round the circle.
/// </remarks>
internal sealed class RoutingTable
{
    /// <summary>Nodes named at most in one step of an iterative look-up, or as nearer to an asker.</summary>
    internal const int Alternatives = 4;

    private readonly Did[] _members;
    private readonly Distance[] _distances;
    private readonly Did[] _others;
    private readonly Distance _ahead;
    private readonly Distance _behind;
    private readonly Did? _predecessor;

    /// <summary>Makes a table.</summary>
    /// <param name="self">This node.</param>
    /// <param name="phase">Its phase.</param>
    /// <param name="predecessor">Its predecessor, one of the members; itself in a ring of one; null while
    /// unknown.</param>
    /// <param name="members">Links to use: peers that are members of this ring and not suspect, clockwise from
    /// <paramref name="self"/>, distinct, without it.</param>
    /// <param name="others">The other ready links: used only when the peer is itself the target.</param>
    /// <param name="lastSuccessor">The end of the successor list, one of the members; null in a ring of one.</param>
    /// <param name="firstPredecessor">The farthest of the neighbours that list this node, one of the members.</param>
    public RoutingTable(
        Did self, RingPhase phase, Did? predecessor, Did[] members, Did[] others, Did? lastSuccessor, Did? firstPredecessor)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(others);
        Self = self;
        Phase = phase;
        _predecessor = predecessor;
        _members = members;
        _others = others;
        _distances = Array.ConvertAll(members, self.DistanceTo);
        _ahead = lastSuccessor is { } last ? self.DistanceTo(last) : Distance.Zero;
        _behind = firstPredecessor is { } first ? first.DistanceTo(self) : Distance.Zero;
    }

    /// <summary>This node.</summary>
    public Did Self { get; }

    /// <summary>This node's phase when the table was made.</summary>
    public RingPhase Phase { get; }

    /// <summary>This node's predecessor; itself in a ring of one; null while unknown.</summary>
    public Did? Predecessor => _predecessor;

    /// <summary>Rules broken on purpose by a test.</summary>
    internal RingRules Broken { get; init; }

    /// <summary>The links to members that routes may use, clockwise from this node.</summary>
    public ReadOnlySpan<Did> Members => _members;

    /// <summary>
    /// The same picture for what may not go by every link: a message to a node, never to the owner of a key.
    /// </summary>
    /// <param name="carries">Whether a peer hands on what is for others.</param>
    /// <param name="takes">Whether a peer takes what is for itself.</param>
    public RoutingTable Among(Func<Did, bool> carries, Func<Did, bool> takes) => new(
        Self, Phase, _predecessor, [.. _members.Where(carries)],
        [.. _others.Concat(_members.Where(peer => !carries(peer))).Where(takes)], null, null);

    /// <summary>Whether a message may leave by the link to this peer.</summary>
    public bool LeadsTo(Did peer) => _members.AsSpan().Contains(peer) || _others.AsSpan().Contains(peer);

    /// <summary>
    /// Whether <paramref name="key"/> lies in this node's range: a ring of one owns all, a joining node nothing.
    /// </summary>
    public bool Owns(Did key) => Phase == RingPhase.Member
        && _predecessor is { } predecessor && key.IsBetweenOrEnd(predecessor, Self);

    /// <summary>Decides what becomes of a message at this node.</summary>
    /// <param name="target">The route's target: a node or a key.</param>
    /// <param name="mode"><see cref="RouteMode.Node"/> or <see cref="RouteMode.Owner"/>; a reply on its way back along
    /// crumbs is not decided here.</param>
    /// <param name="final">The route's mark.</param>
    /// <param name="cameFrom">The link that it came in by; null at its origin.</param>
    public RouteDecision Decide(Did target, RouteMode mode, bool final, Did? cameFrom)
    {
        if (Broken.HasFlag(RingRules.FinalIsIgnored)) final = false;
        if (Broken.HasFlag(RingRules.RoutesGoBack)) cameFrom = null;
        return mode == RouteMode.Owner ? DecideOwner(target, final, cameFrom) : DecideNode(target, final, cameFrom);
    }

    /// <summary>The first link to try for a message of this node's own, left out <paramref name="exclude"/>: what
    /// <see cref="Decide"/> says, or failing that the member nearest to the target.</summary>
    public RouteDecision FirstHop(Did target, RouteMode mode, ReadOnlySpan<Did> exclude)
    {
        var decision = Decide(target, mode, final: false, cameFrom: null);
        if (decision.Verdict == RouteVerdict.Deliver) return decision;
        if (decision.Verdict == RouteVerdict.Forward && !exclude.Contains(decision.Next)) return decision;
        return NearestBut(target, exclude) is { } next ? RouteDecision.Forward(next, final: false) : RouteDecision.Unreachable;
    }

    /// <summary>Writes the members that are nearer to a target than this node, nearest first.</summary>
    /// <returns>How many were written; no more than the span takes.</returns>
    public int NearestTo(Did target, Span<Did> nearest)
    {
        var after = IndexOf(Self.DistanceTo(target));
        var before = after - 1;
        var own = Self.NearnessTo(target);
        var count = 0;
        for (; count < nearest.Length && count < _members.Length; count++)
        {
            var (up, down) = (Round(after), Round(before));
            var takesUp = up.NearnessTo(target) <= down.NearnessTo(target);
            nearest[count] = takesUp ? up : down;
            if (nearest[count].NearnessTo(target) >= own) break;
            if (takesUp) after++;
            else before--;
        }

        return count;
    }

    /// <summary>
    /// The node that a decision leads to, then others that are nearer than this one, for when it does not answer.
    /// </summary>
    internal ImmutableArray<Did> NextNodes(Did key, RouteDecision decision)
    {
        if (decision.Verdict != RouteVerdict.Forward) return [];
        Span<Did> nodes = stackalloc Did[Alternatives];
        nodes[0] = decision.Next;
        var count = 1;
        Span<Did> others = stackalloc Did[Alternatives];
        foreach (var other in others[..NearestTo(key, others)])
        {
            if (count == Alternatives) break;
            if (other != decision.Next) nodes[count++] = other;
        }

        return [.. nodes[..count]];
    }

    private Did Round(int index) => _members[(index + (2 * _members.Length)) % _members.Length];

    /// <summary>To the target if it is linked, else nearer to it. Where nothing is nearer, a node that has just joined
    /// may be known to its successor alone: so the last try, marked final, is the first known member after
    /// it.</summary>
    private RouteDecision DecideNode(Did target, bool final, Did? cameFrom)
    {
        if (target == Self) return RouteDecision.Deliver;
        if (target != cameFrom && IsLinked(target)) return RouteDecision.Forward(target, final);
        if (final) return RouteDecision.Unreachable;
        if (Nearest(target, cameFrom) is { } next) return RouteDecision.Forward(next, final: false);
        var after = IndexOf(Self.DistanceTo(target));
        return after < _members.Length && _members[after] != cameFrom
            ? RouteDecision.Forward(_members[after], final: true)
            : RouteDecision.Unreachable;
    }

    private RouteDecision DecideOwner(Did key, bool final, Did? cameFrom)
    {
        if (Owns(key)) return RouteDecision.Deliver;
        if (final || _members.Length == 0) return Last(key);
        var ahead = Self.DistanceTo(key);
        if (ahead <= _ahead || key.DistanceTo(Self) <= _behind) return Known(ahead);
        if (Nearest(key, cameFrom) is { } next) return RouteDecision.Forward(next, final: false);
        return IsSure && key.DistanceTo(Self) < ahead ? Last(key) : RouteDecision.Unreachable;
    }

    /// <summary>
    /// Rule 2: within the neighbours' span the first known member at or after the key is its owner, or knows it.
    /// </summary>
    private RouteDecision Known(Distance ahead)
    {
        var index = IndexOf(ahead);
        if (index < _members.Length) return RouteDecision.Forward(_members[index], final: true);
        return Phase == RingPhase.Member ? RouteDecision.Deliver : RouteDecision.Unreachable;
    }

    /// <summary>Rule 3: back to the known member nearest after the key, as long as one lies before this node.</summary>
    private RouteDecision Last(Did key) => Known(Self.DistanceTo(key));

    /// <summary>Whether this node knows where its range begins. A member that has just joined does not until its
    /// predecessor has notified it: until then it takes no key for its own on its own judgement.</summary>
    private bool IsSure => Phase == RingPhase.Member && _predecessor is not null;

    /// <summary>Rule 4: the nearest link nearer than this node, not the sender. A node that is not sure of its place is
    /// nowhere yet, so for what it sends itself any member is nearer.</summary>
    private Did? Nearest(Did target, Did? cameFrom)
    {
        if (_members.Length == 0) return null;
        var after = IndexOf(Self.DistanceTo(target));
        var best = Nearer(target, At(after, 1, cameFrom), At(after - 1, -1, cameFrom));
        if (best is not { } next) return null;
        var anywhere = !IsSure && cameFrom is null;
        return anywhere || next.NearnessTo(target) < Self.NearnessTo(target) ? next : null;
    }

    private Did? NearestBut(Did target, ReadOnlySpan<Did> exclude)
    {
        Did? best = null;
        foreach (var member in _members)
        {
            if (!exclude.Contains(member)) best = Nearer(target, best, member);
        }

        return best;
    }

    private static Did? Nearer(Did target, Did? left, Did? right)
    {
        if (left is not { } one) return right;
        if (right is not { } other) return left;
        return one.NearnessTo(target) <= other.NearnessTo(target) ? one : other;
    }

    /// <summary>
    /// The member at <paramref name="index"/>, counted round the circle; the next one if that is the sender.
    /// </summary>
    private Did? At(int index, int step, Did? cameFrom)
    {
        var member = Round(index);
        if (member != cameFrom) return member;
        return _members.Length == 1 ? null : Round(index + step);
    }

    /// <summary>The index of the first member at or beyond a clockwise distance from this node.</summary>
    private int IndexOf(Distance ahead)
    {
        var (low, high) = (0, _distances.Length);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (_distances[middle] < ahead) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private bool IsLinked(Did peer)
    {
        var index = IndexOf(Self.DistanceTo(peer));
        return (index < _members.Length && _members[index] == peer) || Array.IndexOf(_others, peer) >= 0;
    }
}
