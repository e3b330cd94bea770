using System.Diagnostics;
using Rings.Protocol.Identity;
using Rings.Protocol.Ring;
using Rings.Protocol.Tests.Identity;
using Rings.Protocol.Wire;
using static Rings.Protocol.Tests.Wire.Inbound.TestNode;

namespace Rings.Protocol.Tests.Wire.Inbound;

/// <summary>Frames that go on, and peers that bring what they should not (protocol.md, 3.4, 3.6 and 3.7).</summary>
public sealed class RelaySpecs
{
    private static readonly Signer Alice = TestAccounts.Signer();
    private static readonly Did Self = Any.Node(2);
    private static readonly Did Peer = Any.Node(3);
    private static readonly Did Next = Any.Node(4);
    private static readonly Did Third = Any.Node(5);

    private readonly TestNode _node = NewNode();
    private readonly InboundLink _link;

    public RelaySpecs() => _link = _node.Link(Peer);

    [Fact]
    public void A_relay_forwards_while_hops_are_left()
    {
        var judged = Receive(Frame(Alice));

        Assert.Equal((InboundStep.Forward, Next, Route.MaxHops - 1), (judged.Step, judged.Next, judged.Route.HopsLeft));
    }

    [Fact]
    public void Without_hops_left_its_origin_is_told_once_it_is_verified()
    {
        var judged = Receive(Patched(Frame(Alice), route => route with { HopsLeft = 0 }));

        Assert.Equal(
            (InboundStep.End, UnreachableReason.TooManyHops, Alice.Account),
            (judged.Step, judged.Reason, judged.Origin!.Account));
    }

    [Fact]
    public void A_forged_one_without_hops_left_is_answered_by_nobody_and_blamed_on_its_link()
    {
        var judged = Receive(Forge(Patched(Frame(Alice), route => route with { HopsLeft = 0 })));

        Assert.Equal((InboundStep.Drop, "forged"), (judged.Step, judged.Cause));
        Assert.NotNull(judged.Forged);
    }

    [Fact]
    public void A_reply_is_never_answered_by_unreachable()
    {
        var reply = WithDelegation(Any.Frame(Alice, Any.Node(9), replyTo: Any.Id(7)), Alice);

        Assert.Equal((InboundStep.Drop, "unreachable"), Outcome(Receive(Patched(reply, r => r with { HopsLeft = 0 }))));
    }

    [Fact]
    public void A_reply_follows_its_crumb_only_if_it_comes_by_the_link_that_the_request_went()
    {
        var request = Frame(Alice);
        Assert.Equal(InboundStep.Forward, Receive(request).Step);
        var bob = TestAccounts.Signer(number: 2);
        var reply = Reply(bob, to: Alice.Account, EnvelopeView.Read(request).Transaction.Id);

        var right = _node.Receive(_node.Link(Next), reply);
        var wrong = _node.Receive(_node.Link(Third), reply);

        Assert.Equal((InboundStep.Forward, Peer, RouteMode.Back), (right.Step, right.Next, right.Route.Mode));
        Assert.NotEqual(RouteMode.Back, wrong.Route.Mode);
    }

    [Fact]
    public void Crumbs_are_counted_for_the_node_and_a_quarter_for_a_link()
    {
        var node = NewNode(shared: new() { Crumbs = new() { Total = 16 } });
        var links = new[] { Peer, Third, Any.Node(6), Any.Node(7), Any.Node(8) }.Select(peer => node.Link(peer)).ToArray();

        for (ulong number = 1; number <= 100; number++)
        {
            Assert.Equal(InboundStep.Forward, node.Receive(links[number % 5], Frame(Alice, number)).Step);
            Assert.InRange(node.Budget.Crumbs.Count, 1, 16);
        }

        for (ulong number = 200; number <= 300; number++) node.Receive(links[0], Frame(Alice, number));
        Assert.Equal(16, node.Budget.Crumbs.Count);
    }

    [Fact]
    public void More_than_the_credit_breaks_a_rule_and_credit_comes_back_as_frames_leave()
    {
        var node = NewNode(link: new() { WindowFrames = 4, VerifyOneIn = 0 });
        var link = node.Link(Peer);
        for (ulong number = 1; number <= 2; number++) node.Receive(link, Frame(Alice, number));

        Assert.Null(link.Left(Lane.Message, 100));
        Assert.Equal(2, link.Left(Lane.Message, 100)!.Frames);
        for (ulong number = 3; number <= 6; number++)
            Assert.Equal(InboundStep.Forward, node.Receive(link, Frame(Alice, number)).Step);
        Assert.Equal((InboundStep.Break, "Frame"), Broken(node.Receive(link, Frame(Alice, 7))));
    }

    [Fact]
    public void What_one_link_brings_is_bounded_and_another_has_a_rate_of_its_own()
    {
        var node = NewNode(link: new() { MessagesPerSecond = 10, AnswersPerSecond = 1, VerifyOneIn = 0 });
        var link = node.Link(Peer);

        var outcomes = Enumerable.Range(1, 30).Select(number => node.Receive(link, Frame(Alice, (ulong)number))).ToList();

        Assert.Equal(10, outcomes.Count(judged => judged.Step == InboundStep.Forward));
        Assert.Equal(5, outcomes.Count(judged => judged is { Step: InboundStep.End, Reason: UnreachableReason.Congested }));
        Assert.Equal((InboundStep.Drop, "rate"), Outcome(outcomes[^1]));
        Assert.Equal(InboundStep.Forward, node.Receive(node.Link(Third), Frame(Alice, 99)).Step);
    }

    [Fact]
    public void Bytes_are_bounded_likewise()
    {
        var node = NewNode(link: new() { BytesPerSecond = 1000, AnswersPerSecond = 0, VerifyOneIn = 0 });
        var link = node.Link(Peer);

        Assert.Equal(InboundStep.Forward, node.Receive(link, Frame(Alice, 1)).Step);
        Assert.Equal((InboundStep.Drop, "rate"), Outcome(node.Receive(link, Frame(Alice, 2, bodyBytes: 900))));
    }

    [Fact]
    public void Link_control_has_a_rate()
    {
        var link = NewNode(link: new() { ControlsPerSecond = 2 }).Link(Peer);

        Assert.Equal(10, Enumerable.Range(0, 20).Count(_ => link.MayControl(Any.Now)));
        Assert.True(link.MayControl(Any.Now + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_link_that_holds_more_than_it_leaves_to_the_others_finds_the_node_full()
    {
        var node = NewNode(shared: new() { HeldBytes = 256_000 });
        var (greedy, modest) = (node.Link(Peer, out var much), node.Link(Third, out var little));
        much.Take(150_000);
        little.Take(900);

        Assert.Equal(UnreachableReason.Congested, node.Receive(greedy, Frame(Alice, 1)).Reason);
        Assert.Equal(InboundStep.Forward, node.Receive(modest, Frame(Alice, 2)).Step);
        greedy.Left(Lane.Message, 100_000);
        Assert.Equal(InboundStep.Forward, node.Receive(greedy, Frame(Alice, 3)).Step);
    }

    [Fact]
    public void Sampled_forgeries_go_no_further_and_are_blamed_on_the_link_that_brought_them()
    {
        var node = NewNode(link: new() { VerifyOneIn = 1 });
        var link = node.Link(Peer);

        var judged = node.Receive(link, Forge(Frame(Alice)));

        Assert.Equal((InboundStep.Drop, "forged"), Outcome(judged));
        Assert.NotNull(judged.Forged);
        Assert.Null(judged.Closes);
        Assert.Equal(InboundStep.Forward, node.Receive(link, Frame(Alice)).Step);
    }

    [Fact]
    public void What_cannot_be_verified_now_goes_on_when_it_is_sampled()
    {
        var node = NewNode(link: new() { VerifyOneIn = 1 }, shared: new() { Delegations = new() { PerSecond = 1 } });
        var link = node.Link(Peer);
        node.Receive(link, Frame(Alice));

        Assert.Equal(InboundStep.Forward, node.Receive(link, Frame(TestAccounts.Signer(number: 8))).Step);
    }

    [Fact]
    public void Nobody_is_blamed_for_a_delegation_that_has_ended()
    {
        var node = NewNode(link: new() { VerifyOneIn = 1 });
        var expired = TestAccounts.Signer(issued: Any.Now - TimeSpan.FromDays(20));

        var judged = node.Receive(node.Link(Peer), Frame(expired));

        Assert.Equal((InboundStep.Drop, "delegation", null), (judged.Step, judged.Cause, judged.Forged));
    }

    [Fact]
    public void The_thirty_third_forgery_later_than_the_grace_closes_the_link_that_brought_it()
    {
        var forged = Forge(Patched(Frame(Alice), route => route with { HopsLeft = 0 }));
        Receive(forged);
        var late = Any.Now + TimeSpan.FromSeconds(6);

        for (var number = 0; number < 32; number++)
            Assert.Null(_node.Receive(_link, forged, now: late).Closes);

        Assert.Equal("the peer delivers forgeries", _node.Receive(_link, forged, now: late).Closes);
    }

    [Fact]
    public void Forgeries_of_a_lifetime_close_no_link()
    {
        for (var number = 0; number < 100; number++)
        {
            Assert.Null(_link.Traced(Any.Now + (number * TimeSpan.FromSeconds(100))));
            Assert.Null(_link.Traced(Any.Now + (number * TimeSpan.FromSeconds(100)) + TimeSpan.FromSeconds(10)));
        }
    }

    [Fact]
    public void Forgeries_are_told_at_a_rate_that_costs_no_honest_peer_its_link()
    {
        var limits = new InboundLimits();

        var told = Enumerable.Range(0, 5000).Count(_ => _link.TellsForgery(Any.Now));

        Assert.Equal(5 * limits.AnswersPerSecond, told);
        Assert.True(_link.TellsForgery(Any.Now + TimeSpan.FromSeconds(1)));
        Assert.True(limits.AnswersPerSecond < limits.ControlsPerSecond / 2);
    }

    [Fact]
    public void After_a_report_everything_for_that_peer_is_to_be_verified_for_a_minute()
    {
        _link.Reported(Any.Now);

        Assert.True(_link.MustVerify(Any.Now + TimeSpan.FromSeconds(60)));
        Assert.False(_link.MustVerify(Any.Now + TimeSpan.FromSeconds(61)));
        Assert.False(_node.Link(Third).MustVerify(Any.Now));
    }

    [Fact]
    public void Repeats_beyond_the_rate_are_dropped_before_anything_is_looked_at()
    {
        var node = NewNode(shared: new() { RepeatsPerSecond = 20 });
        var (link, other) = (node.Link(Peer), node.Link(Third));

        var outcomes = Enumerable.Range(0, 100).Select(_ => Outcome(node.Receive(link, Frame(Alice)))).ToList();

        Assert.Equal(11, outcomes.Count(outcome => outcome.Step == InboundStep.Forward)); // The first, and its share.
        Assert.Equal(89, outcomes.Count(outcome => outcome == (InboundStep.Drop, "repeated")));
        Assert.Equal(InboundStep.Forward, node.Receive(link, Frame(Alice, 2)).Step);
        Assert.Equal(InboundStep.Forward, node.Receive(other, Frame(Alice)).Step);
        Assert.Equal(InboundStep.Forward, node.Receive(other, Frame(Alice)).Step);
    }

    [Fact]
    public void A_link_that_brings_more_repeats_than_an_honest_node_passes_on_is_closed()
    {
        var limits = new InboundLimits { Repeats = 50, VerifyOneIn = 0 };
        var (flood, slow) = (NewNode(link: limits), NewNode(link: limits, shared: new() { RepeatsPerSecond = 1 }));
        var (link, patient) = (slow.Link(Peer), flood.Link(Peer));

        var closing = Enumerable.Range(0, 60).Select(_ => slow.Receive(link, Frame(Alice)).Closes).ToList();
        Assert.Equal("the peer repeats itself", closing[^1]);
        Assert.Null(closing[49]);
        for (var second = 0; second < 200; second++)
        {
            var at = Any.Now + TimeSpan.FromSeconds(second * 2);
            Assert.Null(flood.Receive(patient, Frame(Alice, timestamp: at), now: at).Closes);
        }
    }

    [Fact]
    public void An_honest_node_cannot_pass_on_what_closes_its_links() => Assert.True(
        new NodeLimits().RepeatsPerSecond * 61L < new InboundLimits().Repeats);

    /// <summary>Until the runtime has optimised a method, comparing keys makes garbage: it gets the time it takes.</summary>
    [Fact]
    public void A_frame_that_goes_on_makes_no_garbage()
    {
        var leash = TimeSpan.FromMinutes(1);
        var node = NewNode(
            shared: new() { RepeatsPerSecond = int.MaxValue },
            link: new() { MessagesPerSecond = 1e12, BytesPerSecond = 1e15, Repeats = long.MaxValue, VerifyOneIn = 0 });
        var link = node.Link(Peer);
        var frames = Enumerable.Range(1, 100).Select(number => Frame(Alice, (ulong)number)).ToArray();

        for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < leash;)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var frame in frames) Pass(frame);
            if (GC.GetAllocatedBytesForCurrentThread() == before) return;
        }

        Assert.Fail("garbage in each pass");

        void Pass(byte[] frame)
        {
            var step = link.Receive(Lane.Message, frame, node, Any.Now, out _);
            if (step != InboundStep.Forward) throw new InvalidOperationException($"{step}");
            link.Left(Lane.Message, frame.Length);
        }
    }

    private static TestNode NewNode(NodeLimits? shared = null, InboundLimits? link = null) =>
        new(Self, [Peer, Next, Third, Any.Node(6), Any.Node(7), Any.Node(8)], shared, link);

    private static (InboundStep Step, string Field) Broken(Judged judged) => (judged.Step, judged.Fault.Field);

    private static byte[] Frame(Signer signer, ulong sequence = 1, int bodyBytes = 64, Instant? timestamp = null) =>
        WithDelegation(Any.Frame(signer, Next, sequence: sequence, bodyBytes: bodyBytes, timestamp: timestamp), signer);

    private static byte[] Reply(Signer signer, Did to, TransactionId replyTo) =>
        WithDelegation(Any.Frame(signer, to, Kind.Delivered, RouteMode.Back, replyTo: replyTo), signer);

    private static byte[] Patched(byte[] frame, Func<Route, Route> change)
    {
        var view = EnvelopeView.Read(frame);
        var delegation = view.Delegation.ToArray();
        var patched = new byte[EnvelopePatch.SizeWith(in view, delegation.Length)];
        EnvelopePatch.WithDelegation(in view, change(view.Route), 0, delegation, patched);
        return patched;
    }

    /// <summary>The same with a signature that nobody made.</summary>
    private static byte[] Forge(byte[] frame)
    {
        frame[^1] ^= 1;
        return frame;
    }

    private Judged Receive(byte[] frame) => _node.Receive(_link, frame);
}
