using System.Collections.Immutable;
using Akka.Actor;
using Akka.TestKit;
using Rings.Actors.Context;
using Rings.Actors.Disk;
using Rings.Actors.Frames;
using Rings.Actors.Messages;
using Rings.Actors.Tests.Simulation;
using Rings.Protocol;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;
using static Rings.Actors.Frames.FrameProtocol;
using static Rings.Actors.Messages.GateProtocol;
using static Rings.Actors.Public.RingsNodeProtocol;
using Address = Rings.Protocol.EndToEnd.Address;

namespace Rings.Actors.Tests.Probes;

/// <summary>The gate between its neighbours: a link, a part of the node, an application.</summary>
public sealed class MessageGateProbeSpecs : ProbeKit
{
    private readonly NodeContext _self;
    private readonly NodeContext _peer;
    private readonly TestProbe _link;
    private readonly TestProbe _part;
    private readonly TestProbe _user;
    private readonly IActorRef _gate;
    private ulong _sequence;

    public MessageGateProbeSpecs()
    {
        (_self, _peer) = (NewContext("self"), NewContext("peer"));
        (_link, _part, _user) = (CreateTestProbe("link"), CreateTestProbe("part"), CreateTestProbe("user"));
        IReplayStore kept = new NoReplayStore();
        var slot = new StateSlot<GateState>(GateState.Begin(_self, kept, new Receivers(_self.Settings.Messages.Protocols)));
        _gate = StartUnder(MessageGate.Props(_self, Keep(StoreSchema.Replay, kept), slot), TestActor);
        _gate.Tell(new SetRoutes(Routes(_peer.Self)));
    }

    [Fact]
    public void A_part_hears_the_answer_to_its_question_once_with_its_tag()
    {
        var asked = Ask();

        Arrive(Kind.Storage, [2], asked.Id);
        Arrive(Kind.Storage, [3], asked.Id);

        var replied = _part.ExpectMsg<Replied>();
        Assert.Equal(("tag", asked.Id, (byte)2), (replied.Tag, replied.Id, replied.Reply.Body[0]));
        AssertNothingMoreFor(_part);
    }

    [Fact]
    public void A_reply_of_another_node_is_not_believed_and_the_right_one_still_is()
    {
        var liar = NewContext("liar");
        var asked = Ask();

        Arrive(Kind.Storage, [66], asked.Id, liar);
        Arrive(Kind.Storage, [2], asked.Id);

        Assert.Equal(2, _part.ExpectMsg<Replied>().Reply.Body[0]);
    }

    [Fact]
    public void Any_number_of_hints_start_one_retry_and_end_no_message_with_a_receipt()
    {
        var liar = NewContext("liar");
        _gate.Tell(new SetRoutes(Routes(_peer.Self, NewContext("other").Self)));
        _gate.Tell(new SendPlain(_peer.Self, "chat/1", [1]), _user);
        var sent = _link.ExpectMsg<SendFrame>();

        for (var number = 0; number < 5; number++)
            Arrive(Kind.Unreachable, new Unreachable(UnreachableReason.NoRoute).ToBytes(), sent.Id, liar);

        Assert.Equal(sent.Id, _link.ExpectMsg<SendFrame>().Id);
        Arrive(Kind.Delivered, Receipt(sent), sent.Id);
        _user.ExpectMsg<Rings.Actors.Public.RingsNodeProtocol.Delivered>();
        AssertNothingMoreFor(_link);
    }

    [Fact]
    public void A_restart_loses_no_question_no_receiver_and_no_memory_of_what_was_seen()
    {
        var asked = Ask();
        _gate.Tell(new RegisterProtocol("chat/1", _user, 0), _user);
        _user.ExpectMsg<ProtocolRegistered>();
        var message = Message("chat/1");
        _gate.Tell(message);
        _user.ExpectMsg<Received>();
        Assert.Equal(Kind.Delivered, KindOf(_link.ExpectMsg<SendFrame>()));

        Fail(_gate);
        _gate.Tell(new SeenAgain(message)); // Its connection has seen it before.
        Arrive(Kind.Storage, [2], asked.Id);

        Assert.Equal(Kind.Delivered, KindOf(_link.ExpectMsg<SendFrame>()));
        Assert.Equal(asked.Id, _part.ExpectMsg<Replied>().Id);
        _gate.Tell(Message("chat/1"));
        _user.ExpectMsg<Received>();
        AssertNothingMoreFor(_user);
    }

    [Fact]
    public void After_a_restart_a_deadline_still_comes()
    {
        Ask();

        Fail(_gate);
        Barrier();
        Advance(TimeSpan.FromSeconds(13));

        Assert.Equal(Undelivered.TimedOut, _part.ExpectMsg<RequestFailed>().Reason);
    }

    [Fact]
    public void Each_kind_goes_to_the_part_that_takes_it_and_others_are_answered_unsupported()
    {
        _gate.Tell(new Takes(Kind.Storage, _part));

        Arrive(Kind.Storage, [1], null);
        Arrive(Kind.Connect, [1], null);

        Assert.Equal(Kind.Storage, _part.ExpectMsg<Arrived>().Kind);
        var refusal = _link.ExpectMsg<SendFrame>();
        Assert.Equal(Kind.Unsupported, KindOf(refusal));
        Assert.Equal(Kind.Connect, Unsupported.Read(EnvelopeView.Read(refusal.Frame.Span).Transaction.Body).Kind);
    }

    [Fact]
    public void The_link_gets_its_credit_back_for_what_is_repeated_and_for_what_is_refused()
    {
        var message = Message("nobody/1") with { Connection = _part };

        for (var number = 0; number < 3; number++) _gate.Tell(message);

        for (var number = 0; number < 3; number++)
            Assert.Equal(new FrameLeft(Lane.Message, message.FrameBytes), _part.ExpectMsg<FrameLeft>());
    }

    [Fact]
    public void A_message_that_only_has_to_leave_ends_with_the_hand_over()
    {
        _gate.Tell(new SendPlain(_peer.Self, "chat/1", [1], AwaitReceipt: false), _user);

        _gate.Tell(new FrameSent(_link.ExpectMsg<SendFrame>().Id));

        _user.ExpectMsg<Rings.Actors.Public.RingsNodeProtocol.HandedOver>();
    }

    [Fact]
    public void A_message_that_its_link_drops_ends_as_busy_where_no_other_link_leads_there()
    {
        _gate.Tell(new SendPlain(_peer.Self, "chat/1", [1], AwaitReceipt: false), _user);

        _gate.Tell(new FrameDropped(_link.ExpectMsg<SendFrame>().Id, _peer.Self));

        Assert.Equal(Undelivered.Busy, _user.ExpectMsg<NotSent>().Reason);
    }

    [Fact]
    public void An_opened_message_is_told_once_and_acknowledged_each_time_that_it_comes()
    {
        _gate.Tell(new RegisterProtocol("chat/1", _user, 0), _user);
        _user.ExpectMsg<ProtocolRegistered>();
        var id = _peer.NewMessageId();

        _gate.Tell(Opened(id, "chat/1"));
        _gate.Tell(Opened(id, "chat/1"));

        Assert.True(_user.ExpectMsg<Received>().IsSealed);
        Assert.Equal(Kind.Delivered, KindOf(_link.ExpectMsg<SendFrame>()));
        Assert.Equal(Kind.Delivered, KindOf(_link.ExpectMsg<SendFrame>()));
        AssertNothingMoreFor(_user);
    }

    [Fact]
    public void An_opened_message_without_a_receiver_is_refused_without_a_word_of_its_protocol()
    {
        _gate.Tell(Opened(_peer.NewMessageId(), "secret/1"));

        var refusal = _link.ExpectMsg<SendFrame>();
        Assert.Equal("", Unsupported.Read(EnvelopeView.Read(refusal.Frame.Span).Transaction.Body).Protocol);
        Assert.False(_part.ExpectMsg<SealedHandled>().IsTaken);
    }

    private SendFrame Ask()
    {
        _gate.Tell(new Originate(
            new OutboxRequest(Kind.Storage, RouteMode.Node, _peer.Self, new byte[] { 1 }, TimeSpan.FromSeconds(12)),
            _part, "tag"));
        return _link.ExpectMsg<SendFrame>();
    }

    private void Arrive(Kind kind, byte[] body, TransactionId? replyTo, NodeContext? from = null) => _gate.Tell(
        Arrivals.Of(from ?? _peer, _self.Self, kind, body, replyTo, ++_sequence, ActorRefs.Nobody));

    private Arrived Message(string protocol) => Arrivals.Of(
        _peer, _self.Self, Kind.Application, new ApplicationMessage(protocol, new byte[] { 1 }).ToBytes(), null,
        ++_sequence, ActorRefs.Nobody);

    private DeliverSealed Opened(MessageId id, string protocol) => new(
        new Address(_self.Ring, _peer.Self), id, new ApplicationMessage(protocol, new byte[] { 1 }), _self.Now,
        _self.Now + TimeSpan.FromHours(1),
        Arrivals.Of(_peer, _self.Self, Kind.SessionMessage, [1], null, ++_sequence, ActorRefs.Nobody), _part);

    /// <summary>All links are the same probe: who they lead to is said by the routes.</summary>
    private PublishedRoutes Routes(params Did[] members)
    {
        var clockwise = members.OrderBy(_self.Self.DistanceTo).ToArray();
        return new PublishedRoutes(
            new RoutingTable(
                _self.Self, RingPhase.Member, clockwise[^1], clockwise, [], clockwise[0], clockwise[^1]),
            members.ToDictionary(member => member, _ => _link.Ref), ImmutableHashSet<Did>.Empty);
    }

    private static Kind KindOf(SendFrame sent) => EnvelopeView.Read(sent.Frame.Span).Transaction.Kind;

    private static byte[] Receipt(SendFrame sent) =>
        new Rings.Protocol.Wire.Delivered(EnvelopeView.Read(sent.Frame.Span).Transaction.Hash).ToBytes();

    /// <summary>The gate has dealt with all that it was told before.</summary>
    private void Barrier()
    {
        _gate.Tell(new MessageGate.AskProtocols(TestActor));
        ExpectMsg<MessageGate.Protocols>();
    }

    private void AssertNothingMoreFor(TestProbe probe)
    {
        Barrier();
        Assert.False(probe.HasMessages);
    }
}
