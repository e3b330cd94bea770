using Akka.Actor;
using Rings.Actors.Context;
using Rings.Actors.Routing;
using Rings.Actors.Tests.Simulation;
using Rings.Protocol;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;
using Rings.TestKit;
using static Rings.Actors.Messages.GateProtocol;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Routing;

/// <summary>The tracer alone, its gate a list; and in a ring whose nodes have few links.</summary>
public sealed class LookupTracerSpecs : IDisposable
{
    private readonly SimulatedRing _ring = new(seed: 8, config: "rings.ring.link-budget = 8");
    private SimulatedRing.Inbox? _gate;
    private SimulatedRing.Inbox? _asker;

    public void Dispose() => _ring.Dispose();

    [Fact]
    public void A_trace_names_the_linked_nodes_that_the_look_up_crosses()
    {
        Grow(40);
        _ring.World.Run(TimeSpan.FromMinutes(2));
        var asker = _ring["n20"];
        var linked = _ring.Nodes.ToDictionary(
            node => node.Did, node => _ring.Status(node).Links.Select(link => link.Peer).ToHashSet());
        var lengths = new List<int>();
        foreach (var target in _ring.Nodes.Where(node => node != asker))
        {
            var found = _ring.Ask<LookupDone>(asker, new Lookup(target.Did));
            var traced = _ring.Ask<Traced>(asker, new Trace(target.Did));

            Assert.Equal(target.Did, traced.Owner);
            Assert.Equal(found.Hops, traced.Way.Length);
            Assert.Equal(target.Did, traced.Way[^1].Node);
            var from = asker.Did;
            foreach (var hop in traced.Way)
            {
                Assert.Contains(hop.Node!.Value, linked[from]);
                Assert.True(hop.RoundTrip > TimeSpan.Zero);
                from = hop.Node.Value;
            }

            lengths.Add(traced.Way.Length);
        }

        Assert.True(lengths.Max() >= 2, $"the longest way has {lengths.Max()} hops");
    }

    [Fact]
    public void The_way_to_a_key_of_its_own_is_empty()
    {
        Grow(3);

        var traced = _ring.Ask<Traced>(_ring["n1"], new Trace(_ring["n1"].Did));

        Assert.Equal(_ring["n1"].Did, traced.Owner);
        Assert.Empty(traced.Way);
    }

    [Fact]
    public void More_traces_at_once_than_there_is_room_for_are_refused()
    {
        Grow(3);
        _ring.Probe.Received.Clear();

        for (var trace = 0; trace < 17; trace++)
            _ring["n0"].Actor.Tell(new Trace(_ring["n1"].Did), _ring.Probe.Actor);
        _ring.World.Run(TimeSpan.FromSeconds(1));

        Assert.Equal(16, _ring.Probe.Received.OfType<Traced>().Count());
        Assert.Equal(LookupFailure.TooMany, Assert.Single(_ring.Probe.Received.OfType<LookupFailed>()).Reason);
        Assert.IsType<Traced>(_ring.Ask<Traced>(_ring["n0"], new Trace(_ring["n1"].Did)));
    }

    [Fact]
    public void A_silent_relay_is_a_hop_without_a_name()
    {
        var relay = _ring.NewContext("relay");
        Begin();

        Fail(Asked(hops: 1), Undelivered.TimedOut);
        Reply(Asked(hops: 2), relay, Kind.Unreachable, new Unreachable(UnreachableReason.TooManyHops).ToBytes());
        Reply(Asked(hops: 3), relay, Kind.Ring, [1]);

        var traced = Assert.IsType<Traced>(Assert.Single(_asker!.Received));
        Assert.Equal([null, relay.Self, relay.Self], traced.Way.Select(hop => hop.Node));
    }

    [Fact]
    public void Four_silent_relays_end_the_trace()
    {
        Begin();

        for (var hops = 1; hops <= 4; hops++) Fail(Asked(hops), Undelivered.TimedOut);

        Assert.Equal(LookupFailure.TimedOut, Assert.IsType<LookupFailed>(Assert.Single(_asker!.Received)).Reason);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 8, (byte)UnreachableReason.NoRoute })]
    public void A_route_that_ends_for_another_reason_ends_the_trace(byte[] body)
    {
        Begin();

        Reply(Asked(hops: 1), _ring.NewContext("relay"), Kind.Unreachable, body);

        Assert.Equal(LookupFailure.Unreachable, Assert.IsType<LookupFailed>(Assert.Single(_asker!.Received)).Reason);
    }

    private void Grow(int count)
    {
        _ring.Grow(count);
        Assert.True(_ring.RunUntilIdeal(TimeSpan.FromMinutes(3)), _ring.Describe());
    }

    private void Begin()
    {
        (_gate, _asker) = (new(_ring.System, "gate"), new(_ring.System, "asker"));
        var self = _ring.NewContext("self");
        _ring.System.ActorOf(LookupTracer.Props(self, _gate.Actor, Did.Zero, _asker.Actor), "tracer");
    }

    private (Originate Question, IActorRef Tracer) Asked(int hops)
    {
        _ring.World.Run(TimeSpan.FromMilliseconds(1));
        var question = Assert.Single(_gate!.Received.OfType<Originate>(), asked => asked.Request.MaxHops == hops);
        return (question, question.Asker);
    }

    private void Fail((Originate Question, IActorRef Tracer) asked, Undelivered reason)
    {
        asked.Tracer.Tell(new RequestFailed(asked.Question.Tag, null, reason));
        _ring.World.Run(TimeSpan.FromMilliseconds(1));
    }

    private void Reply((Originate Question, IActorRef Tracer) asked, NodeContext from, Kind kind, byte[] body)
    {
        var reply = Arrivals.Of(from, from.Self, kind, body, from.NewTransactionId(), 1, ActorRefs.Nobody);
        asked.Tracer.Tell(new Replied(asked.Question.Tag, reply.Id, reply));
        _ring.World.Run(TimeSpan.FromMilliseconds(1));
    }
}
