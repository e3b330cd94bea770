using Rings.Actors.Context;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Streams;
using Rings.TestKit;
using static Rings.Actors.Public.StreamCommands;

namespace Rings.Actors.Tests.Streams;

/// <summary>Streams between whole nodes, over relays and links.</summary>
public sealed class StreamSpecs
{
    private static readonly StreamOptions OverTheRing = new() { Direct = DirectPolicy.Never };

    [Fact]
    public void Bytes_go_both_ways_over_relays_and_each_direction_ends_by_itself()
    {
        using var ring = new SimulatedRing(1);
        ring.Settle(14);
        var (from, to) = ring.Strangers();

        var (opener, acceptor) = ring.Connect(from, to, ring.Listen(to), OverTheRing);
        ring.Carry(opener.Output, acceptor.Input, 900_000);
        ring.Carry(acceptor.Output, opener.Input, 600_000);

        Assert.Equal((from.Did, to.Did), (acceptor.Peer, opener.Peer));
        Assert.False(opener.Way.IsDirect);
        Assert.NotNull(opener.Way.RoundTrip);
        Assert.InRange(opener.Way.Hops, 2, 32);
        Assert.Equal(opener.Way.Hops, acceptor.Way.Hops);
        Assert.Equal(new StreamEnd(StreamEndKind.Finished, 0, 900_000, 900_000, 600_000), ring.End(opener));
        Assert.Equal(new StreamEnd(StreamEndKind.Finished, 0, 600_000, 600_000, 900_000), ring.End(acceptor));
    }

    [Fact]
    public void Open_streams_are_told_at_both_ends_with_peer_way_and_bytes()
    {
        using var ring = new SimulatedRing(12);
        ring.Settle(3);
        var (from, to) = (ring["n1"], ring["n2"]);
        Assert.Equal((0, 0), Told(ring, from));

        var (opener, acceptor) = ring.Connect(from, to, ring.Listen(to));
        ring.Carry(opener.Output, acceptor.Input, 100_000);

        var here = Assert.Single(ring.Ask<OpenStreams>(from, StreamCommands.ListStreams.Instance).Streams);
        var there = Assert.Single(ring.Ask<OpenStreams>(to, StreamCommands.ListStreams.Instance).Streams);
        Assert.Equal((to.Did, true, false, 100_000, 0), (here.Peer, here.IsOwn, here.IsOpening, here.BytesSent, here.BytesReceived));
        Assert.Equal((from.Did, false, false, 0, 100_000), (there.Peer, there.IsOwn, there.IsOpening, there.BytesSent, there.BytesReceived));
        Assert.Equal((opener.Protocol, opener.Way), (here.Protocol, here.Way));
        acceptor.Output.Complete();
        ring.End(acceptor);
        ring.End(opener);
        Assert.Equal((0, 0), Told(ring, from));
    }

    [Fact]
    public void A_stream_between_neighbours_goes_over_their_link()
    {
        using var ring = new SimulatedRing(2);
        ring.Settle(2);

        var (opener, acceptor) = ring.Connect(ring["n0"], ring["n1"], ring.Listen(ring["n1"]));
        ring.Carry(opener.Output, acceptor.Input, 1_000_000);

        Assert.True(opener.Way.IsDirect);
        Assert.Equal((1, 1), (opener.Way.Hops, acceptor.Way.Hops));
    }

    [Fact]
    public void After_some_use_a_link_of_its_own_carries_the_stream()
    {
        using var ring = new SimulatedRing(3);
        ring.Settle(14);
        var (from, to) = ring.Strangers();

        var (opener, acceptor) = ring.Connect(from, to, ring.Listen(to));
        var began = opener.Way.IsDirect;
        ring.Carry(opener.Output, acceptor.Input, 2_000_000);

        Assert.False(began);
        Assert.True(opener.Way.IsDirect);
        Assert.True(ring.Status(from).Links.Single(link => link.Peer == to.Did).Kept, "the link may be closed");
    }

    [Fact]
    public void A_stream_survives_the_end_of_a_relay()
    {
        using var ring = new SimulatedRing(4);
        ring.Settle(14);
        var (from, to) = ring.Strangers();
        var (opener, acceptor) = ring.Connect(from, to, ring.Listen(to), OverTheRing);
        var victims = new Queue<string>(ring.Nodes.Where(node => node != from && node != to).Take(6).Select(node => node.Name));
        var next = ring.World.Now + TimeSpan.FromMilliseconds(100);

        ring.Carry(opener.Output, acceptor.Input, 5_000_000, _ =>
        {
            if (ring.World.Now < next || victims.Count == 0) return;
            ring.Kill(victims.Dequeue());
            next = ring.World.Now + TimeSpan.FromSeconds(1);
        });

        acceptor.Output.Complete();
        Assert.Equal(5_000_000, ring.End(acceptor).Received);
        Assert.True(victims.Count < 6, "no relay was killed meanwhile");
    }

    [Fact]
    public void What_nobody_listens_for_and_what_is_refused_says_so()
    {
        using var ring = new SimulatedRing(5);
        ring.Settle(3);

        var nobody = Assert.IsType<StreamRefused>(ring.TryOpen(ring["n1"], ring["n2"]));
        var self = Assert.IsType<StreamNotOpened>(ring.TryOpen(ring["n1"], ring["n1"]));

        Assert.Equal(StreamCode.NotFound, nobody.Code);
        Assert.Equal(StreamOpenFailure.Invalid, self.Reason);
    }

    [Fact]
    public void A_reset_carries_its_code_and_a_reader_that_leaves_stops_the_writer()
    {
        using var ring = new SimulatedRing(6);
        ring.Settle(3);
        var listener = ring.Listen(ring["n2"]);
        var (reset, other) = ring.Connect(ring["n1"], ring["n2"], listener);
        var (written, left) = ring.Connect(ring["n1"], ring["n2"], listener);

        reset.Reset(777);
        left.Input.Complete();
        ring.Until(() => written.Output.FlushAsync().Result.IsCompleted, "the writer is not told");

        Assert.Equal((StreamEndKind.ResetByPeer, 777L), (ring.End(other).Kind, ring.End(other).Code));
        Assert.Equal((StreamEndKind.ResetHere, 777L), (ring.End(reset).Kind, ring.End(reset).Code));
        var thrown = Assert.Throws<StreamResetException>(() => other.Input.TryRead(out _));
        Assert.Equal(777, thrown.Code);
    }

    [Fact]
    public void A_peer_that_dies_ends_its_streams()
    {
        using var ring = new SimulatedRing(7);
        ring.Settle(4);
        var (opener, _) = ring.Connect(ring["n1"], ring["n2"], ring.Listen(ring["n2"]));

        ring.Kill("n2");

        Assert.Equal((StreamEndKind.Lost, StreamCode.PeerLost), (ring.End(opener).Kind, ring.End(opener).Code));
    }

    [Fact]
    public void A_node_that_was_restarted_says_that_the_streams_are_gone()
    {
        using var ring = new SimulatedRing(8);
        ring.Settle(4);
        var (opener, _) = ring.Connect(ring["n1"], ring["n2"], ring.Listen(ring["n2"]));

        ring.Kill("n2");
        ring.Start("n2", "n0");

        Assert.Equal(StreamEndKind.Lost, ring.End(opener).Kind);
        ring.Until(() => ring.TryOpen(ring["n1"], ring["n2"]) is StreamRefused, "the new node is not reached", TimeSpan.FromMinutes(3));
    }

    [Fact]
    public void More_streams_than_the_backlog_are_refused_as_busy()
    {
        using var ring = new SimulatedRing(9);
        ring.Settle(2);
        var listener = ring.Listen(ring["n1"], backlog: 1);
        var (asked, told) = (new StreamListener("x", 1), 0);
        ring.Probe.Received.Clear();
        for (var i = 0; i < 3; i++)
        {
            ring["n0"].Actor.Tell(
                new OpenStream(ring["n1"].Did, SimulatedStreams.Protocol, new(), asked),
                ring.Probe.Actor);
        }

        ring.Until(() => (told = ring.Probe.Received.OfType<StreamRefused>().Count()) == 2, "not two are refused");

        Assert.All(ring.Probe.Received.OfType<StreamRefused>(), refused => Assert.Equal(StreamCode.Busy, refused.Code));
        Assert.True(listener.Waiting.TryRead(out _));
    }

    [Fact]
    public void A_stream_that_was_accepted_while_it_was_given_up_is_nobodys_and_ends()
    {
        using var ring = new SimulatedRing(10);
        ring.Settle(2);
        var (listener, handle) = (ring.Listen(ring["n1"]), new object());
        ring.Probe.Received.Clear();
        ring["n0"].Actor.Tell(new OpenStream(ring["n1"].Did, SimulatedStreams.Protocol, new(), handle), ring.Probe.Actor);
        var accepted = ring.Take(listener).Accept();
        ring.Until(() => ring.Probe.Received.OfType<StreamOpened>().Any(), "the opener heard nothing");

        ring["n0"].Actor.Tell(new CancelOpening(ring["n1"].Did, handle), ring.Probe.Actor);

        Assert.Equal((StreamEndKind.ResetByPeer, StreamCode.Cancelled), (ring.End(accepted).Kind, ring.End(accepted).Code));
    }

    [Fact]
    public void What_is_read_after_a_stream_has_ended_makes_room_for_those_that_follow()
    {
        using var ring = new SimulatedRing(13);
        ring.Settle(2);
        var listener = ring.Listen(ring["n1"]);

        // Far more in all than the set may have unread, and each stream is over before its first byte is read.
        for (var number = 0; number < 60; number++)
        {
            var (opener, acceptor) = ring.Connect(ring["n0"], ring["n1"], listener);
            new byte[50_000].CopyTo(opener.Output.GetSpan(50_000));
            opener.Output.Advance(50_000);
            opener.Output.Complete();
            acceptor.Output.Complete();
            Assert.Equal(new StreamEnd(StreamEndKind.Finished, 0, 0, 0, 50_000), ring.End(acceptor));
            Assert.True(acceptor.Input.TryRead(out var read));
            Assert.Equal(50_000, read.Buffer.Length);
            // All, or a part and then no more.
            acceptor.Input.AdvanceTo(read.Buffer.GetPosition(number % 2 == 0 ? 50_000 : 10));
            if (number % 2 == 1) acceptor.Input.Complete();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_path_over_relays_ends_with_the_delegation_of_an_end_as_soon_as_the_other_knows_that_it_was_revoked(bool isOpener)
    {
        using var ring = new SimulatedRing(11) { CanRenew = false, Life = Delegation.DefaultLifetime };
        ring.Settle(14);
        var (from, to) = ring.Strangers();
        var (opener, acceptor) = ring.Connect(from, to, ring.Listen(to), OverTheRing);
        var (revoked, other) = isOpener ? (from, to) : (to, from);
        using var account = ring.AccountOf(revoked.Name);
        var revocation = new RevocationDraft(
            account.Kind, account.Did, account.CarriedPublicKey.Span, null, Instant.From(ring.World.Time.GetUtcNow()), new byte[Delegation.NonceBytes]).Sign(account);

        ring.System.System.ActorSelection(other.Actor.Path / "revocations").Tell(new IdentityProtocol.Seen(revocation));

        Assert.Equal(StreamEndKind.Lost, ring.End(isOpener ? acceptor : opener).Kind);
        Assert.Equal(StreamEndKind.Lost, ring.End(isOpener ? opener : acceptor).Kind);
    }

    private static (int Streams, int Total) Told(SimulatedRing ring, SimulatedNode node)
    {
        var told = ring.Ask<OpenStreams>(node, StreamCommands.ListStreams.Instance);
        return (told.Streams.Length, told.Total);
    }
}
