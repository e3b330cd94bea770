using System.Text;
using Akka.Actor;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.TestKit;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Sessions;

/// <summary>End-to-end messages between whole nodes in virtual time.</summary>
public sealed class SessionSpecs
{
    [Fact]
    public void A_message_arrives_sealed_and_its_sender_gets_the_receipt()
    {
        using var ring = Ring(1, nodes: 8);
        var received = new List<Received>();
        ring.Register(ring["n6"], "chat/1", received);

        var outcome = ring.Ask<Delivered>(ring["n1"], Say(ring["n6"], "hello"));

        var message = Assert.Single(received);
        Assert.Equal((ring["n1"].Did, "hello", true), (message.From, Text(message), message.IsSealed));
        Assert.Equal(outcome.Id, message.Id);
    }

    [Fact]
    public void Many_messages_both_ways_arrive_once_each()
    {
        using var ring = Ring(2, nodes: 4);
        var (left, right) = (new List<Received>(), new List<Received>());
        ring.Register(ring["n1"], "chat/1", left);
        ring.Register(ring["n2"], "chat/1", right);
        var outcomes = new SimulatedRing.Inbox(ring.System, "outcomes");

        for (var i = 0; i < 200; i++)
        {
            ring["n1"].Actor.Tell(Say(ring["n2"], $"{i}"), outcomes.Actor);
            ring["n2"].Actor.Tell(Say(ring["n1"], $"{i}"), outcomes.Actor);
        }

        ring.World.Run(TimeSpan.FromSeconds(30));
        Assert.Equal(400, outcomes.Received.OfType<Delivered>().Count());
        Assert.Equal(Enumerable.Range(0, 200), right.Select(message => int.Parse(Text(message))).Order());
        Assert.Equal(Enumerable.Range(0, 200), left.Select(message => int.Parse(Text(message))).Order());
    }

    [Fact]
    public void Crossing_handshakes_settle_on_one_session()
    {
        using var ring = Ring(3, nodes: 2);
        var received = new List<Received>();
        var established = 0;
        foreach (var node in ring.Nodes)
        {
            ring.Register(node, "chat/1", received);
            ring.Subscribe(node, happened => established += happened is SessionEstablished ? 1 : 0);
        }

        var outcomes = new SimulatedRing.Inbox(ring.System, "outcomes");
        ring["n0"].Actor.Tell(Say(ring["n1"], "a"), outcomes.Actor);
        ring["n1"].Actor.Tell(Say(ring["n0"], "b"), outcomes.Actor);
        ring.World.Run(TimeSpan.FromSeconds(5));

        Assert.Equal(2, outcomes.Received.OfType<Delivered>().Count());
        Assert.Equal(["a", "b"], received.Select(Text).Order());
        Assert.Equal(2, established); // One session has two ends.
    }

    [Theory]
    [InlineData("n1")]
    [InlineData("n2")]
    public void A_session_is_made_anew_when_either_side_was_restarted(string restarted)
    {
        using var ring = Ring(4, nodes: 4);
        var received = new List<Received>();
        ring.Register(ring["n2"], "chat/1", received);
        ring.Ask<Delivered>(ring["n1"], Say(ring["n2"], "before"));

        ring.Kill(restarted);
        ring.World.Run(TimeSpan.FromSeconds(5));
        ring.Start(restarted, "n0");
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(120)), ring.Describe());
        if (restarted == "n2") ring.Register(ring["n2"], "chat/1", received);
        ring.Ask<Delivered>(ring["n1"], Say(ring["n2"], "after"));

        Assert.Equal(["before", "after"], received.Select(Text));
    }

    [Theory]
    [InlineData("sessions")]
    [InlineData("mail")]
    [InlineData("gate")]
    public void A_part_that_fails_loses_nothing_that_was_acknowledged(string part)
    {
        using var ring = Ring(part.Length, nodes: 4);
        var received = new List<Received>();
        ring.Register(ring["n2"], "chat/1", received);
        var outcomes = new SimulatedRing.Inbox(ring.System, "outcomes");
        for (var i = 0; i < 60; i++)
        {
            ring["n1"].Actor.Tell(Say(ring["n2"], $"{i}"), outcomes.Actor);
            if (i == 20) Fail(ring, "n2", part);
            if (i == 40) Fail(ring, "n1", part);
            ring.World.Run(TimeSpan.FromMilliseconds(100));
        }

        ring.World.Run(TimeSpan.FromMinutes(3));
        var delivered = outcomes.Received.OfType<Delivered>().Select(outcome => outcome.Id)
            .Concat(outcomes.Received.OfType<Mailed>().Select(outcome => outcome.Id)).ToHashSet();
        Assert.Equal(60, outcomes.Received.Count);
        Assert.Equal(received.Count, received.DistinctBy(message => message.Id).Count());
        Assert.Empty(delivered.Except(received.Select(message => message.Id)));
        Assert.Equal("end", SayAndHear(ring, received));
    }

    [Fact]
    public void Loss_and_repetition_on_the_links_lose_and_repeat_nothing()
    {
        using var ring = Ring(6, nodes: 6);
        var received = new List<Received>();
        ring.Register(ring["n3"], "chat/1", received);
        var outcomes = new SimulatedRing.Inbox(ring.System, "outcomes");
        for (var i = 0; i < 100; i++)
        {
            ring["n1"].Actor.Tell(Say(ring["n3"], $"{i}"), outcomes.Actor);
            // Links go while messages are on their way.
            if (i % 25 == 10) ring["n3"].Actor.Tell(new Disconnect(ring[$"n{(i / 25) % 3}"].Did), outcomes.Actor);
            ring.World.Run(TimeSpan.FromMilliseconds(50));
        }

        ring.World.Run(TimeSpan.FromMinutes(2));
        Assert.Equal(100, outcomes.Received.Count(reply => reply is Delivered or Mailed));
        Assert.Equal(Enumerable.Range(0, 100), received.Select(message => int.Parse(Text(message))).Order());
    }

    [Fact]
    public void What_cannot_be_sent_is_refused_with_a_reason()
    {
        using var ring = Ring(7, nodes: 2);

        Assert.Equal(Undelivered.Invalid, ring.Ask<NotSent>(
            ring["n0"], new Send(ring["n1"].Did, "no spaces", [])).Reason);
        Assert.Equal(Undelivered.Invalid, ring.Ask<NotSent>(
            ring["n0"], new Send(ring["n1"].Did, "chat/1", new byte[SessionText.MaxPayload + 1])).Reason);
        Assert.Equal(Undelivered.Unsupported, ring.Ask<NotSent>(
            ring["n0"], new Send(ring["n1"].Did, "nobody/1", [])).Reason);
        Assert.Equal(Undelivered.Unreachable, ring.Ask<NotSent>(
            ring["n0"], new Send(ring["n1"].Did + Rings.Protocol.Distance.PowerOfTwo(3), "chat/1", [], Mail: false)).Reason);
    }

    [Fact]
    public void The_largest_message_arrives_whole()
    {
        using var ring = Ring(8, nodes: 3);
        var received = new List<Received>();
        ring.Register(ring["n2"], "chat/1", received);
        var payload = new byte[SessionText.MaxPayload];
        new Random(8).NextBytes(payload);

        ring.Ask<Delivered>(ring["n1"], new Send(ring["n2"].Did, "chat/1", payload));

        Assert.Equal(payload, Assert.Single(received).Payload);
    }

    [Fact]
    public void More_messages_than_may_wait_are_refused_at_once()
    {
        using var ring = Ring(9, nodes: 2, "rings.sessions.waiting = 8, rings.sessions.window = 4");
        ring.Register(ring["n1"], "chat/1", []);
        var outcomes = new SimulatedRing.Inbox(ring.System, "outcomes");

        for (var i = 0; i < 20; i++) ring["n0"].Actor.Tell(Say(ring["n1"], $"{i}"), outcomes.Actor);
        ring.World.Run(TimeSpan.FromSeconds(10));

        Assert.Equal(8, outcomes.Received.OfType<Delivered>().Count());
        Assert.Equal(12, outcomes.Received.OfType<NotSent>().Count(refused => refused.Reason == Undelivered.Busy));
    }

    [Fact]
    public void No_more_sessions_than_there_may_be_are_begun()
    {
        using var ring = Ring(10, nodes: 5, "rings.sessions.open = 2");
        foreach (var node in ring.Nodes) ring.Register(node, "chat/1", []);

        ring.Ask<Delivered>(ring["n0"], Say(ring["n1"], "one"));
        ring.Ask<Delivered>(ring["n0"], Say(ring["n2"], "two"));

        Assert.Equal(Undelivered.Busy, ring.Ask<NotSent>(ring["n0"], Say(ring["n3"], "three")).Reason);
    }

    [Fact]
    public void A_receiver_without_room_is_tried_again_until_it_has_some()
    {
        using var ring = Ring(11, nodes: 2);
        var received = new List<Received>();
        var receiver = new SimulatedRing.Inbox(ring.System, "slow", message => received.Add((Received)message));
        ring.Ask<ProtocolRegistered>(ring["n1"], new RegisterProtocol("chat/1", receiver.Actor, Window: 1));
        var outcomes = new SimulatedRing.Inbox(ring.System, "outcomes");

        for (var i = 0; i < 3; i++) ring["n0"].Actor.Tell(Say(ring["n1"], $"{i}"), outcomes.Actor);
        ring.World.Run(TimeSpan.FromSeconds(2));
        Assert.Single(received);
        for (var i = 0; i < 3; i++)
        {
            ring["n1"].Actor.Tell(new Taken(1), receiver.Actor);
            ring.World.Run(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(["0", "1", "2"], received.Select(Text).Order());
        Assert.Equal(3, outcomes.Received.OfType<Delivered>().Count());
    }

    [Fact]
    public void A_session_in_which_nothing_is_said_is_forgotten_and_made_anew()
    {
        using var ring = Ring(12, nodes: 2);
        var received = new List<Received>();
        ring.Register(ring["n1"], "chat/1", received);
        ring.Ask<Delivered>(ring["n0"], Say(ring["n1"], "first"));
        var established = 0;
        ring.Subscribe(ring["n0"], happened => established += happened is SessionEstablished ? 1 : 0);

        ring.World.Run(TimeSpan.FromMinutes(11));
        ring.Ask<Delivered>(ring["n0"], Say(ring["n1"], "second"));

        Assert.Equal(1, established);
        Assert.Equal(["first", "second"], received.Select(Text));
    }

    internal static SimulatedRing Ring(int seed, int nodes, string config = "")
    {
        var ring = new SimulatedRing(seed, config: config.Replace(", ", "\n", StringComparison.Ordinal) + "\n");
        ring.Grow(nodes);
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(120)), ring.Describe());
        ring.World.Run(TimeSpan.FromSeconds(20));
        return ring;
    }

    private static Send Say(SimulatedNode to, string text) => new(to.Did, "chat/1", Encoding.UTF8.GetBytes(text));

    private static string Text(Received message) => Encoding.UTF8.GetString(message.Payload);

    private static string SayAndHear(SimulatedRing ring, List<Received> received)
    {
        ring.Ask<Delivered>(ring["n1"], Say(ring["n2"], "end"));
        return Text(received[^1]);
    }

    private static void Fail(SimulatedRing ring, string node, string part) =>
        ring.System.System.ActorSelection(ring[node].Actor.Path / part).Tell(Kill.Instance);
}
