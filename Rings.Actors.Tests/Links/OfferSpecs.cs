using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Wire;
using Rings.TestKit;
using Rings.TestKit.Liars;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Links;

/// <summary>
/// Offers and answers by hand: what a node accepts, and what it refuses before it allocates anything.
/// </summary>
public sealed class OfferSpecs : IDisposable
{
    private readonly SimulatedRing _ring = new(seed: 4);
    private readonly SimulatedNode _left;
    private readonly SimulatedNode _right;

    public OfferSpecs()
    {
        (_left, _right) = (_ring.Start("left"), _ring.Start("right"));
        _ring.World.Run(TimeSpan.FromSeconds(1));
    }

    public void Dispose() => _ring.Dispose();

    [Fact]
    public void Two_nodes_are_linked_by_texts_that_people_carry()
    {
        var offer = _ring.Ask<OfferCreated>(_left, new CreateOffer(_right.Did));
        var answer = _ring.Ask<OfferAnswered>(_right, new AnswerOffer(offer.Offer));

        Assert.Equal(new Connected(_right.Did), _ring.Ask<Connected>(_left, new AcceptAnswer(answer.Answer)));
        Assert.Equal(LinkState.Ready, Assert.Single(_ring.Status(_right).Links).State);
    }

    [Fact]
    public void The_same_offer_gets_the_same_answer_and_opens_nothing_more()
    {
        var offer = _ring.Ask<OfferCreated>(_left, new CreateOffer(_right.Did));

        var first = _ring.Ask<OfferAnswered>(_right, new AnswerOffer(offer.Offer));
        var connections = _ring.Network.ConnectionCount;
        var second = _ring.Ask<OfferAnswered>(_right, new AnswerOffer(offer.Offer));

        Assert.Equal(first.Answer, second.Answer);
        Assert.Equal(connections, _ring.Network.ConnectionCount);
    }

    [Fact]
    public void An_offer_for_another_node_or_with_a_changed_bit_is_refused()
    {
        var offer = _ring.Ask<OfferCreated>(_left, new CreateOffer(_right.Did)).Offer;
        var before = _ring.Network.ConnectionCount;
        var changed = (byte[])offer.Clone();
        changed[^10] ^= 1;

        Assert.Equal(LinkFailure.Invalid, _ring.Ask<LinkRefused>(_left, new AnswerOffer(offer)).Reason);
        Assert.Equal(LinkFailure.Invalid, _ring.Ask<LinkRefused>(_right, new AnswerOffer(changed)).Reason);
        Assert.Equal(LinkFailure.Invalid, _ring.Ask<LinkRefused>(_right, new AnswerOffer([1, 2, 3])).Reason);
        Assert.Equal(before, _ring.Network.ConnectionCount);
    }

    [Fact]
    public void An_expired_offer_is_refused_and_its_link_given_up()
    {
        var offer = _ring.Ask<OfferCreated>(_left, new CreateOffer(_right.Did)).Offer;

        _ring.World.Run(TimeSpan.FromMinutes(3));

        Assert.Equal(LinkFailure.Invalid, _ring.Ask<LinkRefused>(_right, new AnswerOffer(offer)).Reason);
        Assert.Empty(_ring.Status(_left).Links);
        Assert.Equal(0, _ring.Network.ConnectionCount);
    }

    [Fact]
    public void An_answer_that_nobody_waits_for_is_refused()
    {
        var offer = _ring.Ask<OfferCreated>(_left, new CreateOffer(_right.Did)).Offer;
        var answer = _ring.Ask<OfferAnswered>(_right, new AnswerOffer(offer)).Answer;

        Assert.Equal(LinkFailure.Invalid, _ring.Ask<LinkRefused>(_right, new AcceptAnswer(answer)).Reason);
        Assert.Equal(LinkFailure.Invalid, _ring.Ask<LinkRefused>(_left, new AcceptAnswer(offer)).Reason);
    }

    [Fact]
    public void A_node_does_not_link_to_itself()
    {
        Assert.Equal(LinkFailure.Invalid, _ring.Ask<LinkRefused>(_left, new CreateOffer(_left.Did)).Reason);
    }

    [Fact]
    public void Crossing_offers_end_in_one_link()
    {
        var third = _ring.Start("third", "left");
        var fourth = _ring.Start("fourth", "left");
        _ring.World.Run(TimeSpan.FromSeconds(20));
        _ring.Ask<Disconnected>(third, new Disconnect(fourth.Did));
        _ring.World.Run(TimeSpan.FromSeconds(2));

        third.Actor.Tell(new Connect(fourth.Did), _ring.Probe.Actor);
        fourth.Actor.Tell(new Connect(third.Did), _ring.Probe.Actor);
        _ring.World.Run(TimeSpan.FromSeconds(20));

        Assert.Single(_ring.Status(third).Links, link => link.Peer == fourth.Did && link.State == LinkState.Ready);
        Assert.Single(_ring.Status(fourth).Links, link => link.Peer == third.Did && link.State == LinkState.Ready);
    }

    [Fact]
    public void Offers_from_one_address_are_limited()
    {
        var outcomes = new List<IReply>();
        for (var number = 0; number < 10; number++)
        {
            var offer = _ring.Ask<OfferCreated>(_ring.Start($"n{number}"), new CreateOffer(_right.Did)).Offer;
            outcomes.Add(_ring.Ask<IReply>(_right, new AnswerOffer(offer, "192.0.2.1")));
        }

        Assert.Equal(8, outcomes.OfType<OfferAnswered>().Count());
        Assert.All(outcomes.OfType<LinkRefused>(), refused => Assert.Equal(LinkFailure.Busy, refused.Reason));
    }

    /// <summary>Ten genuine offers a second from twenty nodes that take the answer and never go on.</summary>
    [Fact]
    public void A_newcomer_is_linked_while_others_offer_and_never_go_on()
    {
        var silent = Enumerable.Range(0, 20).Select(number => _ring.Start($"silent{number}")).ToArray();
        Flood(silent, 30);

        var newcomer = _ring.Start("newcomer", "right");
        Flood(silent, 50);

        Assert.Contains(_ring.Status(newcomer).Links,
            link => link.Peer == _right.Did && link.State == LinkState.Ready);
    }

    /// <summary>
    /// From two addresses comes whatever their rates let through, and each answers the connectivity checks and says no
    /// more; so all places are theirs, each for 30 s.
    /// </summary>
    [Fact]
    public void A_newcomer_is_linked_while_two_addresses_answer_checks_and_never_go_on()
    {
        var taken = HalfOpen(seconds: 12, begin: 0);
        Assert.InRange(taken, 16, 100);

        var newcomer = _ring.Start("newcomer", "right");
        HalfOpen(seconds: 12, begin: 12);

        Assert.Contains(_ring.Status(newcomer).Links,
            link => link.Peer == _right.Did && link.State == LinkState.Ready);
    }

    [Fact]
    public void A_denied_node_is_refused()
    {
        using var ring = new SimulatedRing(seed: 4, config: $"rings.links.deny = [\"{_left.Did}\"]");
        var (left, right) = (ring.Start("left"), ring.Start("right"));
        Assert.Equal(_left.Did, left.Did);
        var offer = _ring.Ask<OfferCreated>(_left, new CreateOffer(_right.Did)).Offer;

        Assert.Equal(LinkFailure.Refused, ring.Ask<LinkRefused>(right, new AnswerOffer(offer)).Reason);
    }

    [Fact]
    public void A_link_that_a_peer_closes_says_so()
    {
        var offer = _ring.Ask<OfferCreated>(_left, new CreateOffer(_right.Did));
        var answer = _ring.Ask<OfferAnswered>(_right, new AnswerOffer(offer.Offer));
        _ring.Ask<Connected>(_left, new AcceptAnswer(answer.Answer));
        var events = new List<object>();
        _ring.Subscribe(_right, events.Add);

        _ring.Ask<Left>(_left, Leave.Instance);
        _ring.World.Run(TimeSpan.FromSeconds(2));

        Assert.Contains(nameof(GoAwayReason.Leaving), Assert.Single(events.OfType<LinkClosed>()).Reason,
            StringComparison.Ordinal);
    }

    /// <returns>Offers that were answered.</returns>
    private int HalfOpen(int seconds, int begin)
    {
        var answered = 0;
        for (var number = 0; number < 2 * seconds; number++)
        {
            foreach (var address in (string[])["203.0.113.1", "203.0.113.2"])
            {
                if (LiarPeer.HalfOpen(_ring, _right, $"checked-{begin}-{number}-{address}", address)) answered++;
            }

            _ring.World.Run(TimeSpan.FromMilliseconds(500));
        }

        return answered;
    }

    private void Flood(SimulatedNode[] silent, int offers)
    {
        for (var number = 0; number < offers; number++)
        {
            var from = number % silent.Length;
            var offer = _ring.Ask<OfferCreated>(silent[from], new CreateOffer(_right.Did)).Offer;
            _right.Actor.Tell(new AnswerOffer(offer, $"203.0.113.{from}"), _ring.Probe.Actor);
            _ring.World.Run(TimeSpan.FromMilliseconds(100));
        }
    }
}
