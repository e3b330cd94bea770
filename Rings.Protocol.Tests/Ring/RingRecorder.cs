using Rings.Protocol.Ring;

namespace Rings.Protocol.Tests.Ring;

/// <summary>One <see cref="ChordRing"/> alone, and all that it wanted of the world.</summary>
internal sealed class RingRecorder : IRingEffects
{
    private readonly Did _self;

    public RingRecorder(Did self, RingSettings? settings = null, RingRules broken = RingRules.None)
    {
        _self = self;
        Ring = new(self, settings ?? RingSettings.Default, this, new Random(1)) { Broken = broken };
    }

    public ChordRing Ring { get; }

    public Instant Now { get; private set; } = Instant.FromUnixMilliseconds(1_700_000_000_000);

    public List<RingRequest> Asked { get; } = [];

    public List<(Did Peer, RingMessage Message)> Told { get; } = [];

    public List<(Did Peer, Did Via)> Dialled { get; } = [];

    public List<Did> Closed { get; } = [];

    public Dictionary<Did, bool> Kept { get; } = [];

    public List<RingPhase> Phases { get; } = [];

    public List<LookupAnswer> Answers { get; } = [];

    public List<LookupFailure> Failures { get; } = [];

    /// <summary>The keys that were looked up.</summary>
    public List<Did> LookedUp =>
        [.. Asked.Select(request => request.Message).OfType<RingMessage.FindOwner>().Select(find => find.Key)];

    public int Meetings { get; private set; }

    public Did? Owned { get; private set; }

    public Instant Wake { get; private set; }

    /// <summary>A member with a link to each of <paramref name="successors"/> and <paramref name="predecessors"/>,
    /// nearest first.</summary>
    public static RingRecorder Member(
        Did self, Did[] predecessors, Did[] successors, Did[]? fingers = null, RingSettings? settings = null,
        RingRules broken = RingRules.None)
    {
        var node = new RingRecorder(self, settings, broken);
        foreach (var peer in predecessors.Concat(successors).Concat(fingers ?? []).Distinct())
        {
            node.Ring.LinkUp(peer, RingPhase.Member, LinkSource.Ring, node.Now);
        }

        node.Ring.Start(new RingCheckpoint([.. predecessors], [.. successors], [.. fingers ?? []]), node.Now);
        node.Forget();
        return node;
    }

    /// <summary>Forgets what was asked, told and dialled so far.</summary>
    public void Forget()
    {
        Asked.Clear();
        Told.Clear();
        Dialled.Clear();
    }

    /// <summary>Lets so much time pass, waking the ring whenever it asked to be.</summary>
    public void Pass(TimeSpan span)
    {
        var end = Now + span;
        while (Wake <= end)
        {
            if (Wake > Now) Now = Wake;
            var before = Wake;
            Ring.Tick(Now);
            if (Wake == before) break;
        }

        Now = end;
    }

    /// <summary>
    /// Lets so much time pass, in which the head answers each round that nothing is new: this node is its predecessor,
    /// and <paramref name="list"/> are its successors.
    /// </summary>
    public void Live(TimeSpan span, params Did[] list)
    {
        for (var end = Now + span; Now < end;)
        {
            Pass(TimeSpan.FromMilliseconds(100));
            if (!Asked.Exists(IsRound)) continue;
            Reply<RingMessage.AskNeighbours>(
                Asked.Last(IsRound).Target, new RingMessage.Neighbours(RingPhase.Member, _self, [], [.. list]));
            Asked.RemoveAll(IsRound);
        }

        static bool IsRound(RingRequest request) => request.Message is RingMessage.AskNeighbours;
    }

    /// <summary>The owner of the key that was looked up last answers.</summary>
    public void Found(Did owner) => Reply<RingMessage.FindOwner>(owner, new RingMessage.OwnerFound(owner, null, [], 2));

    /// <summary>Answers the last question of a kind.</summary>
    public void Reply<TQuestion>(Did from, RingMessage.Reply reply)
        where TQuestion : RingMessage.Question =>
        Ring.Answered(Asked.Last(request => request.Message is TQuestion).Id, from, reply, Now);

    public void Tell(Did peer, RingMessage message) => Told.Add((peer, message));

    public void Ask(RingRequest request) => Asked.Add(request);

    public void Connect(Did peer, Did via) => Dialled.Add((peer, via));

    public void Disconnect(Did peer) => Closed.Add(peer);

    public void Keep(Did peer, bool keep) => Kept[peer] = keep;

    public void PhaseChanged(RingPhase phase) => Phases.Add(phase);

    public void NeighboursChanged(RingNeighbours neighbours)
    {
    }

    public void OwnershipChanged(Did? predecessor) => Owned = predecessor;

    public void RoutingChanged()
    {
    }

    public void LookupAnswered(LookupId id, LookupAnswer answer) => Answers.Add(answer);

    public void LookupFailed(LookupId id, LookupFailure reason) => Failures.Add(reason);

    public void Meet() => Meetings++;

    public void WakeAt(Instant at) => Wake = at;
}
