using Akka.Actor;
using Rings.TestKit;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Nodes;

/// <summary>What is asked in the same breath as a node starts, or as its router fails.</summary>
public sealed class EarlyCommandSpecs : IDisposable
{
    private readonly SimulatedRing _ring = new(seed: 31);

    public void Dispose() => _ring.Dispose();

    [Fact]
    public void A_look_up_asked_as_the_node_starts_is_answered()
    {
        var node = _ring.Start("n0");

        Assert.Equal(node.Did, _ring.Ask<LookupDone>(node, new Lookup(node.Did)).Owner);
    }

    [Fact]
    public void A_look_up_asked_as_the_node_begins_to_join_ends_with_an_owner_or_a_reason()
    {
        _ring.Start("n0");
        var newcomer = _ring.Start("n1", "n0");

        Assert.True(_ring.Ask<IReply>(newcomer, new Lookup(newcomer.Did)) is LookupDone or LookupFailed);
    }

    [Fact]
    public void The_first_status_does_not_wait_for_its_deadline()
    {
        var node = _ring.Start("n0");
        var asked = _ring.World.Now;

        var status = _ring.Status(node);

        Assert.Equal(node.Did, status.Did);
        Assert.True(_ring.World.Now - asked < TimeSpan.FromMilliseconds(100), $"it came at {_ring.World.Now}");
    }

    [Fact]
    public void A_look_up_that_is_open_when_the_router_fails_is_asked_again()
    {
        _ring.Grow(8);
        Assert.True(_ring.RunUntilIdeal(TimeSpan.FromSeconds(60)), _ring.Describe());
        var (asker, owner) = (_ring["n3"], _ring["n6"]);
        _ring.Probe.Received.Clear();
        _ring.System.System.ActorSelection(asker.Actor.Path / "router").Tell(new Lookup(owner.Did), _ring.Probe.Actor);
        _ring.System.System.ActorSelection(asker.Actor.Path / "router").Tell(Kill.Instance);

        _ring.World.Run(TimeSpan.FromSeconds(30));

        Assert.Equal(owner.Did, Assert.IsType<LookupDone>(Assert.Single(_ring.Probe.Received)).Owner);
    }
}
