using System.Collections.Immutable;
using Rings.Protocol.Ring;

namespace Rings.Protocol.Tests.Ring;

/// <summary>One node of a <see cref="RingWorld"/>: moves messages, and does nothing else.</summary>
internal sealed class RingHost : IRingEffects, IRingNode
{
    private const int MaxHops = 32;

    private readonly RingWorld _world;

    public RingHost(RingWorld world, Did did)
    {
        _world = world;
        Ring = new(did, world.Settings, this, world.Random) { Broken = world.Broken };
    }

    public ChordRing Ring { get; }

    public Did Did => Ring.Self;

    public List<Did> Links { get; } = [];

    public Dictionary<LookupId, LookupAnswer> Answers { get; } = [];

    public Dictionary<LookupId, LookupFailure> Failures { get; } = [];

    /// <summary>Recursive look-ups' questions sent.</summary>
    public int OwnerQuestions { get; private set; }

    public int Connects { get; private set; }

    public Did? Owned { get; private set; }

    /// <summary>Whom it joined through.</summary>
    public Did? Contact { get; init; }

    /// <summary>Who answers a call for other rings.</summary>
    public Did? Remembered { get; set; }

    public void Up(Did peer, RingPhase phase, LinkSource source)
    {
        if (!Links.Contains(peer)) Links.Add(peer);
        Ring.LinkUp(peer, phase, source, _world.Now);
    }

    public void Down(Did peer)
    {
        if (Links.Remove(peer)) Ring.LinkDown(peer, _world.Now);
    }

    public void Tell(Did peer, RingMessage message)
    {
        Carry(peer, host => host.Ring.Receive(Did, message, _world.Now));
        if (_world.Random.NextDouble() >= _world.Duplicates) return;
        Carry(peer, host => host.Ring.Receive(Did, message, _world.Now));
    }

    public void Ask(RingRequest request)
    {
        if (request.Message is RingMessage.FindOwner) OwnerQuestions++;
        var question = (RingMessage.Question)request.Message;
        Route(request.FirstHop, request.Mode, request.Target, request.Final, (end, hops) =>
        {
            var reply = end?.Ring.Answer(Did, question, hops, _world.Now);
            if (end is not null && reply is not null)
            {
                var from = end.Did;
                Return(hops, host => host.Ring.Answered(request.Id, from, reply, _world.Now));
            }
            else
            {
                Return(hops, host => host.Ring.Undeliverable(request.Id, _world.Now));
            }
        });
    }

    public void Connect(Did peer, Did via)
    {
        Connects++;
        Route(via, RouteMode.Node, peer, final: false, (end, hops) =>
        {
            if (end is null) Return(hops, host => Fail(host, LinkFailure.Unreachable, []));
            else if (end.Ring.Admits(Did, _world.Now)) _world.Link(Did, peer, LinkSource.Ring);
            else Return(hops, host => Fail(host, LinkFailure.Full, end.Ring.Neighbours.Successors));
        });

        void Fail(RingHost host, LinkFailure reason, ImmutableArray<Did> neighbours) =>
            host.Ring.ConnectFailed(peer, reason, neighbours, _world.Now);
    }

    public void Disconnect(Did peer) => _world.After(0, () =>
    {
        if (!_world.IsAlive(Did)) return;
        Down(peer);
        if (_world.IsAlive(peer)) _world.After(_world.RandomDelay(), () => _world[peer].Down(Did));
    });

    public void Keep(Did peer, bool keep) => Carry(peer, host => host.Ring.PeerKeeps(Did, keep, _world.Now));

    public void PhaseChanged(RingPhase phase)
    {
        _world.Changes++;
        foreach (var peer in Links) Carry(peer, host => host.Ring.PeerPhase(Did, phase, _world.Now));
    }

    public void NeighboursChanged(RingNeighbours neighbours) => _world.Changes++;

    public void OwnershipChanged(Did? predecessor)
    {
        Owned = predecessor;
        _world.Changes++;
    }

    public void RoutingChanged()
    {
    }

    public void LookupAnswered(LookupId id, LookupAnswer answer) => Answers.Add(id, answer);

    public void LookupFailed(LookupId id, LookupFailure reason) => Failures.Add(id, reason);

    public void Meet()
    {
        if (Remembered is { } peer && _world.IsAlive(peer)) _world.Link(Did, peer, LinkSource.Contact);
    }

    public void WakeAt(Instant at) => _world.At(at, () =>
    {
        if (_world.IsAlive(Did)) Ring.Tick(_world.Now);
    });

    /// <summary>Carries a message over a link; what has no link or nobody at its end is lost.</summary>
    private void Carry(Did peer, Action<RingHost> deliver)
    {
        if (!Links.Contains(peer)) return;
        _world.Sent++;
        _world.After(_world.RandomDelay(), () =>
        {
            if (_world.IsAlive(peer) && _world[peer].Links.Contains(Did)) deliver(_world[peer]);
        });
    }

    private void Return(int hops, Action<RingHost> deliver)
    {
        _world.Sent += hops;
        _world.After(Math.Max(1, hops) * _world.RandomDelay(), () =>
        {
            if (_world.IsAlive(Did)) deliver(this);
        });
    }

    /// <summary>Walks a route hop by hop. <paramref name="arrived"/> gets the node where it ended, or null where it
    /// could not go on; nothing comes of a route that meets a dead node.</summary>
    private void Route(Did next, RouteMode mode, Did target, bool final, Action<RingHost?, int> arrived)
    {
        Hop(this, next, final, hops: 1);

        void Hop(RingHost at, Did to, bool mark, int hops) => at.Carry(to, host =>
        {
            var decision = host.Ring.Routing.Decide(target, mode, mark, at.Did);
            if (decision.Verdict == RouteVerdict.Deliver) arrived(host, hops);
            else if (decision.Verdict == RouteVerdict.Unreachable || hops == MaxHops) arrived(null, hops);
            else Hop(host, decision.Next, decision.Final, hops + 1);
        });
    }
}
