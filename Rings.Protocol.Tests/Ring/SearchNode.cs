using Rings.Protocol.Ring;

namespace Rings.Protocol.Tests.Ring;

/// <summary>One node of a <see cref="SearchWorld"/>.</summary>
internal sealed class SearchNode : IRingEffects, IRingNode
{
    private readonly SearchWorld _world;

    public SearchNode(SearchWorld world, Did did)
    {
        _world = world;
        Ring = new(did, world.Settings, this, new Middling()) { Broken = world.Broken };
    }

    public ChordRing Ring { get; }

    public Did Did => Ring.Self;

    public List<Did> Links { get; } = [];

    public Did? Owned { get; private set; }

    public Instant Wake { get; private set; }

    public void Tell(Did peer, RingMessage message) =>
        _world.Send(Did, peer, Text(message), node => node.Ring.Receive(Did, message, _world.Now));

    public void Ask(RingRequest request)
    {
        var question = (RingMessage.Question)request.Message;
        _world.Send(Did, request.FirstHop, Text(question) + request.Mode, first =>
        {
            if (_world.Walk(first, Did, request) is not { } end) return;
            if (end.Ring.Answer(Did, question, 1, _world.Now) is not { } reply) return;
            _world.Send(end.Did, Did, Text(reply), node => node.Ring.Answered(request.Id, end.Did, reply, _world.Now));
        });
    }

    public void Connect(Did peer, Did via) => _world.Dials.Add((Did, peer));

    public void Disconnect(Did peer) => throw new InvalidOperationException("No link is too many here.");

    public void Keep(Did peer, bool keep)
    {
    }

    public void PhaseChanged(RingPhase phase)
    {
        foreach (var peer in Links)
        {
            _world.Send(Did, peer, phase.ToString(), node => node.Ring.PeerPhase(Did, phase, _world.Now));
        }
    }

    public void NeighboursChanged(RingNeighbours neighbours)
    {
    }

    public void OwnershipChanged(Did? predecessor) => Owned = predecessor;

    public void RoutingChanged()
    {
    }

    public void LookupAnswered(LookupId id, LookupAnswer answer)
    {
    }

    public void LookupFailed(LookupId id, LookupFailure reason)
    {
    }

    public void Meet()
    {
    }

    public void WakeAt(Instant at) => Wake = at;

    private static string Text(RingMessage message) => Convert.ToHexStringLower(RingCodec.Write(message));

    /// <summary>Chance that never surprises.</summary>
    private sealed class Middling : Random
    {
        public override double NextDouble() => 0.5;

        public override long NextInt64(long minValue, long maxValue) => 0;
    }
}
