using Rings.Protocol.Links;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Links;

public sealed class LinkBookSpecs
{
    private readonly BookWorld _world = new(seed: 1, LinkRules.None);

    private BookNode Node => _world.Nodes[1];

    [Theory]
    [InlineData("192.0.2.", "", 8)]
    [InlineData("2001:db8:0:1::", "", 8)]
    [InlineData("::ffff:192.0.2.", "", 8)]
    [InlineData("2001:db8:0:", "::1", 64)]
    public void Offers_of_one_address_or_of_one_64_are_limited_together(string before, string after, int looked)
    {
        var same = before.EndsWith("192.0.2.", StringComparison.Ordinal);

        var taken = Enumerable.Range(1, 100).Count(number =>
            Node.Book.LooksAt(From(before + (same ? 7 : number) + after), _world.Now));

        Assert.Equal(looked, taken);
    }

    [Fact]
    public void Offers_from_loopback_are_limited_in_all_and_those_by_hand_are_not()
    {
        Assert.Equal(64, Enumerable.Range(0, 100).Count(_ => Node.Book.LooksAt(From("127.0.0.1"), _world.Now)));
        Assert.True(Node.Book.LooksAt(From(null), _world.Now));
    }

    [Fact]
    public void Offers_over_the_ring_are_limited_to_ten_a_second()
    {
        var way = new LinkWay.FromRing(BookWorld.DidOf(7), "request");
        var now = _world.Now;

        Assert.Equal(10, Enumerable.Range(0, 50).Count(_ => Node.Book.LooksAt(way, now)));
        Assert.Equal(10, Enumerable.Range(0, 50).Count(_ => Node.Book.LooksAt(way, now + TimeSpan.FromSeconds(1))));
        Assert.All(Node.Outcomes, outcome => Assert.Equal(LinkFailure.Busy, outcome.Refusal));
    }

    [Fact]
    public void A_link_that_the_ring_can_do_without_is_opened_only_while_the_budget_has_room()
    {
        var world = new BookWorld(1, LinkRules.None, nodes: 3, new() { LinkBudget = 1 });
        var (book, asker) = (world.Nodes[0].Book, new BookAsker());
        book.Dial(world.Nodes[1].Did, new LinkWay.OverRing(null) { IsSpare = true }, null, world.Now);
        world.Run();
        Assert.Equal(1, book.StandingCount);

        book.Dial(world.Nodes[2].Did, new LinkWay.OverRing(null) { IsSpare = true }, asker, world.Now);

        Assert.Equal((1, 1), (asker.Told, book.Links.Count));
        book.Dial(world.Nodes[2].Did, new LinkWay.OverRing(null), null, world.Now);
        world.Run();
        Assert.Equal(2, book.StandingCount);
    }

    [Fact]
    public void Half_open_links_from_one_64_of_IPv6_are_counted_together()
    {
        Assert.Equal(8, Enumerable.Range(1, 12).Count(number => Offer(number, From($"2001:db8::{number:x}")) is null));
        Assert.Null(Offer(13, From("2001:db8:0:1::1")));
    }

    [Fact]
    public void One_neighbour_introduces_at_most_eight_at_a_time()
    {
        var liar = BookWorld.DidOf(900);

        Assert.Equal(8, Enumerable.Range(1, 12).Count(number =>
            Offer(number, new LinkWay.FromRing(liar, $"request {number}")) is null));
        Assert.Null(Offer(13, new LinkWay.FromRing(BookWorld.DidOf(901), "request 13")));
    }

    [Fact]
    public void What_never_went_on_keeps_its_place_for_a_second_and_a_half_and_gives_it_to_the_next()
    {
        for (var number = 0; number < 16; number++) Assert.Null(Offer(number, From($"203.0.113.{number}")));
        _world.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(LinkFailure.Busy, Offer(20, From("203.0.113.20")));
        _world.Pass(TimeSpan.FromSeconds(0.5));

        Assert.Null(Offer(21, From("203.0.113.21")));

        Assert.Null(Node.Book.OpeningWith(BookWorld.DidOf(100)));
        Assert.Equal(16, Node.Book.Count);
    }

    [Fact]
    public void The_source_with_most_places_gives_one_that_had_its_time_to_a_source_with_fewer()
    {
        for (var number = 0; number < 16; number++)
        {
            Assert.Null(Offer(number, From(number < 8 ? "203.0.113.1" : "203.0.113.2")));
            Node.Book.PathFound(Node.Book.OpeningWith(BookWorld.DidOf(100 + number))!.Value);
        }

        _world.Pass(TimeSpan.FromSeconds(4.9));
        Assert.Equal(LinkFailure.Busy, Offer(20, From("203.0.113.3")));
        _world.Pass(TimeSpan.FromSeconds(0.1));
        Assert.Equal(LinkFailure.Busy, Offer(21, From("203.0.113.1"))); // It has its own share already.

        Assert.Null(Offer(22, From("203.0.113.3")));

        Assert.Null(Node.Book.OpeningWith(BookWorld.DidOf(100)));
        Assert.Equal(16, Node.Book.Count);
    }

    [Fact]
    public void Sources_with_one_place_each_keep_them()
    {
        for (var number = 0; number < 16; number++)
        {
            Assert.Null(Offer(number, From($"203.0.113.{number}")));
            Node.Book.PathFound(Node.Book.OpeningWith(BookWorld.DidOf(100 + number))!.Value);
        }

        _world.Pass(TimeSpan.FromSeconds(10));

        Assert.Equal(LinkFailure.Busy, Offer(20, From("203.0.113.20")));
    }

    [Fact]
    public void Those_that_the_ring_does_not_admit_are_let_in_while_there_is_grace()
    {
        Node.IsAdmitting = false;

        Assert.Equal(LinkFailure.Full, Offer(1, new LinkWay.FromRing(BookWorld.DidOf(900), "request")));
        Assert.Null(Offer(2, From("203.0.113.2")));
    }

    [Fact]
    public void A_burst_that_waits_for_the_ring_does_not_pass_the_bound_behind_its_back()
    {
        for (var number = 0; number < 40; number++) Post(number, From($"203.0.113.{number}"));

        _world.Run();

        Assert.Equal(16, Node.Book.Count);
        Assert.Equal(24, Node.Outcomes.Count(outcome => outcome.Refusal == LinkFailure.Busy));
    }

    [Fact]
    public void A_denied_node_is_refused_and_not_dialled()
    {
        var denied = BookWorld.DidOf(101);
        var world = new BookWorld(1, LinkRules.None, limits: new() { Deny = new HashSet<Did> { denied } });
        var (node, asker) = (world.Nodes[1], new BookAsker());
        var offer = world.Offer(denied, node.Did);

        node.Book.OfferCame(offer, BookWorld.HashOf(offer), null, From(null), world.Now);
        node.Book.Dial(denied, new LinkWay.OverRing(null), asker, world.Now);

        Assert.Equal(LinkFailure.Refused, Assert.Single(node.Outcomes).Refusal);
        Assert.Equal((1, 0), (asker.Told, node.Book.Count));
    }

    [Fact]
    public void A_dial_over_the_ring_that_gives_way_to_the_peers_own_offer_is_told_as_failed_when_that_fails()
    {
        var low = _world.Nodes[0];
        Node.Book.Dial(low.Did, new LinkWay.OverRing(BookWorld.DidOf(900)), null, _world.Now);
        var offer = _world.Offer(low.Did, Node.Did);
        Node.Book.OfferCame(offer, BookWorld.HashOf(offer), null, From(null), _world.Now);
        while (Node.Book.Links.Single().Way.IsOwn && _world.Step())
        {
        }

        _world.Break(Node, Node.Book.Links.Single().Number);
        _world.Run();

        Assert.Equal(low.Did, Assert.Single(Node.RingFailures).Peer);
    }

    [Fact]
    public void A_link_that_is_taken_over_stands_and_its_end_is_dialled_again()
    {
        var peer = BookWorld.DidOf(7);

        var number = Node.Book.Adopt(peer, LinkId.Read(new byte[LinkId.Bytes]), _world.Now);

        Assert.Equal(number, Node.Book.StandingWith(peer));
        Assert.Empty(Node.Connections); // Nothing was begun.

        Node.Book.Closing(number, "lost", null, []);
        Node.Book.Down(number);

        Assert.Equal([peer], Node.Redials);
        Assert.Empty(Node.RingFailures);
    }

    [Fact]
    public void The_ring_hears_of_a_failed_redial_only_if_it_asked_meanwhile()
    {
        var gone = BookWorld.DidOf(7); // Nobody of this world.
        Node.Book.Down(Node.Book.Adopt(gone, LinkId.Read(new byte[LinkId.Bytes]), _world.Now));

        Node.Book.RedialDue(gone, _world.Now);
        _world.Run();
        Assert.Empty(Node.RingFailures);

        Node.Book.RedialDue(gone, _world.Now);
        Node.Book.Dial(gone, new LinkWay.OverRing(BookWorld.DidOf(900)), null, _world.Now);
        _world.Run();
        Assert.Equal(gone, Assert.Single(Node.RingFailures).Peer);
    }

    [Fact]
    public void A_link_that_is_taken_over_gives_way_to_a_newer_offer_of_its_peer()
    {
        var peer = _world.Nodes[0];
        var id = LinkId.Read(new byte[LinkId.Bytes]);
        var old = peer.Book.Adopt(Node.Did, id, _world.Now);
        Node.Book.SetSuspect(Node.Book.Adopt(peer.Did, id, _world.Now), true);

        Node.Book.Dial(peer.Did, new LinkWay.OverRing(null), null, _world.Now);
        _world.Run();

        Assert.NotEqual(old, peer.Book.StandingWith(Node.Did));
        Assert.NotNull(Node.Book.StandingWith(peer.Did));
    }

    [Fact]
    public void An_offer_that_its_maker_gave_up_to_answer_this_nodes_own_opens_nothing()
    {
        var low = _world.Nodes[0];
        var stale = _world.Offer(Node.Did, low.Did);
        _world.Pass(TimeSpan.FromSeconds(1));
        low.Book.Dial(Node.Did, new LinkWay.OverRing(null), null, _world.Now);
        _world.Run();
        var standing = low.Book.StandingWith(Node.Did);

        low.Book.OfferCame(stale, BookWorld.HashOf(stale), null, From(null), _world.Now);
        _world.Run();

        Assert.Equal(LinkFailure.Superseded, low.Outcomes[^1].Refusal);
        Assert.Equal(standing, Assert.Single(low.Book.Links).Number);
    }

    private LinkFailure? Offer(int number, LinkWay way)
    {
        Post(number, way);
        while (_world.Step())
        {
        }

        return Node.Outcomes[^1].Refusal;
    }

    private void Post(int number, LinkWay way)
    {
        var offer = _world.Offer(BookWorld.DidOf(100 + number), Node.Did);
        Node.Book.OfferCame(offer, BookWorld.HashOf(offer), null, way, _world.Now);
    }

    private static LinkWay.FromOutside From(string? address) => new("request", address);
}
