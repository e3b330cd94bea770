using Akka.Actor;
using Akka.TestKit;
using Rings.Actors.Context;
using Rings.Actors.Frames;
using Rings.Actors.Links;
using Rings.Actors.Messages;
using Rings.Actors.Tests.Simulation;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;
using Rings.TestKit;
using Rings.Transport.InMemory;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Links;

/// <summary>The link manager between probes: its node, its gate, its router, and whoever asks.</summary>
public sealed class LinkManagerSpecs : Akka.TestKit.Xunit2.TestKit
{
    private static readonly RingId Ring = RingId.OfPublic("links");

    private readonly InMemoryNetwork _network = new(new InMemoryNetworkOptions(), seed: 1, TimeProvider.System);
    private readonly TestProbe _node;
    private readonly TestProbe _gate;
    private readonly TestProbe _router;
    private readonly TestProbe _asker;
    private readonly NodeContext _self;
    private readonly NodeContext _peer;
    private readonly IActorRef _links;

    public LinkManagerSpecs()
        : base(ProbedContext.Config)
    {
        (_node, _gate, _router, _asker) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        (_self, _peer) = (NewContext("self"), NewContext("peer"));
        _links = Start(_self);
    }

    [Fact]
    public void A_dial_over_the_ring_asks_the_gate_to_carry_a_signed_offer_to_the_peer()
    {
        _links.Tell(new LinkProtocol.Dial(_peer.Self, _peer.Self));

        var carried = _gate.ExpectMsg<GateProtocol.Originate>();
        Assert.Equal((Kind.Connect, _peer.Self), (carried.Request.Kind, carried.Request.Destination));
        var offer = LinkOffer.Read(SignedObject.Read(carried.Request.Body.Span).Payload.Span);
        Assert.Equal((_self.Self, _peer.Self), (offer.From, offer.To));
    }

    [Fact]
    public void An_offer_that_finds_no_way_is_told_to_the_router_and_to_whoever_asked()
    {
        _links.Tell(new LinkProtocol.Dial(_peer.Self, _peer.Self), _router);
        _links.Tell(new Connect(_peer.Self), _asker);
        var carried = _gate.ExpectMsg<GateProtocol.Originate>();

        _links.Tell(new GateProtocol.RequestFailed(carried.Tag, null, Undelivered.Unreachable));

        Assert.Equal(LinkFailure.Unreachable, _asker.ExpectMsg<LinkRefused>().Reason);
        Assert.Equal(_peer.Self, _router.ExpectMsg<LinkProtocol.DialFailed>().Peer);
    }

    [Fact]
    public void A_genuine_offer_is_put_to_the_router_and_answered_when_that_admits_the_peer()
    {
        Start(_peer).Tell(new CreateOffer(_self.Self), _asker);
        _links.Tell(new AnswerOffer(_asker.ExpectMsg<OfferCreated>().Offer, "192.0.2.1"), _asker);
        var question = _router.ExpectMsg<LinkProtocol.AskAdmission>();
        Assert.Equal(_peer.Self, question.Peer);

        _links.Tell(new LinkProtocol.Admission(question.Question, true, []));

        var answer = LinkAnswer.Read(SignedObject.Read(_asker.ExpectMsg<OfferAnswered>().Answer).Payload.Span);
        Assert.Equal((_self.Self, _peer.Self), (answer.From, answer.To));
    }

    [Fact]
    public void An_offer_over_the_ring_that_finds_no_room_is_refused_with_neighbours_to_try()
    {
        var instead = NewContext("other").Self;
        var offer = ArrivedWith(OfferOf(_peer, _self.Self));

        _links.Tell(offer);
        var question = _router.ExpectMsg<LinkProtocol.AskAdmission>();
        _links.Tell(new LinkProtocol.Admission(question.Question, false, [instead]));

        var refusal = _gate.ExpectMsg<GateProtocol.Respond>();
        Assert.Equal(Kind.ConnectRefused, refusal.Kind);
        Assert.Equal(GoAwayReason.Full, LinkRefusals.Read(refusal.Body)!.Reason);
        Assert.Equal(instead, Assert.Single(LinkRefusals.Read(refusal.Body)!.Neighbours));
    }

    /// <summary>The peer that was dialled signs an answer to another offer, then says what is no answer at all.</summary>
    [Fact]
    public void An_answer_to_another_offer_is_not_taken()
    {
        _links.Tell(new LinkProtocol.Dial(_peer.Self, _peer.Self), _router);
        _links.Tell(new Connect(_peer.Self), _asker);
        var carried = _gate.ExpectMsg<GateProtocol.Originate>();
        var other = LinkOffer.Read(SignedObject.Read(carried.Request.Body.Span).Payload.Span) with { Sdp = Sdp + "a=x\r\n" };
        var lie = new Protocol.Links.LinkPapers(Ring, null, TimeSpan.FromMinutes(1), relays: true).Answer(
            _peer.Signer, other, PayloadHash.Of(other.ToBytes()), Sdp, _peer.Now);

        _links.Tell(new GateProtocol.Replied(
            carried.Tag, default, ArrivedWith(lie.ToBytes()) with { Kind = Kind.ConnectAnswer }));

        Assert.Equal(LinkFailure.Invalid, _asker.ExpectMsg<LinkRefused>().Reason);
        _router.ExpectMsg<LinkProtocol.DialFailed>();
    }

    [Fact]
    public void Two_managers_link_and_both_nodes_hear_of_it_and_of_its_end()
    {
        var theirs = CreateTestProbe();
        var other = Start(_peer, theirs);
        _links.Tell(new CreateOffer(_peer.Self), _asker);
        other.Tell(new AnswerOffer(_asker.ExpectMsg<OfferCreated>().Offer), _asker);
        var question = _router.ExpectMsg<LinkProtocol.AskAdmission>();
        other.Tell(new LinkProtocol.Admission(question.Question, true, []));
        _links.Tell(new AcceptAnswer(_asker.ExpectMsg<OfferAnswered>().Answer), _asker);

        Assert.Equal(_peer.Self, _asker.ExpectMsg<Connected>().Peer);
        Assert.Equal(_peer.Self, _node.FishForMessage<LinkOpened>(_ => true).Peer);
        Assert.Equal(_self.Self, theirs.FishForMessage<LinkOpened>(_ => true).Peer);
        _links.Tell(new Disconnect(_peer.Self), _asker);

        _asker.ExpectMsg<Disconnected>();
        Assert.Equal("closed by the peer: Idle", theirs.FishForMessage<LinkClosed>(_ => true).Reason);
        Assert.Equal(_peer.Self, _node.FishForMessage<LinkClosed>(_ => true).Peer);
    }

    [Fact]
    public void A_manager_that_closes_all_says_so_and_dials_nobody_any_more()
    {
        _links.Tell(new LinkProtocol.CloseAll(_asker), _asker);
        _asker.ExpectMsg<LinkProtocol.AllClosed>();

        _links.Tell(new Connect(_peer.Self), _asker);

        Assert.Equal(LinkFailure.Stopped, _asker.ExpectMsg<LinkRefused>().Reason);
    }

    [Fact]
    public void An_offer_with_a_changed_bit_is_refused_before_the_router_is_asked()
    {
        var offer = OfferOf(_peer, _self.Self);
        offer[^10] ^= 1;

        _links.Tell(new AnswerOffer(offer, "192.0.2.1"), _asker);

        Assert.Equal(LinkFailure.Invalid, _asker.ExpectMsg<LinkRefused>().Reason);
        _router.ExpectNoMsg(TimeSpan.Zero);
    }

    /// <summary>Who refused the delegation before may take the new one.</summary>
    [Fact]
    public void A_node_without_a_link_asks_its_seeds_at_once_when_its_delegation_was_renewed()
    {
        var links = Lonely(name =>
        {
            _asker.Ref.Tell(name);
            return null;
        });
        links.Tell(LinkProtocol.Begin.Instance);
        _asker.ExpectMsg("seed");

        links.Tell(new IdentityProtocol.Renewed(_self.Signer.Delegation));

        _asker.ExpectMsg("seed");
    }

    [Fact]
    public void A_manager_that_closes_all_has_no_trouble_with_a_seed_that_ends_too()
    {
        var links = Lonely(_ => ($"{_peer.Self}", _asker.Ref));
        links.Tell(LinkProtocol.Begin.Instance);
        _asker.ExpectMsg<AnswerOffer>();
        var seed = _asker.LastSender;
        links.Tell(new LinkProtocol.CloseAll(_node));

        seed.Tell(new LinkRefused(_self.Self, LinkFailure.Stopped, "it ends"));

        links.Tell(new LinkProtocol.AskReports(_asker));
        Assert.Empty(_asker.ExpectMsg<LinkProtocol.Reporting>().Troubles);
    }

    [Fact]
    public void A_manager_that_closes_all_has_no_trouble_with_a_seed_that_it_had_asked_for_a_link()
    {
        var links = Lonely(_ => ($"{_peer.Self}", _asker.Ref));
        links.Tell(LinkProtocol.Begin.Instance);
        _asker.ExpectMsg<AnswerOffer>();

        links.Tell(new LinkProtocol.CloseAll(_asker));
        _asker.FishForMessage<LinkProtocol.AllClosed>(_ => true);

        links.Tell(new LinkProtocol.AskReports(_asker));
        Assert.Empty(_asker.FishForMessage<LinkProtocol.Reporting>(_ => true).Troubles);
        _node.ExpectNoMsg(TimeSpan.Zero);
    }

    /// <summary>A manager that knows one seed, and asks it once.</summary>
    private IActorRef Lonely(Func<string, (string Did, IActorRef Node)?> seed)
    {
        var never = TimeSpan.FromHours(1);
        var lonely = _self with
        {
            Settings = _self.Settings with
            {
                Seeds = [new("sim://seed/")],
                Links = _self.Settings.Links with { SeedRetryShortest = never, SeedRetryLongest = never },
            },
        };
        return _node.ChildActorOf(
            LinkManager.Props(lonely, new SimulatedSeeds(seed), new(_gate, _router, ActorRefs.Nobody), []));
    }

    private static string Sdp { get; } =
        "v=0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=fingerprint:sha-256 "
        + string.Join(':', Enumerable.Range(0, 32).Select(value => value.ToString("X2", null))) + "\r\n";

    private IActorRef Start(NodeContext context, TestProbe? node = null) => (node ?? _node).ChildActorOf(
        LinkManager.Props(context, new SimulatedSeeds(_ => null), new(_gate, _router, ActorRefs.Nobody), []));

    private byte[] OfferOf(NodeContext from, Did to) =>
        new Protocol.Links.LinkPapers(Ring, null, TimeSpan.FromMinutes(1), relays: true)
            .Offer(from.Signer, to, from.NewLinkId(), Sdp, from.Now).Signed.ToBytes();

    private Arrived ArrivedWith(byte[] body) => new(
        _peer.Signer.Delegation, default, default, Kind.Connect, 1, _peer.Now, _peer.Now + TimeSpan.FromMinutes(1),
        null, false, new Route(Route.MaxHops, RouteMode.Node, _self.Self, WantsReply: true, IsFinal: false), body,
        _peer.Self, _gate, body.Length);

    private NodeContext NewContext(string name) => ProbedContext.New(Sys, _network, Ring, name);
}
