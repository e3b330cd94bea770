using Akka.Actor;
using Rings.TestKit;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Nodes;

/// <summary>
/// Each part of a node is killed under load: the node heals, and nothing that was acknowledged is lost.
/// </summary>
public sealed class SupervisionSpecs
{
    private const int Count = 8;

    [Theory]
    [InlineData("router")]
    [InlineData("links")]
    [InlineData("gate")]
    [InlineData("stabilizer")]
    [InlineData("storage")]
    [InlineData("mail")]
    [InlineData("sessions")]
    [InlineData("replay-store")]
    [InlineData("session-store")]
    [InlineData("peers")]
    [InlineData("delegation")]
    [InlineData("revocations")]
    public void A_part_that_fails_under_load_heals_and_loses_nothing_that_was_acknowledged(string part)
    {
        using var ring = Ring(seed: part.Length);
        var load = new Load(ring);

        var events = new List<object>();
        ring.Subscribe(ring["n3"], happened => events.Add($"{ring.World.Now} {happened}"));
        load.Run(TimeSpan.FromSeconds(2));
        ring.System.System.ActorSelection(ring["n3"].Actor.Path / part).Tell(Kill.Instance);
        load.Run(TimeSpan.FromSeconds(10));

        load.CheckNothingAcknowledgedIsLost();
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(60)), $"{ring.Describe()}\n{string.Join('\n', events)}");
        load.CheckEveryPairDelivers();
    }

    [Fact]
    public void A_connection_that_fails_closes_its_link_alone_and_is_dialled_again()
    {
        using var ring = Ring(seed: 21);
        var load = new Load(ring);
        var closed = new List<LinkClosed>();
        ring.Subscribe(ring["n3"], happened => closed.AddRange(new[] { happened }.OfType<LinkClosed>()));
        var victim = ring.Status(ring["n3"]).Successors[0];

        load.Run(TimeSpan.FromSeconds(1));
        ring.System.System.ActorSelection(ring["n3"].Actor.Path / "links" / $"{victim}-*").Tell(Kill.Instance);
        load.Run(TimeSpan.FromSeconds(10));

        Assert.Equal(victim, Assert.Single(closed).Peer);
        load.CheckNothingAcknowledgedIsLost();
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(60)), ring.Describe());
        load.CheckEveryPairDelivers();
    }

    [Fact]
    public void The_process_at_the_other_end_may_die_at_any_time()
    {
        using var ring = Ring(seed: 22);
        var load = new Load(ring);

        load.Run(TimeSpan.FromSeconds(1));
        ring.Kill("n5");
        load.Run(TimeSpan.FromSeconds(20));

        load.CheckNothingAcknowledgedIsLost();
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(120)), ring.Describe());
        load.CheckEveryPairDelivers();
    }

    [Fact]
    public void A_part_that_fails_too_often_stops_the_node_with_a_reason()
    {
        using var ring = Ring(seed: 23);
        var events = new List<object>();
        ring.Subscribe(ring["n3"], events.Add);

        for (var failure = 0; failure < 4; failure++)
        {
            ring.System.System.ActorSelection(ring["n3"].Actor.Path / "stabilizer").Tell(Kill.Instance);
            ring.World.Run(TimeSpan.FromSeconds(1));
        }

        Assert.Equal("stabilizer", Assert.Single(events.OfType<NodeFailed>()).Part);
        ring["n3"].IsAlive = false;
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(120)), ring.Describe());
    }

    private static SimulatedRing Ring(int seed)
    {
        var ring = new SimulatedRing(seed);
        ring.Grow(Count);
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(60)), ring.Describe());
        return ring;
    }

    /// <summary>Every live node sends to every other, ten times a second, with receipts.</summary>
    private sealed class Load
    {
        private readonly SimulatedRing _ring;
        private readonly List<Received> _received = [];
        private readonly List<object> _outcomes = [];

        public Load(SimulatedRing ring)
        {
            _ring = ring;
            foreach (var node in ring.Nodes) ring.Register(node, "load/1", _received);
        }

        public void Run(TimeSpan span)
        {
            for (var end = _ring.World.Now + span; _ring.World.Now < end;)
            {
                _rounds.Add(_ring.SendFromEachToEach("load/1"));
                _ring.World.Run(TimeSpan.FromMilliseconds(100));
            }
        }

        private readonly List<List<object>> _rounds = [];

        /// <summary>Each receipt stands for a message that its application got, and no message came twice.</summary>
        public void CheckNothingAcknowledgedIsLost()
        {
            _ring.World.Run(TimeSpan.FromSeconds(40)); // Every outcome is told by its deadline.
            var outcomes = _rounds.SelectMany(round => round).ToArray();
            var ids = _received.Select(message => message.Id).ToHashSet();
            Assert.Equal(_received.Count, ids.Count);
            Assert.All(outcomes.OfType<Delivered>(), delivered => Assert.Contains(delivered.Id, ids));
            Assert.NotEmpty(outcomes.OfType<Delivered>());
        }

        public void CheckEveryPairDelivers()
        {
            var outcomes = _ring.SendFromEachToEach("load/1");
            var alive = _ring.Nodes.Count(node => node.IsAlive);
            _ring.World.RunUntil(_ring.World.Now + TimeSpan.FromSeconds(60), () =>
                outcomes.Count == alive * (alive - 1));
            Assert.Equal(alive * (alive - 1), outcomes.OfType<Delivered>().Count());
        }
    }
}
