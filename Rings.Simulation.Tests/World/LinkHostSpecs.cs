using Rings.Simulation.World;

namespace Rings.Simulation.Tests.World;

/// <summary>What a simulated host does for its book of links.</summary>
public sealed class LinkHostSpecs : IDisposable
{
    private readonly RingWorld _world = new(new() { Seed = 1 });

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_node_that_leaves_takes_no_unanswered_offer_of_its_peer_with_it()
    {
        var (seed, peer, leaver) = (_world.AddNode(), _world.AddNode(), _world.AddNode());
        _world.StartAlone(seed);
        _world.RunUntil(TimeSpan.FromSeconds(1));
        seed.PausedUntil = _world.Now + TimeSpan.FromSeconds(3);
        _world.StartJoining(peer, seed.Index);
        _world.StartJoining(leaver, peer.Index);

        _world.Leave(leaver);
        _world.RunUntil(TimeSpan.FromSeconds(6));

        Assert.Equal(1, peer.Dials);
        Assert.Contains(seed.Index, peer.Links.Keys);
    }
}
