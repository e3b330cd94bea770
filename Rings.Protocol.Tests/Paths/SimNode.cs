using Rings.Protocol.Paths;

namespace Rings.Protocol.Tests.Paths;

/// <summary>A node of a <see cref="PathWorld"/>: where openings go, and what its paths may take.</summary>
internal sealed class SimNode
{
    private readonly PathWorld _world;

    public SimNode(PathWorld world, Did self)
    {
        (_world, Self) = (world, self);
        Places = new(world.Limits) { Broken = world.Broken };
    }

    public Did Self { get; }

    public PathPlaces Places { get; }

    public List<SimPort> Ports { get; } = [];

    /// <summary>Decides about an opening that came.</summary>
    public void Asked(SimPort from, PathAsk ask, int flowNumber)
    {
        var flow = _world.Flows[flowNumber];
        var next = flow.NextAfter(from);
        var reason = Places.TryTake(
            flow.Id, from.Peer.Node.Self, next?.Peer.Node.Self ?? Self, next is null ? PathKind.Ends : PathKind.Passes, from, _world.Now, out var lease,
            out var evicted);
        if (evicted is { Holder: SimPort holder }) _world.Soon(() => holder.Paths.Evict(evicted.Id, _world.Now));
        if (reason != PathCloseReason.Done || flow.Refuses)
        {
            lease.Release();
            from.Paths.Refuse(ask, reason == PathCloseReason.Done ? PathCloseReason.Refused : reason, _world.Now);
            return;
        }

        if (next is null)
        {
            var end = new SimEnd(_world, flow, from, isOpener: false);
            from.Paths.Take(ask, lease, end, _world.Now);
            flow.Far = end;
            end.Asked();
            return;
        }

        from.Paths.Take(ask, lease, next, _world.Now);
        _world.Soon(() =>
        {
            if (next.Link.IsDown) from.Paths.Close(lease.Id, PathCloseReason.Broken, _world.Now);
            else next.Paths.Open(lease, new SimOpening(flowNumber), from, _world.Now);
            next.Arm();
        });
    }

    /// <summary>Whether the node holds no more than it promised, nor promised more than it may.</summary>
    public void Check()
    {
        if (Places.Promised > (2L * PathFrame.LeastWindow * _world.Limits.Places) + _world.Limits.Growth)
            _world.Fail($"a node promised {Places.Promised} bytes");
        foreach (var port in Ports) port.Check();
    }
}
