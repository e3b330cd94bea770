using Rings.Protocol.Identity;
using Rings.Protocol.Ring;
using Rings.Protocol.Tests.Identity;
using Rings.Protocol.Wire;
using static Rings.Protocol.Tests.Wire.Inbound.TestNode;

namespace Rings.Protocol.Tests.Wire.Inbound;

/// <summary>Frames whose route ends at this node (protocol.md, 3.5).</summary>
public sealed class ArrivalSpecs
{
    private static readonly Signer Alice = TestAccounts.Signer();
    private static readonly Did Bob = Any.Node(2);
    private static readonly Did Neighbour = Any.Node(3);
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    private readonly TestNode _node = new(Bob);
    private readonly InboundLink _link;

    public ArrivalSpecs() => _link = _node.Link(Neighbour);

    [Fact]
    public void A_good_envelope_is_delivered_once()
    {
        var frame = Frame(Alice);

        var first = Receive(frame);

        Assert.Equal((InboundStep.Deliver, Alice.Account), (first.Step, first.Origin!.Account));
        Assert.Equal((InboundStep.Drop, "seen"), Outcome(Receive(frame)));
    }

    [Fact]
    public void One_envelope_that_comes_by_two_links_is_delivered_once()
    {
        var frame = Frame(Alice);
        Receive(frame);

        Assert.Equal((InboundStep.Drop, "seen"), Outcome(_node.Receive(_node.Link(Any.Node(4)), frame)));
    }

    [Fact]
    public void What_asks_for_a_receipt_and_comes_again_is_to_be_given_it_again_at_a_rate()
    {
        var frame = WithDelegation(Any.Frame(Alice, Bob, wantsReceipt: true), Alice);
        Receive(frame);

        var again = Enumerable.Range(0, 1500).Select(_ => Receive(frame)).ToList();

        Assert.Equal(1000, again.Count(judged => judged.Step == InboundStep.Repeat));
        Assert.Equal(Alice.Account, again[0].Origin!.Account);
    }

    [Fact]
    public void What_is_acted_on_once_only_has_a_mark_to_store_and_what_is_idempotent_has_none()
    {
        Assert.Equal(7UL, Receive(Frame(Alice, sequence: 7)).Mark!.Value.Highest);
        Assert.Null(Receive(Frame(Alice, Kind.Delivered, sequence: 8)).Mark);
    }

    [Fact]
    public void An_envelope_for_a_key_touches_no_window()
    {
        var frame = Frame(Alice, Kind.Storage, mode: RouteMode.Owner, to: Any.Node(77));

        Assert.Equal(InboundStep.Deliver, Receive(frame).Step);
        Assert.Equal(InboundStep.Deliver, Receive(frame).Step);
        Assert.Equal(0, _node.Destination.Windows);
    }

    [Fact]
    public void An_envelope_for_a_key_is_delivered_though_its_number_is_marked_in_a_window()
    {
        Assert.Equal(InboundStep.Deliver, Receive(Frame(Alice, Kind.Storage, sequence: 7)).Step);
        Assert.Equal("seen", Receive(Frame(Alice, Kind.Storage, sequence: 7)).Cause);

        var forKey = Frame(Alice, Kind.Storage, sequence: 7, mode: RouteMode.Owner, to: Any.Node(77));
        Assert.Equal(InboundStep.Deliver, Receive(forKey).Step);
    }

    [Fact]
    public void Each_cheap_check_has_its_outcome()
    {
        var foreign = TestAccounts.Signer(ring: RingId.OfPublic("other"));

        Assert.Equal((InboundStep.Drop, "foreign ring"), Outcome(Receive(Frame(foreign))));
        Assert.Equal(
            (InboundStep.Drop, "clock"), Outcome(Receive(Frame(Alice, timestamp: Any.Now + Skew + Skew))));
        Assert.Equal((InboundStep.Drop, "expired"), Outcome(Receive(Frame(Alice, timestamp: Any.Now - Skew))));
        Assert.Equal(InboundStep.Break, _node.Receive(_node.Link(Neighbour), Frame(Alice), Lane.Control).Step);
    }

    [Fact]
    public void A_kind_to_be_acted_on_once_breaks_a_rule_in_mode_owner()
    {
        var frame = Any.Frame(Alice, Bob);
        var view = EnvelopeView.Read(frame);
        EnvelopePatch.InPlace(frame, in view, view.Route with { Mode = RouteMode.Owner }, 0);

        Assert.Equal("Transaction.kind", Receive(WithDelegation(frame, Alice)).Fault.Field);
    }

    [Fact]
    public void An_empty_slot_breaks_a_rule() =>
        Assert.Equal("Envelope.slot", Receive(Any.Frame(Alice, Bob)).Fault.Field);

    [Fact]
    public void A_delegation_that_is_not_in_force_is_refused_without_blame()
    {
        var expired = TestAccounts.Signer(issued: Any.Now - TimeSpan.FromDays(20));

        var judged = Receive(Frame(expired));

        Assert.Equal((InboundStep.Drop, "delegation", null), (judged.Step, judged.Cause, judged.Forged));
        Assert.Equal(0, _node.Destination.Windows);
    }

    [Fact]
    public void New_delegations_beyond_the_rate_are_answered_busy_and_known_ones_go_on()
    {
        Receive(Frame(Alice));
        for (var number = 100; number < 149; number++) Receive(Frame(Signer(number)));

        var judged = Receive(Frame(Signer(200)));

        Assert.Equal((InboundStep.Busy, Signer(200).Account, 1000), (judged.Step, judged.Origin!.Account, judged.RetryMs));
        Assert.Equal(InboundStep.Deliver, Receive(Frame(Alice, sequence: 2)).Step);
        Assert.Equal(InboundStep.Deliver, _node.Receive(_node.Link(Any.Node(4)), Frame(Signer(200))).Step);
    }

    [Fact]
    public void Busy_is_answered_at_a_rate_for_nothing_is_verified_there()
    {
        for (var number = 100; number < 150; number++) Receive(Frame(Signer(number)));
        var unknown = Frame(Signer(201));

        Assert.Equal(
            1000, Enumerable.Range(0, 1200).Count(_ => Receive(unknown).Step == InboundStep.Busy));
    }

    [Fact]
    public void Without_room_for_its_window_it_is_answered_busy_before_any_signature_is_verified()
    {
        var node = new TestNode(Bob, limits: new() { Replay = new() { Total = 1 } });
        node.Receive(node.Link(Any.Node(4)), Frame(Signer(5)));

        var judged = node.Receive(node.Link(Neighbour), Frame(Alice));

        Assert.Equal((InboundStep.Busy, 10_000), (judged.Step, judged.RetryMs));
        Assert.Equal(1, node.Budget.Delegations.Count);
    }

    [Fact]
    public void An_origin_beyond_its_rate_is_answered_busy_and_another_is_not()
    {
        var outcomes = Enumerable.Range(1, 1100)
            .Select(number => Receive(Frame(Alice, sequence: (ulong)number)).Step).ToList();

        Assert.Equal(1000, outcomes.Count(step => step == InboundStep.Deliver));
        Assert.Equal(100, outcomes.Count(step => step == InboundStep.Busy));
        Assert.Equal(InboundStep.Deliver, Receive(Frame(Signer(5), sequence: 1)).Step);
    }

    [Fact]
    public void Answers_and_link_control_do_not_count_to_their_origins_rate()
    {
        var node = new TestNode(Bob, limits: new() { OriginMessagesBurst = 1 });
        var link = node.Link(Neighbour);

        for (ulong number = 1; number <= 5; number++)
        {
            var reply = WithDelegation(Any.Frame(Alice, Bob, Kind.Delivered, sequence: number, replyTo: Any.Id(9)), Alice);
            Assert.Equal(InboundStep.Deliver, node.Receive(link, reply).Step);
            Assert.Equal(InboundStep.Deliver, node.Receive(link, Frame(Alice, Kind.Ring, sequence: number)).Step);
        }
    }

    [Fact]
    public void More_verifications_than_the_node_makes_are_refused_and_another_link_has_its_share()
    {
        var node = new TestNode(Bob, shared: new() { VerificationsPerSecond = 10 });
        var link = node.Link(Neighbour);

        var outcomes = Enumerable.Range(1, 10).Select(number =>
            Outcome(node.Receive(link, Frame(Alice, sequence: (ulong)number)))).ToList();

        Assert.Equal(5, outcomes.Count(outcome => outcome.Step == InboundStep.Deliver));
        Assert.Equal((InboundStep.Drop, "verifications"), outcomes[^1]);
        Assert.Equal(InboundStep.Deliver, node.Receive(node.Link(Any.Node(4)), Frame(Alice, sequence: 50)).Step);
    }

    [Fact]
    public void A_mark_from_before_a_restart_guards_against_what_was_seen()
    {
        var mark = new ReplayMark(Alice.Delegation.Id, Lane.Message, 10, Any.Now + Skew);
        _node.Destination.Restore(mark, Any.Now);

        Assert.Equal((InboundStep.Drop, "seen"), Outcome(Receive(Frame(Alice, sequence: 10))));
        Assert.Equal(InboundStep.Deliver, Receive(Frame(Alice, sequence: 11)).Step);
    }

    [Fact]
    public void P19_every_single_bit_of_what_is_signed_counts()
    {
        var frame = WithDelegation(
            Any.Frame(Alice, Bob, replyTo: Any.Id(5), wantsReceipt: true, bodyBytes: 24), Alice);
        var start = frame.AsSpan().IndexOf(EnvelopeView.Read(frame).Transaction.Bytes);
        Receive(Frame(Alice, sequence: 1000));
        var (windows, known) = (_node.Destination.Windows, _node.Budget.Delegations.Count);

        for (var bit = start * 8; bit < frame.Length * 8; bit++)
        {
            frame[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(InboundStep.Deliver, _node.Receive(_node.Link(Neighbour), frame).Step);
            frame[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal((windows, known), (_node.Destination.Windows, _node.Budget.Delegations.Count));
        Assert.Equal(InboundStep.Deliver, Receive(frame).Step);
    }

    [Fact]
    public void P19_every_single_bit_of_a_delegation_counts()
    {
        var frame = Frame(TestAccounts.Signer(number: 30));
        var start = frame.AsSpan().IndexOf(EnvelopeView.Read(frame).Delegation);
        var length = EnvelopeView.Read(frame).Delegation.Length;

        for (var bit = start * 8; bit < (start + length) * 8; bit++)
        {
            frame[bit / 8] ^= (byte)(1 << (bit % 8));
            var node = new TestNode(Bob);
            Assert.NotEqual(InboundStep.Deliver, node.Receive(node.Link(Neighbour), frame).Step);
            frame[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal(InboundStep.Deliver, Receive(frame).Step);
    }

    private static Signer Signer(int number) => TestAccounts.Signer(number: number);

    private static byte[] Frame(
        Signer signer, Kind kind = Kind.Application, ulong sequence = 1, RouteMode mode = RouteMode.Node,
        Did? to = null, Instant? timestamp = null) =>
        WithDelegation(Any.Frame(signer, to ?? Bob, kind, mode, sequence, timestamp), signer);

    private Judged Receive(byte[] frame) => _node.Receive(_link, frame);
}
