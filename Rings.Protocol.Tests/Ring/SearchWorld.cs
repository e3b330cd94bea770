using System.Text;
using Rings.Protocol.Ring;

namespace Rings.Protocol.Tests.Ring;

/// <summary>
/// Up to five nodes whose every step is chosen from outside: which message arrives next, which link comes up, who
/// notices a death, whose round comes, who joins and who dies. What two nodes say to each other stays in order, as on a
/// link.
/// </summary>
internal sealed class SearchWorld
{
    /// <summary>Places on the circle, evenly, so that turning the circle changes nothing.</summary>
    private const int Places = 5;

    private readonly SortedDictionary<(int From, int To), Queue<(string Text, Action<SearchNode> Deliver)>> _channels = [];
    private readonly SortedDictionary<int, SearchNode> _nodes = [];
    private readonly SortedSet<(int Peer, int Gone)> _losses = [];
    private readonly int _joins;
    private readonly int _fails;
    private int _joined;
    private int _failed;

    /// <summary>The ideal ring of three that the search begins with.</summary>
    public SearchWorld(int joins, int fails, RingRules broken)
    {
        (_joins, _fails, Broken) = (joins, fails, broken);
        foreach (var place in (int[])[0, 1, 3]) _nodes.Add(place, new(this, At(place)));
        foreach (var one in _nodes.Values)
        {
            foreach (var other in _nodes.Values.Where(other => other != one)) Up(one, other.Did, RingPhase.Member, LinkSource.Ring);
        }

        foreach (var node in _nodes.Values)
        {
            var others = _nodes.Values.Where(other => other != node).Select(other => other.Did).ToArray();
            node.Ring.Start(
                new RingCheckpoint(
                    [.. others.OrderBy(did => did.DistanceTo(node.Did))], [.. others.OrderBy(node.Did.DistanceTo)], []),
                Now);
        }
    }

    public RingSettings Settings { get; } = new()
    {
        Successors = 2,
        MaxSuccessors = 2,
        FingersPerRound = 0,
        LongLinkShare = 0,
        ShortestMeeting = TimeSpan.FromDays(1),
        LongestMeeting = TimeSpan.FromDays(2),
    };

    public RingRules Broken { get; }

    public Instant Now { get; private set; } = Instant.FromUnixMilliseconds(1_700_000_000_000);

    public List<(Did One, Did Other)> Dials { get; } = [];

    /// <summary>Principal members that must be left: r + 1.</summary>
    private int Principals => Settings.Successors + 1;

    public string? Violation => RingInvariants.Violation(_nodes.Values, Principals);

    public void Send(Did from, Did to, string text, Action<SearchNode> deliver)
    {
        var channel = (Place(from), Place(to));
        if (!_channels.TryGetValue(channel, out var queue)) _channels.Add(channel, queue = new());
        queue.Enqueue((text, deliver));
    }

    /// <summary>Walks a question's route at one go; null where it is lost.</summary>
    public SearchNode? Walk(SearchNode first, Did from, RingRequest request)
    {
        var (at, came, final) = (first, from, request.Final);
        for (var hops = 1; hops <= 32; hops++)
        {
            var decision = at.Ring.Routing.Decide(request.Target, request.Mode, final, came);
            if (decision.Verdict == RouteVerdict.Deliver) return at;
            if (decision.Verdict == RouteVerdict.Unreachable) return null;
            if (!_nodes.TryGetValue(Place(decision.Next), out var next)) return null;
            (at, came, final) = (next, at.Did, decision.Final);
        }

        return null;
    }

    /// <summary>All that may happen next, always in the same order.</summary>
    public List<Action> Choices()
    {
        var choices = new List<Action>();
        foreach (var channel in _channels.Where(pair => pair.Value.Count > 0).Select(pair => pair.Key).ToArray())
        {
            choices.Add(() => Deliver(channel));
        }

        foreach (var dial in Dials.ToArray()) choices.Add(() => Link(dial));
        foreach (var loss in _losses.ToArray()) choices.Add(() => Notice(loss));
        foreach (var node in _nodes.Values.Where(IsIdle).ToArray()) choices.Add(() => Tick(node));
        foreach (var node in _nodes.Values.Where(MayFail).ToArray()) choices.Add(() => Fail(node));
        if (_joined >= _joins) return choices;
        foreach (var place in Enumerable.Range(0, Places).Where(place => !_nodes.ContainsKey(place)).ToArray())
        {
            var contact = _nodes.Values.First(node => node.Ring.Phase == RingPhase.Member).Did;
            choices.Add(() => Join(place, contact));
        }

        return choices;
    }

    /// <summary>The state without its times, turned so that equal states under rotation are written alike.</summary>
    public string Fingerprint() => Enumerable.Range(0, Places).Select(Write).Min(StringComparer.Ordinal)!;

    private static Did At(int place) => Did.Zero + Distance.FromFraction(place / (double)Places);

    private static int Place(Did did) => (int)Math.Round(Did.Zero.DistanceTo(did).Fraction * Places) % Places;

    private void Deliver((int From, int To) channel)
    {
        var (_, deliver) = _channels[channel].Dequeue();
        if (_nodes.TryGetValue(channel.To, out var node)) deliver(node);
    }

    private void Link((Did One, Did Other) dial)
    {
        Dials.Remove(dial);
        if (!_nodes.TryGetValue(Place(dial.One), out var one)) return;
        if (!_nodes.TryGetValue(Place(dial.Other), out var other))
        {
            one.Ring.ConnectFailed(dial.Other, LinkFailure.Unreachable, [], Now);
            return;
        }

        if (one.Links.Contains(dial.Other)) return;
        var (ones, others) = (one.Ring.Phase, other.Ring.Phase);
        Up(one, dial.Other, others, LinkSource.Ring);
        Up(other, dial.One, ones, LinkSource.Ring);
    }

    private void Up(SearchNode node, Did peer, RingPhase phase, LinkSource source)
    {
        node.Links.Add(peer);
        node.Ring.LinkUp(peer, phase, source, Now);
    }

    private void Notice((int Peer, int Gone) loss)
    {
        _losses.Remove(loss);
        if (!_nodes.TryGetValue(loss.Peer, out var node)) return;
        node.Links.Remove(At(loss.Gone));
        node.Ring.LinkDown(At(loss.Gone), Now);
    }

    /// <summary>Rounds come only to nodes that wait for nothing: a false alarm is no failure of the model.</summary>
    private bool IsIdle(SearchNode node)
    {
        var place = Place(node.Did);
        return !Dials.Exists(dial => dial.One == node.Did)
            && !_channels.Any(pair => pair.Value.Count > 0 && (pair.Key.From == place || pair.Key.To == place));
    }

    private void Tick(SearchNode node)
    {
        if (node.Wake > Now) Now = node.Wake;
        node.Ring.Tick(Now);
    }

    private bool MayFail(SearchNode node) => _failed < _fails
        && _nodes.Values.All(other => other.Ring.Phase == RingPhase.Member)
        && RingInvariants.Violation(_nodes.Values, Principals, without: node.Did) is null;

    private void Fail(SearchNode node)
    {
        _failed++;
        _nodes.Remove(Place(node.Did));
        foreach (var peer in node.Links.Where(peer => _nodes.ContainsKey(Place(peer)))) _losses.Add((Place(peer), Place(node.Did)));
    }

    private void Join(int place, Did contact)
    {
        _joined++;
        var node = new SearchNode(this, At(place));
        _nodes.Add(place, node);
        node.Ring.Start(hasContacts: true, Now);
        Dials.Add((node.Did, contact));
    }

    private string Write(int turn)
    {
        string Turned(int place) => ((place + turn) % Places).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var parts = new List<string>();
        foreach (var (place, node) in _nodes) parts.Add($"{Turned(place)}:{RingState.Write(node.Ring, did => Turned(Place(did)))}");
        foreach (var (key, queue) in _channels.Where(pair => pair.Value.Count > 0))
        {
            var text = string.Join(',', queue.Select(message => message.Text));
            for (var at = 0; at < Places; at++)
            {
                text = text.Replace(Convert.ToHexStringLower(At(at).ToByteArray()), $"<{Turned(at)}>", StringComparison.Ordinal);
            }

            parts.Add($"{Turned(key.From)}>{Turned(key.To)}={text}");
        }

        parts.AddRange(Dials.Select(dial => $"d{Turned(Place(dial.One))}{Turned(Place(dial.Other))}"));
        parts.AddRange(_losses.Select(loss => $"l{Turned(loss.Peer)}{Turned(loss.Gone)}"));
        parts.Sort(StringComparer.Ordinal);
        return new StringBuilder().AppendJoin(' ', parts).Append(_joined).Append(_failed).ToString();
    }
}
