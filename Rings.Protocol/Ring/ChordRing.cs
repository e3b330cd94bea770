using System.Collections.Immutable;

namespace Rings.Protocol.Ring;

/// <summary>
/// The ring as one node sees it: successor list, predecessors, fingers, phase, and the rules that keep them right
/// (Zave, "Reasoning about identifier spaces: how to make Chord correct", 2017). No I/O, clock, thread: inputs go in,
/// effects come out, and the same inputs with the same randomness give the same effects.
/// </summary>
/// <remarks>
/// <para>
/// Its host does nothing but move messages. For a frame whose route names a kind of the ring: ask <see cref="Routing"/>
/// (<see cref="RoutingTable.Decide"/>) at every node; where it says <see cref="RouteVerdict.Deliver"/>, call
/// <see cref="Answer"/> for a <see cref="RingMessage.Question"/> and send what it returns back along the crumbs, or
/// <see cref="Receive"/> for anything else. What comes back for an <see cref="IRingEffects.Ask"/> goes into
/// <see cref="Answered"/> or <see cref="Undeliverable"/>.
/// </para>
/// <para>
/// Not thread-safe: one owner. Links are told by <see cref="LinkUp"/> and <see cref="LinkDown"/> before anything that
/// comes over them.
/// </para>
/// </remarks>
internal sealed partial class ChordRing : ILookupGround
{
    private readonly RingSettings _settings;
    private readonly IRingEffects _effects;
    private readonly Random _random;
    private readonly LinkTable _links;
    private readonly Candidates _candidates;
    private readonly NeighbourList _successors;
    private readonly NeighbourList _predecessors;
    private readonly FingerTable _fingers;
    private readonly FingerSweep _sweep;
    private readonly LongLinks _longLinks;
    private readonly MeetingBook _meetings;
    private readonly PendingRequests _requests;
    private readonly LookupWalk _lookups;
    private readonly RingSize _size;
    private readonly Jitter _jitter;
    private readonly PinnedPeers _pins = new();
    private RoutingTable? _routing;
    private Did? _owned;
    private Instant _nextRound;
    private Instant? _wake;
    private bool _isRunning;
    private bool _isStale;
    private bool _isAlone;

    /// <summary>Makes a node that has not started.</summary>
    /// <param name="self">Its position.</param>
    /// <param name="settings">The numbers.</param>
    /// <param name="effects">The world.</param>
    /// <param name="random">Chance, from outside; may be shared by rings that run on one thread.</param>
    public ChordRing(Did self, RingSettings settings, IRingEffects effects, Random random)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(effects);
        ArgumentNullException.ThrowIfNull(random);
        (Self, _settings, _effects, _random) = (self, settings, effects, random);
        _links = new(self);
        _candidates = new(settings);
        _successors = new(self, clockwise: true);
        _predecessors = new(self, clockwise: false);
        _fingers = new(self);
        _jitter = new(random);
        _sweep = new(settings, _jitter);
        _longLinks = new(settings, _jitter);
        _meetings = new(settings, _jitter);
        _requests = new(settings);
        _lookups = new(this, settings);
        _size = new(settings);
        Pace = settings.ShortestPace;
    }

    /// <summary>This node's position.</summary>
    public Did Self { get; }

    /// <summary>Where this node stands.</summary>
    public RingPhase Phase { get; private set; } = RingPhase.Joining;

    /// <summary>The successor list and the predecessors, nearest first.</summary>
    public RingNeighbours Neighbours { get; private set; } = RingNeighbours.None;

    /// <summary>The owners of this node's finger starts that are linked, nearest clockwise first.</summary>
    public ImmutableArray<Did> Fingers =>
        [.. _fingers.Entries.Select(finger => finger.Owner).Where(_links.IsUsable).Distinct()];

    /// <summary>Where messages go from here, now. A new object after each change.</summary>
    public RoutingTable Routing => _routing ??= MakeRouting();

    /// <summary>Members of the ring, estimated from the density of the neighbours; 1 in a ring of one.</summary>
    public double SizeEstimate => _size.Estimate;

    /// <summary>The time between this round and the next, before jitter.</summary>
    public TimeSpan Pace { get; private set; }

    /// <summary>Ready links.</summary>
    public int LinkCount => _links.Count;

    /// <summary>Rules broken on purpose by a test.</summary>
    internal RingRules Broken { get; init; }

    /// <inheritdoc/>
    RingRules ILookupGround.Broken => Broken;

    /// <summary>Begins: with contacts as <see cref="RingPhase.Joining"/>, without as member of a ring of one.</summary>
    /// <param name="hasContacts">Whether a seed or a remembered peer is being dialled, or any link is up.</param>
    /// <param name="now">The time.</param>
    public void Start(bool hasContacts, Instant now)
    {
        _isRunning = true;
        _nextRound = now;
        _joinDeadline = now + _jitter.Spread(_settings.JoinPatience, 1, 2);
        _meetings.Plan(now);
        if (!hasContacts) BecomeMember(now);
        Settle(now);
    }

    /// <summary>Begins as a member with tables at hand, after <see cref="LinkUp"/> for each link.</summary>
    /// <param name="checkpoint">The tables. An empty successor list makes a ring of one.</param>
    /// <param name="now">The time.</param>
    public void Start(RingCheckpoint checkpoint, Instant now)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        _isRunning = true;
        Restore(checkpoint, now);
        _meetings.Plan(now);
        BecomeMember(now);
        Pace = _settings.LongestPace;
        _nextRound = now + _jitter.Spread(Pace, 0, 1);
        Settle(now);
    }

    /// <summary>
    /// The time asked for by <see cref="IRingEffects.WakeAt"/> has come; calling it more often does no harm.
    /// </summary>
    public void Tick(Instant now)
    {
        if (!_isRunning) return;
        ExpireRequests(now);
        if (now >= _nextRound) Round(now);
        Settle(now);
    }

    /// <summary>
    /// Leaves the ring: tells every link; the host closes them when the messages are out. Nothing follows.
    /// </summary>
    public void Leave(Instant now)
    {
        if (!_isRunning) return;
        var leaving = new RingMessage.Leaving(Neighbours.Predecessor, Neighbours.Successors);
        foreach (ref readonly var link in _links.All) _effects.Tell(link.Peer, leaving);
        FailLookups();
        _isRunning = false;
    }

    private void Round(Instant now)
    {
        if (_candidates.Expire(now, _random)) _isStale = true;
        _nextRound = now + _jitter.Spread(Pace, 1 - _settings.PaceJitter, 1 + _settings.PaceJitter);
        if (Phase == RingPhase.Joining) JoinRound(now);
        else MemberRound(now);
        var longest = Phase == RingPhase.Joining ? LongestJoinPace() : _settings.LongestPace;
        if (!Broken.HasFlag(RingRules.PaceNeverSlows)) Pace = Shorter(Pace * 1.5, longest);
    }

    private void MemberRound(Instant now)
    {
        DialHeard(now);
        ProbeSuspects(now);
        if (_successors.First is { } head) AskNeighbours(head, now);
        else if (!_isAlone) FindPlace(now);
        FingerRound(now);
        LongLinkRound(now);
        MeetingRound(now);
    }

    /// <summary>Something about the neighbours changed: rounds come soon and often.</summary>
    private void Hurry(Instant now)
    {
        Pace = _settings.ShortestPace;
        Advance(now);
    }

    /// <summary>The next round comes soon.</summary>
    private void Advance(Instant now)
    {
        var soon = now + _jitter.Spread(_settings.ShortestPace, 1 - _settings.PaceJitter, 1 + _settings.PaceJitter);
        if (soon < _nextRound) _nextRound = soon;
    }

    /// <summary>The end of every input: what changed is published, and the next wake-up asked for.</summary>
    private void Settle(Instant now)
    {
        if (!_isRunning) return;
        if (_isStale) Refresh(now);
        TrimLinks(now);
        var due = _requests.NextDeadline is { } deadline && deadline < _nextRound ? deadline : _nextRound;
        if (due == _wake) return;
        _wake = due;
        _effects.WakeAt(due);
    }

    /// <summary>Works the tables out anew from the links, and publishes what changed.</summary>
    private void Refresh(Instant now)
    {
        _isStale = false;
        _routing = null;
        var moved = _successors.Realise(_links, _candidates, _size.Lists, Broken.HasFlag(RingRules.ListSkipsMembers))
            | _predecessors.Realise(_links, _candidates, _size.Lists);
        if (moved)
        {
            var successorsMoved = Neighbours.Successors != _successors.Linked;
            Neighbours = new(_predecessors.Linked, _successors.Linked);
            _size.Measure(Self, _successors, _predecessors);
            Hurry(now);
            _effects.NeighboursChanged(Neighbours);
            if (successorsMoved) TellPredecessor();
        }

        SettleOwnership();
        MarkKept();
        _effects.RoutingChanged();
    }

    private void TellPredecessor()
    {
        var isTold = Phase == RingPhase.Member && !Broken.HasFlag(RingRules.PredecessorIsNotTold);
        if (isTold && Neighbours.Predecessor is { } predecessor) _effects.Tell(predecessor, RingMessage.Changed.Instance);
    }

    private void SettleOwnership()
    {
        var hasNeighbours = !Neighbours.Successors.IsEmpty || !Neighbours.Predecessors.IsEmpty;
        if (hasNeighbours) _isAlone = false;
        else if (Phase == RingPhase.Member && !_isAlone) _isAlone = _links.CountUsable() == 0;
        var owned = Phase == RingPhase.Joining ? null : _isAlone ? Self : Neighbours.Predecessor;
        if (owned == _owned) return;
        _owned = owned;
        _effects.OwnershipChanged(owned);
    }

    private RoutingTable MakeRouting()
    {
        var takesAll = Broken.HasFlag(RingRules.RoutesUseJoiningPeers);
        var (members, others) = _links.Split(takesAll);
        return new(Self, Phase, _owned, members, others, _successors.Last, _predecessors.Last) { Broken = Broken };
    }

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private TimeSpan LongestJoinPace() => Shorter(TimeSpan.FromSeconds(1), _settings.LongestPace);
}
