using System.Collections.Immutable;
using Akka.Actor;
using Rings.Actors.Context;
using Rings.Actors.Disk;
using Rings.Actors.Frames;
using Rings.Actors.Messages;
using Rings.Actors.Tests.Simulation;
using Rings.Protocol;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;
using Rings.TestKit;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Messages;

/// <summary>The gate alone: one neighbour whose connection is a list, in virtual time.</summary>
public sealed class MessageGateSpecs : IDisposable
{
    private readonly SimulatedRing _ring = new(seed: 1);
    private readonly NodeContext _self;
    private readonly NodeContext _peer;
    private readonly SimulatedRing.Inbox _link;
    private readonly SimulatedRing.Inbox _user;
    private readonly IActorRef _gate;
    private readonly TroubledReplayStore _store = new();
    private ulong _sequence;

    public MessageGateSpecs()
    {
        (_self, _peer) = (_ring.NewContext("self"), _ring.NewContext("peer"));
        _link = new SimulatedRing.Inbox(_ring.System, "link");
        _user = new SimulatedRing.Inbox(_ring.System, "user");
        _gate = _ring.System.ActorOf(Gate(), "gate");
        _gate.Tell(new FrameProtocol.SetRoutes(new PublishedRoutes(
            new RoutingTable(_self.Self, RingPhase.Member, _peer.Self, [_peer.Self], [], _peer.Self, _peer.Self),
            new Dictionary<Did, IActorRef> { [_peer.Self] = _link.Actor },
            ImmutableHashSet<Did>.Empty)));
    }

    public void Dispose() => _ring.Dispose();

    [Fact]
    public void A_message_reaches_its_receiver_once_and_its_receipt_is_given_again()
    {
        Register("chat/1");
        var message = Arriving("chat/1");

        Tell(message);
        _gate.Tell(new FrameProtocol.SeenAgain(message), _link.Actor);
        _gate.Tell(new FrameProtocol.SeenAgain(Arriving("chat/1")), _link.Actor); // Never taken: no receipt of it.
        _ring.World.Run(TimeSpan.Zero);

        Assert.Single(_user.Received.OfType<Received>());
        Assert.Equal([Kind.Delivered, Kind.Delivered], Sent());
    }

    [Fact]
    public void What_cannot_be_marked_on_a_full_disk_is_not_acted_on_and_is_taken_again_when_there_is_room()
    {
        Register("chat/1");
        _store.Trouble = StoreTrouble.Full;

        Tell(Arriving("chat/1"));
        Tell(Arriving("chat/1"));
        Assert.Empty(_user.Received.OfType<Received>());
        Assert.Equal([Kind.Busy, Kind.Busy], Sent());

        _store.Trouble = null;
        _ring.World.Run(TimeSpan.FromSeconds(10));
        Tell(Arriving("chat/1"));
        Assert.Single(_user.Received.OfType<Received>());
        Assert.Equal(Kind.Delivered, Sent()[^1]);
    }

    [Fact]
    public void The_link_of_a_message_that_waits_for_the_disk_has_its_credit_back_when_it_was_acted_on_or_refused()
    {
        Register("chat/1");

        Tell(Arriving("chat/1"));

        Assert.Single(_link.Received.OfType<FrameProtocol.FrameLeft>());
        _store.Trouble = StoreTrouble.Full;
        Tell(Arriving("chat/1"));
        Assert.Equal(2, _link.Received.OfType<FrameProtocol.FrameLeft>().Count());
    }

    [Fact]
    public void A_message_of_an_unknown_protocol_is_answered_unsupported()
    {
        Tell(Arriving("nobody/1"));

        Assert.Equal([Kind.Unsupported], Sent());
    }

    [Fact]
    public void A_receiver_that_does_not_take_its_messages_makes_the_node_busy()
    {
        Register("chat/1", window: 1);

        Tell(Arriving("chat/1"));
        Tell(Arriving("chat/1"));
        _gate.Tell(new Taken(1), _user.Actor);
        Tell(Arriving("chat/1"));

        Assert.Equal([Kind.Delivered, Kind.Busy, Kind.Delivered], Sent());
    }

    [Fact]
    public void What_there_is_no_room_for_is_answered_busy()
    {
        Register("chat/1");

        _gate.Tell(new FrameProtocol.NoRoom(Arriving("chat/1"), 1000), _link.Actor);
        _ring.World.Run(TimeSpan.Zero);

        Assert.Equal([Kind.Busy], Sent());
        Assert.Empty(_user.Received.OfType<Received>());
    }

    [Fact]
    public void Without_a_receipt_a_message_is_sent_again_and_given_up_at_its_deadline()
    {
        _gate.Tell(new SendPlain(_peer.Self, "chat/1", [1]), _user.Actor);

        _ring.World.Run(TimeSpan.FromSeconds(29.9));
        Assert.Empty(_user.Received);
        Assert.Equal(4, _link.Received.OfType<FrameProtocol.SendFrame>().Count()); // After 0, 2, 6 and 14 s.
        _ring.World.Run(TimeSpan.FromSeconds(0.2));

        Assert.Equal(Undelivered.TimedOut, Assert.IsType<NotSent>(Assert.Single(_user.Received)).Reason);
    }

    [Fact]
    public void A_receipt_of_another_transaction_is_not_believed()
    {
        _gate.Tell(new SendPlain(_peer.Self, "chat/1", [1]), _user.Actor);
        _ring.World.Run(TimeSpan.Zero);
        var asked = Assert.Single(_link.Received.OfType<FrameProtocol.SendFrame>()).Id;

        Tell(Reply(asked, Kind.Delivered, new Rings.Protocol.Wire.Delivered(PayloadHash.Of([1, 2, 3])).ToBytes()));

        Assert.Empty(_user.Received);
    }

    [Fact]
    public void No_route_is_an_outcome_at_once()
    {
        _gate.Tell(new FrameProtocol.SetRoutes(new PublishedRoutes(
            new RoutingTable(_self.Self, RingPhase.Member, null, [], [], null, null),
            new Dictionary<Did, IActorRef>(), ImmutableHashSet<Did>.Empty)));

        _gate.Tell(new SendPlain(_peer.Self, "chat/1", [1]), _user.Actor);
        _ring.World.Run(TimeSpan.Zero);

        Assert.Equal(Undelivered.Unreachable, Assert.IsType<NotSent>(Assert.Single(_user.Received)).Reason);
    }

    [Fact]
    public void What_left_by_a_link_that_is_suspect_by_now_goes_another_way_at_once()
    {
        var other = _ring.NewContext("other");
        _gate.Tell(Question());
        _ring.World.Run(TimeSpan.Zero);

        _gate.Tell(new FrameProtocol.SetRoutes(new PublishedRoutes(
            new RoutingTable(_self.Self, RingPhase.Member, other.Self, [other.Self], [], other.Self, other.Self),
            new Dictionary<Did, IActorRef> { [other.Self] = _user.Actor }, ImmutableHashSet<Did>.Empty)));
        _ring.World.Run(TimeSpan.Zero);

        Assert.Single(_link.Received.OfType<FrameProtocol.SendFrame>());
        Assert.Single(_user.Received.OfType<FrameProtocol.SendFrame>());
    }

    [Fact]
    public void A_question_whose_only_link_is_suspect_fails_at_once()
    {
        _gate.Tell(Question());
        _ring.World.Run(TimeSpan.Zero);

        _gate.Tell(new FrameProtocol.SetRoutes(new PublishedRoutes(
            new RoutingTable(_self.Self, RingPhase.Member, null, [], [], null, null),
            new Dictionary<Did, IActorRef>(), ImmutableHashSet<Did>.Empty)));
        _ring.World.Run(TimeSpan.Zero);

        var failed = Assert.IsType<GateProtocol.RequestFailed>(Assert.Single(_user.Received));
        Assert.Equal(Undelivered.Unreachable, failed.Reason);
    }

    [Theory]
    [InlineData("not a name", 1)]
    [InlineData("chat/1", 0)]
    [InlineData("chat/1", 601)]
    public void A_command_that_cannot_be_carried_out_says_why(string protocol, int deadlineSeconds)
    {
        _gate.Tell(new SendPlain(_peer.Self, protocol, [1], true, TimeSpan.FromSeconds(deadlineSeconds)), _user.Actor);
        _ring.World.Run(TimeSpan.Zero);

        Assert.Equal(Undelivered.Invalid, Assert.IsType<NotSent>(Assert.Single(_user.Received)).Reason);
    }

    [Fact]
    public void A_large_message_travels_in_parts_and_arrives_whole()
    {
        Register("chat/1");
        var payload = Enumerable.Range(0, 300_000).Select(value => (byte)value).ToArray();
        var body = new ApplicationMessage("chat/1", payload).ToBytes();

        foreach (var part in MessagePart.Split(_peer.NewMessageId(), Kind.Application, body).Reverse())
            Tell(Arriving(Kind.Part, part.ToBytes()));

        Assert.Equal(payload, Assert.Single(_user.Received.OfType<Received>()).Payload);
        Assert.Equal(7, Sent().Count(kind => kind == Kind.Delivered));
    }

    [Fact]
    public void A_large_message_of_another_kind_than_an_applications_is_answered_unsupported()
    {
        foreach (var part in MessagePart.Split(_peer.NewMessageId(), Kind.SessionHello, new byte[100_000]))
            Tell(Arriving(Kind.Part, part.ToBytes()));

        Assert.Equal([Kind.Delivered, Kind.Delivered, Kind.Unsupported], Sent());
    }

    private void Register(string protocol, int window = 0)
    {
        _gate.Tell(new RegisterProtocol(protocol, _user.Actor, window), _user.Actor);
        _ring.World.Run(TimeSpan.Zero);
        Assert.IsType<ProtocolRegistered>(Assert.Single(_user.Received));
    }

    private void Tell(Arrived message)
    {
        _gate.Tell(message, _link.Actor);
        _ring.World.Run(TimeSpan.Zero);
    }

    private Arrived Arriving(string protocol) =>
        Arriving(Kind.Application, new ApplicationMessage(protocol, new byte[] { 1 }).ToBytes());

    private Arrived Arriving(Kind kind, byte[] body) => Arriving(kind, body, null);

    private Arrived Reply(TransactionId asked, Kind kind, byte[] body) => Arriving(kind, body, asked);

    private Arrived Arriving(Kind kind, byte[] body, TransactionId? replyTo) =>
        Arrivals.Of(_peer, _self.Self, kind, body, replyTo, ++_sequence, _link.Actor);

    /// <summary>The kinds of what the gate gave to the neighbour's connection.</summary>
    private Kind[] Sent() => [.. _link.Received.OfType<FrameProtocol.SendFrame>()
        .Select(send => EnvelopeView.Read(send.Frame.Span).Transaction.Kind)];

    private GateProtocol.Originate Question() =>
        new(
            new OutboxRequest(Kind.Storage, RouteMode.Node, _peer.Self, new byte[] { 1 }, TimeSpan.FromSeconds(12)),
            _user.Actor, "tag");

    private Props Gate()
    {
        var store = _ring.System.ActorOf(
            StoreActor<IReplayStore>.Props(new(StoreSchema.Replay, () => (_store, null))), "replay-store");
        var state = GateState.Begin(_self, _store, new Receivers(_self.Settings.Messages.Protocols));
        return MessageGate.Props(_self, store, new StateSlot<GateState>(state));
    }
}
