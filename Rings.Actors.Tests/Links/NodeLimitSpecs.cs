using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Wire;
using Rings.TestKit;
using Rings.TestKit.Liars;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Links;

/// <summary>
/// One node with 96 links whose ends all take as much as they can: what docs/protocol/9-limits.md bounds for the node
/// stays within its bound, and who asks for little is served. <see cref="LimitTableSpecs"/> names the row of each test.
/// </summary>
public sealed class NodeLimitSpecs : IDisposable
{
    private const int Links = 96;

    private SimulatedRing _ring = null!;
    private LiarFrames _frames = null!;
    private SimulatedNode _node = null!;
    private LiarPeer[] _liars = null!;

    public void Dispose() => _ring.Dispose();

    [Fact]
    public void New_delegations_no_more_than_400_a_second_and_verified_ones_no_more_than_4096()
    {
        Begin();

        for (var second = 0; second < 12; second++)
        {
            var before = Answered(Kind.Unsupported);
            for (var number = 0; number < Links; number++)
                _liars[number].Send(_frames.OfStrangers(_ring, _node.Did, $"{second}-{number}", 6));
            RunToNextSecond();

            Assert.InRange(Answered(Kind.Unsupported) - before, 300, 400);
        }

        Assert.InRange(_node.Destination.Budget.Delegations.Count, 1000, 4096);
        Assert.True(_liars.All(liar => liar.Kinds.Contains(Kind.Unsupported)), "everybody found a place");
        Assert.Equal(12 * Links * 6, Answered(Kind.Unsupported) + Answered(Kind.Busy));
    }

    [Fact]
    public void Crumbs_no_more_than_their_table_takes()
    {
        Begin("rings.relay.crumbs = 400");
        var target = _liars[0];

        for (var round = 0; round < 10; round++)
        {
            foreach (var liar in _liars.Skip(1)) liar.Send(_frames.Genuine(liar.Signer, target.Did));
            _ring.World.Run(TimeSpan.FromSeconds(0.1));
            Assert.InRange(_node.Destination.Budget.Crumbs.Count, 95, 400);
        }

        Assert.Equal(10 * (Links - 1), target.Frames.Count);
    }

    [Fact]
    public void Bytes_held_no_more_than_the_node_holds_and_what_finds_no_room_is_told()
    {
        Begin("rings.links.held-bytes = 300000", grants: false);
        var target = _liars[0];
        Fill(target);

        for (var round = 0; round < 4; round++)
        {
            foreach (var liar in _liars.Skip(1))
                liar.Send(_frames.Genuine(liar.Signer, target.Did, body: new byte[1500]));
            _ring.World.Run(TimeSpan.FromSeconds(0.1));
            Assert.InRange(_node.Destination.Budget.Held.Held, 100_000, 300_000);
        }

        Assert.NotEqual(0, Answered(Kind.Unreachable));
        _ring.World.Run(TimeSpan.FromSeconds(2));
        Assert.InRange(_node.Destination.Budget.Held.Held, 0, 3000); // What waits at the head of the lane.
    }

    [Fact]
    public void Messages_verified_no_more_than_a_second_allows_and_each_link_has_its_share()
    {
        Begin("rings.messages.verifications-per-second = 512");

        SendFromAll(10);
        RunToNextSecond();

        Assert.InRange(Answered(Kind.Unsupported), 400, 512);
        Assert.True(_liars.All(liar => liar.Kinds.Contains(Kind.Unsupported)), "everybody found a place");
    }

    [Fact]
    public void Repeats_looked_at_no_more_than_a_second_allows()
    {
        Begin("rings.relay.repeats-per-second = 512");
        var target = _liars[0];
        foreach (var liar in _liars.Skip(1))
        {
            var frame = _frames.Genuine(liar.Signer, target.Did, wantsReply: false);
            liar.Send(Enumerable.Repeat(frame, 10));
        }

        RunToNextSecond();

        Assert.InRange(target.Frames.Count - (Links - 1), 400, 512);
    }

    [Fact]
    public void Replay_windows_no_more_than_their_table_takes_and_an_eighth_by_one_link()
    {
        Begin("rings.messages.replay-windows = 64");
        _liars[0].Send(_frames.OfStrangers(_ring, _node.Did, "greedy", 40));
        RunToNextSecond();
        Assert.InRange(_liars[0].Kinds.Count(kind => kind == Kind.Unsupported), 1, 8);

        SendFromAll(1);
        RunToNextSecond();

        Assert.InRange(_node.Destination.Windows, 50, 64);
        Assert.Equal(40 + Links, Answered(Kind.Unsupported) + Answered(Kind.Busy));
    }

    [Fact]
    public void One_origin_no_more_than_its_rate_by_however_many_links()
    {
        Begin("rings.messages.origin-messages-burst = 300");
        var origin = _ring.NewSigner("origin");

        foreach (var liar in _liars)
            liar.Send(Enumerable.Range(0, 8).Select(_ => _frames.Genuine(origin, _node.Did)));
        RunToNextSecond();

        Assert.InRange(Answered(Kind.Unsupported), 300, 300 + 200); // The burst, and what flows in meanwhile.
        Assert.Equal(8 * Links, Answered(Kind.Unsupported) + Answered(Kind.Busy));
    }

    [Fact]
    public void Messages_in_progress_no_more_bytes_than_the_node_gives_them()
    {
        Begin("rings.messages.reassembly-bytes = 1000000");

        foreach (var liar in _liars) liar.Send(_frames.Part(liar.Signer, _node.Did));
        RunToNextSecond();

        Assert.InRange(Answered(Kind.Busy), Links - 21, Links - 15);
    }

    [Fact]
    public void One_origin_no_more_than_8_messages_in_progress_by_however_many_links()
    {
        Begin();
        var origin = _ring.NewSigner("origin");

        for (var number = 0; number < Links; number++)
            _liars[number].Send(_frames.Part(origin, _node.Did, (ulong)number));
        RunToNextSecond();

        Assert.Equal(Links - 8, Answered(Kind.Busy));
    }

    [Fact]
    public void Messages_in_progress_are_given_up_after_a_minute_and_others_have_their_room()
    {
        Begin("rings.messages.reassembly-bytes = 1000000");
        foreach (var liar in _liars) liar.Send(_frames.Part(liar.Signer, _node.Did));
        _ring.World.Run(TimeSpan.FromSeconds(58));
        foreach (var liar in _liars) liar.Send(_frames.Part(liar.Signer, _node.Did, 1));
        _ring.World.Run(TimeSpan.FromSeconds(1));
        var before = Answered(Kind.Busy);

        _ring.World.Run(TimeSpan.FromSeconds(3));
        foreach (var liar in _liars) liar.Send(_frames.Part(liar.Signer, _node.Did, 2));
        RunToNextSecond();

        Assert.InRange(before, (2 * Links) - 21, (2 * Links) - 15);
        Assert.InRange(Answered(Kind.Busy) - before, Links - 21, Links - 15);
    }

    [Fact]
    public void Frames_that_wait_half_a_second_for_their_link_are_dropped_and_told()
    {
        Begin(grants: false);
        Fill(_liars[0]);
        foreach (var liar in _liars.Skip(1)) liar.Send(_frames.Genuine(liar.Signer, _liars[0].Did));

        _ring.World.Run(TimeSpan.FromSeconds(0.4));
        Assert.Equal(0, Answered(Kind.Unreachable));
        _ring.World.Run(TimeSpan.FromSeconds(1));

        Assert.InRange(Answered(Kind.Unreachable), Links - 3, Links - 1); // One may wait at the head of the lane.
    }

    [Fact]
    public void Delegation_slots_no_more_than_64_for_all_origins_that_a_link_carries()
    {
        Begin();
        var (target, slots) = (_liars[0], new ReceiverSlots());

        for (var round = 0; round < 3; round++)
        {
            foreach (var liar in _liars.Skip(1)) liar.Send(_frames.Genuine(liar.Signer, target.Did, wantsReply: false));
            _ring.World.Run(TimeSpan.FromSeconds(0.1));
        }

        Assert.Equal(3 * (Links - 1), target.Frames.Count);
        foreach (var frame in target.Frames)
        {
            var view = EnvelopeView.Read(frame);
            Assert.True(slots.Accept(in view, out var delegation).IsNone);
            Assert.Equal(view.Transaction.DelegationId, Delegation.Read(delegation.Span).Id);
        }
    }

    [Fact]
    public void One_link_no_more_than_its_rate_and_the_others_all_of_theirs()
    {
        Begin("rings.relay.messages-per-second = 100");
        var target = _liars[0];

        _liars[1].Send(Enumerable.Range(0, 400).Select(_ => _frames.Genuine(_liars[1].Signer, target.Did, wantsReply: false)));
        foreach (var honest in _liars.Skip(2))
            honest.Send(Enumerable.Range(0, 4).Select(_ => _frames.Genuine(honest.Signer, target.Did, wantsReply: false)));
        RunToNextSecond();

        Assert.InRange(target.Frames.Count, ((Links - 2) * 4) + 100, ((Links - 2) * 4) + 200);
    }

    [Fact]
    public void Link_control_beyond_its_rate_closes_that_link_alone()
    {
        Begin();

        for (var burst = 0; burst < 11_000; burst++) _liars[0].Tell(new LinkControl.Ping((ulong)burst));
        _ring.World.Run(TimeSpan.FromSeconds(2));

        Assert.True(_liars[0].IsClosed);
        Assert.DoesNotContain(_liars.Skip(1), liar => liar.IsClosed);
        Assert.Equal(Links - 1, _ring.Status(_node).Links.Length);
    }

    [Fact]
    public void A_link_that_grants_nothing_for_30_s_is_closed_and_no_other()
    {
        Begin(grants: false);
        Fill(_liars[0]);
        _liars[1].Send(_frames.Genuine(_liars[1].Signer, _liars[0].Did));
        _liars[0].Send(Enumerable.Range(0, 8).Select(_ => _frames.Genuine(_liars[0].Signer, _node.Did)));

        _ring.World.Run(TimeSpan.FromSeconds(32));

        Assert.True(_liars[0].IsClosed);
        Assert.DoesNotContain(_liars.Skip(1), liar => liar.IsClosed);
    }

    [Fact]
    public void A_link_that_brings_32_forgeries_in_a_minute_is_closed_and_no_other()
    {
        Begin();

        for (var number = 0; number < 50; number++)
        {
            _liars[0].Send(_frames.Forged(_liars[0].Signer, _node.Did));
            _ring.World.Run(TimeSpan.FromSeconds(0.5));
        }

        Assert.True(_liars[0].IsClosed);
        Assert.Equal(GoAwayReason.Refused, _liars[0].GoAway);
        Assert.DoesNotContain(_liars.Skip(1), liar => liar.IsClosed);
    }

    [Fact]
    public void Forgeries_told_no_more_than_a_burst_and_another_link_hears_of_its_own()
    {
        Begin();
        int Told(LiarPeer liar) => liar.Told.OfType<LinkControl.Forged>().Count();

        _liars[0].Send(Enumerable.Range(0, 2000).Select(_ => _frames.Forged(_liars[0].Signer, _node.Did)));
        _liars[1].Send(_frames.Forged(_liars[1].Signer, _node.Did));
        RunToNextSecond();

        Assert.InRange(Told(_liars[0]), 1000, 1200);
        Assert.Equal(1, Told(_liars[1]));
        Assert.DoesNotContain(_liars, liar => liar.IsClosed);
    }

    [Fact]
    public void Offers_over_the_ring_no_more_than_10_a_second_are_looked_at()
    {
        Begin("rings.links.ring-offers-per-second = 10");

        foreach (var liar in _liars) liar.Send(_frames.Genuine(liar.Signer, _node.Did, Kind.Connect));
        RunToNextSecond();

        Assert.InRange(Answered(Kind.ConnectRefused), 10, 20); // Ten at once, and what flows in meanwhile.
        Assert.Equal(Links, Answered(Kind.ConnectRefused) + Answered(Kind.Busy));
    }

    [Fact]
    public void Offers_over_HTTP_no_more_than_64_at_once_are_looked_at_and_8_of_one_address()
    {
        Begin();

        Assert.InRange(LookedAt(number => $"192.0.2.{number}"), 64, 66);
        _ring.World.Run(TimeSpan.FromSeconds(10));
        Assert.InRange(LookedAt(_ => "198.51.100.7"), 8, 10);
        _ring.World.Run(TimeSpan.FromSeconds(10));
        Assert.InRange(LookedAt(number => $"2001:db8::{number}"), 8, 10);
        _ring.World.Run(TimeSpan.FromSeconds(10));
        Assert.InRange(LookedAt(_ => "127.0.0.1"), 64, 66);
    }

    [Fact]
    public void Peers_remembered_no_more_than_the_bound_though_more_are_linked()
    {
        Begin("rings.peers.remembered = 40");

        _ring.World.Run(TimeSpan.FromSeconds(10)); // Twice what news waits before it is written down.

        Assert.Equal(40, _ring.Remembered("n0").Count);
    }

    [Fact]
    public void Answers_to_what_is_not_acted_on_no_more_than_a_burst_and_another_link_gets_its_own()
    {
        Begin();

        _liars[0].Send(_frames.OfStrangers(_ring, _node.Did, "flood", 1300));
        _liars[1].Send(_frames.OfStrangers(_ring, _node.Did, "other", 60));
        RunToNextSecond();

        var told = _liars[0].Kinds.ToList();
        Assert.InRange(told.Count(kind => kind == Kind.Unsupported), 50, 100);
        Assert.InRange(told.Count(kind => kind == Kind.Busy), 1000, 1200);
        Assert.Equal(60, _liars[1].Kinds.Count());
    }

    [Fact]
    public void Protocols_listened_to_no_more_than_the_bound()
    {
        Begin("rings.messages.protocols = 3");

        for (var number = 0; number < 3; number++) _ring.Register(_node, $"limit/{number}", []);
        var refused = _ring.Ask<IReply>(_node, new RegisterProtocol("limit/3", _ring.Probe.Actor));

        Assert.IsNotType<ProtocolRegistered>(refused);
    }

    [Fact]
    public void Services_looked_up_no_more_than_64_at_a_time()
    {
        Begin();
        _ring.Probe.Received.Clear();

        for (var number = 0; number < Links; number++)
            _node.Actor.Tell(new FindService(_liars[number].Did, "web"), _ring.Probe.Actor);
        _ring.World.Run(TimeSpan.FromSeconds(60));

        Assert.Equal(Links, _ring.Probe.Received.Count);
        Assert.Equal(Links - 64, _ring.Probe.Received.Count(reply => reply is ServiceRefused { Reason: ServiceRefusal.Full }));
    }

    private void Begin(string config = "", bool grants = true)
    {
        _ring = new SimulatedRing(seed: 23, config: "rings.links.ring-offers-per-second = 1000\n" + config);
        _frames = new LiarFrames(_ring.World.Time);
        _node = _ring.Start("n0");
        _ring.World.Run(TimeSpan.FromSeconds(1));
        _liars = [.. Enumerable.Range(0, Links).Select(number =>
            LiarPeer.LinkTo(_ring, _node, $"liar-{number}", grants || number > 0))];
        RunToNextSecond();
        Assert.Equal(Links, _ring.Status(_node).Links.Length);
    }

    private void RunToNextSecond() =>
        _ring.World.RunUntil(TimeSpan.FromSeconds(Math.Floor(_ring.World.Now.TotalSeconds) + 1));

    /// <summary>Uses the credit up that the peer gives to the node.</summary>
    private void Fill(LiarPeer target)
    {
        var filler = _ring.NewSigner("filler");
        for (var sent = 0; sent < LinkControl.Hello.MinLaneFrames; sent++)
        {
            _liars[1].Send(_frames.Genuine(filler, target.Did, wantsReply: false));
            _ring.World.Run(TimeSpan.FromSeconds(0.02));
        }
    }

    private void SendFromAll(int each)
    {
        foreach (var liar in _liars)
            liar.Send(Enumerable.Range(0, each).Select(_ => _frames.Genuine(liar.Signer, _node.Did)));
    }

    /// <summary>Of as many malformed offers as there are links, those that are looked at: they are called invalid.</summary>
    private int LookedAt(Func<int, string> address) => Enumerable.Range(0, Links).Count(number =>
        _ring.Ask<LinkRefused>(_node, new AnswerOffer([1, 2, 3], address(number))).Reason == LinkFailure.Invalid);

    private int Answered(Kind kind) => _liars.Sum(liar => liar.Kinds.Count(answer => answer == kind));
}
