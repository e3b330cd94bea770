using System.Collections.Immutable;
using Akka.Actor;
using Akka.TestKit;
using Rings.Actors.Context;
using Rings.Actors.Frames;
using Rings.Actors.Links;
using Rings.Actors.Settings;
using Rings.Actors.Telemetry;
using Rings.Actors.Tests.Simulation;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;
using Rings.TestKit;
using Rings.TestKit.Deterministic;
using Rings.TestKit.Liars;
using Rings.TestKit.Probes;
using Rings.Transport;
using static Rings.Actors.Frames.FrameProtocol;
using static Rings.Actors.Links.ConnectionProtocol;

namespace Rings.Actors.Tests.Links;

/// <summary>
/// One connection alone: its manager, router, gate and the next connection are probes, its lanes and clocks are in the
/// test's hand.
/// </summary>
public sealed class ConnectionActorSpecs : Akka.TestKit.Xunit2.TestKit
{
    private const string Scheduler = """
        akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
        akka.test { default-timeout = 20s, single-expect-default = 20s }
        """;

    private static readonly RingId Ring = RingId.OfPublic("connection");
    private static readonly PayloadHash Offer = PayloadHash.Of("offer"u8);
    private static readonly PayloadHash Answer = PayloadHash.Of("answer"u8);

    private readonly SetTime _time = new();
    private readonly StubConnection _transport = new();
    private readonly LiarFrames _frames;
    private readonly NodeContext _node;
    private readonly Signer _peer;
    private readonly Signer _other;
    private readonly TestProbe _manager;
    private readonly TestProbe _router;
    private readonly TestProbe _gate;
    private readonly TestProbe _next;
    private readonly IActorRef _link;

    public ConnectionActorSpecs()
        : base(Scheduler)
    {
        _frames = new LiarFrames(_time);
        (_peer, _other) = (NewSigner(2), NewSigner(3));
        var settings = NodeSettings.From(NodeSettings.ReferenceConfig());
        var keys = new NodeKeys(NewSigner(1), null);
        _node = new NodeContext(
            keys, null, _transport, settings, _time, new SeededRandom(1), new RingsInstruments("self"),
            settings.NewDestination(keys.Account, Ring));
        (_manager, _router, _gate, _next) =
            (CreateTestProbe("manager"), CreateTestProbe("router"), CreateTestProbe("gate"), CreateTestProbe("next"));
        _link = _manager.ChildActorOf(ConnectionActor.Props(
            _node, _peer.Account, LinkSource.Contact, RingPhase.Member, new(_gate, _router, ActorRefs.Nobody)));
        _manager.Watch(_link);
    }

    private StubChannel Control => _transport.Lanes[0];

    private StubChannel Messages => _transport.Lanes[(int)Lane.Message];

    [Fact]
    public void It_is_up_when_the_lanes_are_open_and_both_hellos_are_in()
    {
        BringUp();

        Assert.IsType<LinkControl.Hello>(ControlOf(Control.Sent[0]));
        Assert.Equal(_peer.Account, _router.ExpectMsg<LinkUp>().Peer);
    }

    [Fact]
    public void An_answer_that_the_transport_refuses_later_closes_it()
    {
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _transport.Answered = taken.Task;
        _link.Tell(new TakeAnswer("v=0"), _manager);

        taken.SetException(new SdpException("no fingerprint"));

        Assert.Equal(
            "the answer's description is wrong: no fingerprint", _manager.ExpectMsg<Closing>().Reason);
        _manager.ExpectTerminated(_link);
    }

    [Fact]
    public void A_hello_of_another_link_closes_it()
    {
        Open();
        Control.Receive(Hello(PayloadHash.Of("another offer"u8)).ToFrame());

        Assert.Contains("does not fit", _manager.ExpectMsg<Closing>().Reason, StringComparison.Ordinal);
        _manager.ExpectTerminated(_link);
        Assert.Equal(GoAwayReason.ProtocolError, ToldLast<LinkControl.GoAway>().Reason);
        _router.ExpectNoMsg(0);
    }

    [Fact]
    public void A_link_that_does_not_come_up_in_time_is_given_up()
    {
        Open();
        _link.Tell(new AskReport(TestActor));
        ExpectMsg<Report>();

        ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromSeconds(30));

        Assert.Contains("in time", _manager.ExpectMsg<Closing>().Reason, StringComparison.Ordinal);
        _manager.ExpectTerminated(_link);
    }

    [Fact]
    public void A_message_for_this_node_goes_to_the_gate_verified()
    {
        BringUp();

        Messages.Receive(_frames.Genuine(_peer, _node.Self));

        var arrived = _gate.ExpectMsg<Arrived>();
        Assert.Equal((_peer.Account, _peer.Account), (arrived.From, arrived.Link));
        Assert.NotNull(arrived.Mark);
    }

    [Fact]
    public void A_message_for_another_node_goes_to_the_connection_of_its_next_hop()
    {
        BringUp();

        Messages.Receive(_frames.Genuine(_peer, _other.Account));

        var send = _next.ExpectMsg<SendFrame>();
        Assert.Equal((_peer.Account, Route.MaxHops - 1), (send.From, send.Route.HopsLeft));
        _gate.ExpectNoMsg(0);
    }

    [Fact]
    public void A_forgery_that_the_next_connection_traced_is_told_to_this_peer_and_the_thirty_third_ends_its_link()
    {
        BringUp();
        _link.Tell(new TracedForgery(Offer));
        _link.Tell(new AskReport(TestActor));
        ExpectMsg<Report>();
        _time.Advance(TimeSpan.FromSeconds(6));

        for (var number = 0; number < 33; number++) _link.Tell(new TracedForgery(Offer));

        Assert.Contains("forgeries", _manager.ExpectMsg<Closing>().Reason, StringComparison.Ordinal);
        _manager.ExpectTerminated(_link);
        Assert.Equal(34, Told<LinkControl.Forged>().Count());
    }

    [Fact]
    public void While_this_peer_traces_a_forged_frame_for_it_is_told_to_its_source_and_not_to_this_peer()
    {
        BringUp();
        Control.Receive(new LinkControl.Forged(Offer).ToFrame());

        _link.Tell(Relayed(_frames.Forged(_other, _peer.Account)));
        _next.ExpectMsg<TracedForgery>();
        _next.ExpectMsg<FrameLeft>();
        _link.Tell(Relayed(_frames.Genuine(_other, _peer.Account)));
        _next.ExpectMsg<FrameLeft>();

        Assert.Single(Messages.Sent);
        Assert.Empty(Told<LinkControl.Forged>());
    }

    [Fact]
    public void What_waits_when_the_link_is_closed_is_given_up_once()
    {
        BringUp();
        Messages.IsFull = true;
        var own = Own();
        _link.Tell(own);
        _link.Tell(Relayed(_frames.Genuine(_other, _peer.Account)));

        _link.Tell(new Close(GoAwayReason.Leaving, []));
        _link.Tell(Own());
        _manager.ExpectMsg<Closing>();
        _link.Tell(new AskReport(TestActor));
        ExpectMsg<Report>(); // The deadline runs by now.
        ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromSeconds(1));
        _manager.ExpectTerminated(_link);

        Assert.Equal(own.Id, _next.ExpectMsg<FrameDropped>().Id);
        _next.ExpectMsg<FrameLeft>();
        Assert.NotEqual(own.Id, _next.ExpectMsg<FrameDropped>().Id);
        _next.ExpectNoMsg(0);
        Assert.Equal(0, _node.Budget.Held.Held);
    }

    [Fact]
    public void What_a_frame_held_is_given_back_when_it_has_left()
    {
        BringUp();
        var frame = _frames.Genuine(_peer, _other.Account);
        Messages.Receive(frame);
        var send = _next.ExpectMsg<SendFrame>();
        Assert.Equal(frame.Length, _node.Budget.Held.Held);

        _link.Tell(new FrameLeft(send.Lane, send.CreditBytes));
        _link.Tell(new AskReport(TestActor));

        ExpectMsg<Report>();
        Assert.Equal(0, _node.Budget.Held.Held);
    }

    private static LinkControl ControlOf(byte[] frame)
    {
        Frame.TryRead(frame, out _, out var content).ThrowIfAny();
        return LinkControl.Read(content)!;
    }

    private static LinkControl.Hello Hello(PayloadHash offer) => new(
        default, offer, Answer, LinkControl.Hello.MinLaneBytes, LinkControl.Hello.MinLaneFrames, RingPhase.Member);

    private static Signer NewSigner(byte number)
    {
        using var account = AccountKey.FromSecret(AccountKind.Ed25519, Enumerable.Repeat(number, 32).ToArray());
        var session = SessionKey.FromSeed(Enumerable.Repeat((byte)(number + 100), 32).ToArray());
        var now = Instant.From(SimulatedWorld.Epoch);
        var draft = new DelegationDraft(
            account.Kind, account.Did, account.CarriedPublicKey.Span, session.PublicKey, Ring, now,
            now + Delegation.DefaultLifetime, new byte[Delegation.NonceBytes]);
        return new Signer(session, draft.Sign(account));
    }

    private void Open()
    {
        _link.Tell(new Bind(default, Offer, Answer, default, _peer.Delegation));
        AwaitCondition(() => _transport.Lanes.Count == 4);
        foreach (var lane in _transport.Lanes) lane.Open();
    }

    private void BringUp()
    {
        Open();
        Did[] members = [_peer.Account, _other.Account];
        var table = new RoutingTable(
            _node.Self, RingPhase.Member, _other.Account, [.. members.OrderBy(_node.Self.DistanceTo)], [],
            _peer.Account, _other.Account);
        _link.Tell(new SetRoutes(new PublishedRoutes(
            table,
            new Dictionary<Did, IActorRef> { [_peer.Account] = _link, [_other.Account] = _next },
            ImmutableHashSet<Did>.Empty)));
        Control.Receive(Hello(Offer).ToFrame());
        _manager.ExpectMsg<LinkUp>();
    }

    private SendFrame Own() => Send(_frames.Plain(_other, _peer.Account, new byte[8]), null);

    private SendFrame Relayed(byte[] frame) => Send(frame, _other.Account);

    private SendFrame Send(byte[] frame, Did? from)
    {
        var view = EnvelopeView.Read(frame);
        return new SendFrame(
            FrameBuffer.Own(frame), view.Route.Next(), Lane.Message, view.Transaction.Id, _other.Delegation.Id,
            _other.Delegation.Bytes, _next, from, frame.Length);
    }

    private IEnumerable<T> Told<T>() => Control.Sent.Select(ControlOf).OfType<T>();

    private T ToldLast<T>() => Told<T>().Last();
}
