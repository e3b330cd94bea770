using Rings.Actors.Public;
using Rings.Protocol.Wire;
using Rings.TestKit;
using Rings.TestKit.Liars;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Links;

/// <summary>
/// Two honest nodes, and ends of links that lie: what they say is refused, they lose their own link, and no honest pair
/// loses its.
/// </summary>
public sealed class LyingLinkSpecs : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private SimulatedRing _ring = null!;
    private LiarFrames _frames = null!;
    private SimulatedNode _relay = null!;
    private SimulatedNode _victim = null!;
    private int _linkEnds;

    public void Dispose() => _ring.Dispose();

    [Fact]
    public void A_link_that_goes_on_delivering_forgeries_is_closed()
    {
        Begin();
        var liar = LiarPeer.LinkTo(_ring, _victim, "liar");

        liar.SendFor(10 * Second, 20, () => _frames.Forged(liar.Signer, _victim.Did));

        Assert.True(liar.IsClosed);
        Assert.Equal(GoAwayReason.Refused, liar.GoAway);
        Assert.InRange(liar.Told.OfType<LinkControl.Forged>().Count(), 33 + 90, 33 + 120); // 5 s of grace, and 33.
    }

    [Fact]
    public void Forgeries_through_a_relay_cost_the_liar_its_link_and_honest_nodes_nothing()
    {
        Begin();
        var liar = LiarPeer.LinkTo(_ring, _relay, "liar");

        liar.SendFor(45 * Second, 20, () => _frames.Forged(liar.Signer, _victim.Did));

        Assert.True(liar.IsClosed);
        Assert.Equal(GoAwayReason.Refused, liar.GoAway);
        Assert.Equal(0, _linkEnds);
        AssertLinked();
    }

    [Fact]
    public void Forgeries_that_come_slowly_close_no_link_of_honest_nodes_in_an_hour()
    {
        Begin();
        var liar = LiarPeer.LinkTo(_ring, _relay, "liar");

        for (var number = 0; number < 36; number++)
        {
            liar.Send(_frames.Forged(liar.Signer, _victim.Did));
            _ring.World.Run(100 * Second);
        }

        Assert.False(liar.IsClosed);
        Assert.Equal(0, _linkEnds);
        AssertLinked();
    }

    [Fact]
    public void After_a_report_only_genuine_messages_go_on_to_its_sender_for_a_minute()
    {
        Begin();
        var (liar, target) = (LiarPeer.LinkTo(_ring, _relay, "liar"), LiarPeer.LinkTo(_ring, _relay, "target"));
        SendOne(liar, _frames.Forged(liar.Signer, target.Did));
        Assert.Single(target.Frames);

        target.Tell(new LinkControl.Forged(EnvelopeView.Read(target.Frames[0]).Transaction.Hash));
        SendOne(liar, _frames.Forged(liar.Signer, target.Did));
        SendOne(liar, _frames.Genuine(liar.Signer, target.Did));

        Assert.Equal(2, target.Frames.Count);
        Assert.Single(liar.Told.OfType<LinkControl.Forged>());
        _ring.World.Run(61 * Second);
        SendOne(liar, _frames.Forged(liar.Signer, target.Did));
        Assert.Equal(3, target.Frames.Count);
    }

    [Fact]
    public void A_false_accusation_costs_nobody_a_link_or_a_message()
    {
        Begin();
        var (sender, liar) = (LiarPeer.LinkTo(_ring, _relay, "sender"), LiarPeer.LinkTo(_ring, _relay, "liar"));

        for (var number = 0; number < 100; number++)
        {
            SendOne(sender, _frames.Genuine(sender.Signer, liar.Did));
            liar.Tell(new LinkControl.Forged(PayloadHash.Of([(byte)number])));
        }

        _ring.World.Run(Second);
        Assert.Equal(100, liar.Frames.Count);
        Assert.Empty(sender.Told.OfType<LinkControl.Forged>());
        Assert.False(sender.IsClosed || liar.IsClosed);
        AssertLinked();
    }

    [Fact]
    public void A_delegation_that_has_ended_is_blamed_on_nobody_while_forgeries_are_traced()
    {
        Begin();
        var (sender, target) = (LiarPeer.LinkTo(_ring, _relay, "sender"), LiarPeer.LinkTo(_ring, _relay, "target"));
        target.Tell(new LinkControl.Forged(PayloadHash.Of([1])));
        _ring.Life = TimeSpan.FromSeconds(5);
        var ended = _ring.NewSigner("ended");
        _ring.World.Run(6 * Second);

        for (var number = 0; number < 50; number++) SendOne(sender, _frames.Genuine(ended, target.Did));

        Assert.Empty(target.Frames);
        Assert.Empty(sender.Told.OfType<LinkControl.Forged>());
        Assert.False(sender.IsClosed);
    }

    [Fact]
    public void A_relay_bounds_what_one_link_brings()
    {
        Begin("rings.relay.messages-per-second = 100");
        var (flood, target) = (LiarPeer.LinkTo(_ring, _relay, "flood"), LiarPeer.LinkTo(_ring, _relay, "target"));
        var modest = LiarPeer.LinkTo(_ring, _relay, "modest");

        flood.Send(Enumerable.Range(0, 300).Select(_ => _frames.Genuine(flood.Signer, target.Did, wantsReply: false)));
        modest.Send(_frames.Genuine(modest.Signer, target.Did));
        _ring.World.Run(0.5 * Second);

        Assert.InRange(target.Frames.Count, 101, 151);
        Assert.Contains(target.Frames, frame =>
            EnvelopeView.Read(frame).Transaction.DelegationId == modest.Signer.Delegation.Id);
    }

    [Fact]
    public void A_link_that_sends_beyond_its_credit_is_closed()
    {
        Begin("rings.links.window-frames = 256");
        var liar = LiarPeer.LinkTo(_ring, _relay, "liar");
        var slow = LiarPeer.LinkTo(_ring, _relay, "slow", grants: false);
        IEnumerable<byte[]> Frames(long count) =>
            Enumerable.Range(0, (int)count).Select(_ => _frames.Genuine(liar.Signer, slow.Did, wantsReply: false));

        liar.Send(Frames(LinkControl.Hello.MinLaneFrames));
        _ring.World.Run(0.1 * Second);
        liar.Send(Frames(liar.CreditOf(Lane.Message)));
        _ring.World.Run(0.1 * Second);
        Assert.False(liar.IsClosed);
        Assert.Equal(0, liar.CreditOf(Lane.Message));
        liar.Send(Frames(1));
        _ring.World.Run(2 * Second);

        Assert.Equal((true, GoAwayReason.ProtocolError), (liar.IsClosed, liar.GoAway));
        AssertLinked();
    }

    [Fact]
    public void A_link_that_repeats_a_frame_is_slowed_and_at_last_closed()
    {
        Begin("rings.relay.repeats-per-second = 8");
        var liar = LiarPeer.LinkTo(_ring, _victim, "liar");
        var frame = _frames.Genuine(liar.Signer, _victim.Did);

        liar.SendFor(5 * Second, 100, () => frame);
        Assert.False(liar.IsClosed);
        Assert.Equal(Kind.Unsupported, Assert.Single(liar.Kinds)); // Acted on once, and answered once.
        liar.SendFor(5 * Second, 100, () => frame);

        Assert.True(liar.IsClosed);
        Assert.Equal(GoAwayReason.Refused, liar.GoAway);
        AssertLinked();
    }

    [Fact]
    public void Repeats_through_a_relay_cost_the_liar_its_link_and_honest_nodes_nothing()
    {
        Begin("rings.relay.repeats-per-second = 8");
        var liar = LiarPeer.LinkTo(_ring, _relay, "liar");
        var frame = _frames.Genuine(liar.Signer, _victim.Did);

        liar.SendFor(20 * Second, 100, () => frame);

        Assert.True(liar.IsClosed);
        Assert.Equal(0, _linkEnds);
        AssertLinked();
    }

    [Fact]
    public void A_flood_of_new_delegations_is_answered_busy_and_a_stranger_by_another_link_is_served()
    {
        Begin();
        var (flood, honest) = (LiarPeer.LinkTo(_ring, _victim, "flood"), LiarPeer.LinkTo(_ring, _victim, "honest"));
        var strangers = _frames.OfStrangers(_ring, _victim.Did, "stranger", 200).ToList();
        var newcomer = _frames.OfStrangers(_ring, _victim.Did, "newcomer", 1);

        flood.Send(strangers);
        honest.Send(newcomer);
        _ring.World.Run(0.5 * Second);

        Assert.Equal(Kind.Unsupported, Assert.Single(honest.Kinds)); // Verified: nobody listens to that protocol.
        Assert.InRange(flood.Kinds.Count(kind => kind == Kind.Unsupported), 50, 100);
        Assert.Equal(200, flood.Frames.Count);
        Assert.Equal(200, flood.Kinds.Count(kind => kind is Kind.Busy or Kind.Unsupported));
    }

    [Fact]
    public void Link_control_beyond_its_rate_closes_the_link()
    {
        Begin();
        var liar = LiarPeer.LinkTo(_ring, _victim, "liar");

        for (ulong number = 0; number < 11_000; number++) liar.Tell(new LinkControl.Ping(number));
        _ring.World.Run(2 * Second);

        Assert.True(liar.IsClosed);
        Assert.Equal(GoAwayReason.ProtocolError, liar.GoAway);
        AssertLinked();
    }

    private void Begin(string config = "")
    {
        _ring = new SimulatedRing(seed: 17, config: config);
        _frames = new LiarFrames(_ring.World.Time);
        _ring.Grow(2);
        (_relay, _victim) = (_ring["n0"], _ring["n1"]);
        Assert.True(_ring.RunUntilIdeal(TimeSpan.FromMinutes(1)), _ring.Describe());
        _ring.Subscribe(_relay, happened => Count(happened, _victim));
        _ring.Subscribe(_victim, happened => Count(happened, _relay));
    }

    private void Count(object happened, SimulatedNode other)
    {
        if (happened is LinkClosed closed && closed.Peer == other.Did) _linkEnds++;
    }

    private void SendOne(LiarPeer from, byte[] frame)
    {
        from.Send(frame);
        _ring.World.Run(0.1 * Second);
    }

    private void AssertLinked() => Assert.Equal(
        LinkState.Ready, _ring.Status(_relay).Links.Single(link => link.Peer == _victim.Did).State);
}
