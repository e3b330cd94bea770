using Rings.Protocol.Ring;
using static Rings.Protocol.Tests.Ring.RingProperties;

namespace Rings.Protocol.Tests.Ring;

/// <summary>What one node does when two rings meet (protocol.md, 4), whatever a contact says.</summary>
public sealed class RingMeetingSpecs
{
    private static readonly Did Contact = At(700);

    private readonly RingRecorder _node = RingRecorder.Member(At(500), [At(400)], [At(600)]);

    private static Did Place => At(500).Finger(0);

    [Fact]
    public void A_contact_that_this_ring_has_carries_from_then_on_and_nobody_is_told()
    {
        _node.Ring.LinkUp(Contact, RingPhase.Member, LinkSource.Contact, _node.Now);
        Assert.Equal([Contact], _node.LookedUp);

        _node.Found(Contact);

        Assert.Contains(Contact, _node.Ring.Routing.Members.ToArray());
        Assert.Equal([Contact], _node.LookedUp);
        Assert.Empty(Bridges());
    }

    [Fact]
    public void Through_a_contact_that_this_ring_has_not_a_node_looks_its_place_up_and_again_after_20_seconds()
    {
        _node.Ring.LinkUp(Contact, RingPhase.Member, LinkSource.Contact, _node.Now);
        _node.Found(At(800));
        Assert.Equal((Place, Contact), LastLookUp());

        _node.Found(Contact);
        _node.Forget();
        _node.Live(TimeSpan.FromSeconds(19), At(400));
        Assert.DoesNotContain(Place, _node.LookedUp);
        _node.Live(TimeSpan.FromSeconds(20), At(400)); // Its next round may be 18 s away.

        Assert.Equal((Place, Contact), LastLookUp());
    }

    [Fact]
    public void The_member_after_it_on_the_other_ring_becomes_its_head_and_its_old_head_is_told()
    {
        _node.Ring.LinkUp(Contact, RingPhase.Member, LinkSource.Contact, _node.Now);
        _node.Found(At(800));

        _node.Found(At(550));

        Assert.Contains(Contact, _node.Ring.Routing.Members.ToArray());
        Assert.Equal([(At(550), Contact)], _node.Dialled);
        Assert.Empty(Bridges());
        _node.Ring.LinkUp(At(550), RingPhase.Member, LinkSource.Ring, _node.Now);
        Assert.Equal([(At(600), At(550))], Bridges());
        Assert.Equal(At(550), _node.Ring.Neighbours.Head);
    }

    [Fact]
    public void Where_that_member_cannot_be_linked_the_head_is_told_of_the_contact()
    {
        _node.Ring.LinkUp(Contact, RingPhase.Member, LinkSource.Contact, _node.Now);
        _node.Found(At(800));
        _node.Found(At(550));

        _node.Ring.ConnectFailed(At(550), LinkFailure.Refused, [], _node.Now);
        _node.Ring.ConnectFailed(At(550), LinkFailure.Refused, [], _node.Now);

        Assert.Equal([(At(600), Contact)], Bridges());
        Assert.Equal(At(600), _node.Ring.Neighbours.Head);
    }

    [Fact]
    public void A_contact_that_is_itself_the_member_after_it_but_beyond_its_head_is_told_on_at_once()
    {
        _node.Ring.LinkUp(Contact, RingPhase.Member, LinkSource.Contact, _node.Now);
        _node.Found(At(800));

        _node.Found(Contact);

        Assert.Equal([(At(600), Contact)], Bridges());
        Assert.Empty(_node.Dialled);
        Assert.Equal(At(600), _node.Ring.Neighbours.Head);
    }

    [Fact]
    public void Its_own_head_or_itself_as_the_answer_ends_a_meeting()
    {
        foreach (var owner in (Did[])[At(600), At(500)])
        {
            var node = RingRecorder.Member(At(500), [At(400)], [At(600)]);
            node.Ring.LinkUp(Contact, RingPhase.Member, LinkSource.Contact, node.Now);
            node.Found(At(800));

            node.Found(owner);

            Assert.Contains(Contact, node.Ring.Routing.Members.ToArray());
            Assert.Empty(node.Dialled);
            Assert.Empty(Bridges(node));
        }
    }

    [Fact]
    public void A_ring_of_one_meets_its_first_contact_without_looking_it_up_and_takes_it_for_head_and_predecessor()
    {
        var node = new RingRecorder(At(500));
        node.Ring.Start(hasContacts: false, node.Now);
        node.Ring.LinkUp(Contact, RingPhase.Member, LinkSource.Contact, node.Now);
        Assert.Equal((Place, Contact), LastLookUp(node));

        node.Found(At(600));

        Assert.Equal(Contact, node.Ring.Neighbours.Head);
        Assert.Equal(Contact, node.Ring.Neighbours.Predecessor);
        Assert.Contains((At(600), Contact), node.Dialled);
    }

    [Fact]
    public void Of_contacts_that_come_at_once_one_is_looked_up_and_the_next_five_seconds_later()
    {
        _node.Ring.LinkUp(Contact, RingPhase.Member, LinkSource.Contact, _node.Now);
        _node.Ring.LinkUp(At(710), RingPhase.Member, LinkSource.Contact, _node.Now);
        Assert.Equal([Contact], _node.LookedUp);
        _node.Found(Contact);

        _node.Live(TimeSpan.FromSeconds(4.9), At(400));
        Assert.DoesNotContain(At(710), _node.LookedUp);
        _node.Live(TimeSpan.FromSeconds(20), At(400));

        Assert.Contains(At(710), _node.LookedUp);
    }

    [Fact]
    public void A_contact_that_joins_or_came_over_the_ring_is_not_looked_up()
    {
        _node.Ring.LinkUp(Contact, RingPhase.Joining, LinkSource.Contact, _node.Now);
        _node.Ring.LinkUp(At(710), RingPhase.Member, LinkSource.Ring, _node.Now);

        Assert.Empty(_node.LookedUp);
        Assert.Contains(At(710), _node.Ring.Routing.Members.ToArray());
    }

    [Fact]
    public void Whoever_gave_up_joining_takes_its_links_for_those_of_another_ring()
    {
        var node = new RingRecorder(At(500));
        node.Ring.Start(hasContacts: true, node.Now);
        node.Ring.LinkUp(Contact, RingPhase.Joining, LinkSource.Contact, node.Now);
        node.Pass(TimeSpan.FromSeconds(12));
        Assert.Equal([RingPhase.Member], node.Phases);

        node.Ring.PeerPhase(Contact, RingPhase.Member, node.Now);
        Assert.Empty(node.Ring.Routing.Members.ToArray());
        node.Pass(TimeSpan.FromSeconds(20));

        Assert.Equal((Place, Contact), LastLookUp(node));
    }

    [Fact]
    public void Another_ring_is_looked_for_every_one_to_five_minutes()
    {
        _node.Live(TimeSpan.FromSeconds(59), At(400));
        Assert.Equal(0, _node.Meetings);
        _node.Live(TimeSpan.FromSeconds(260), At(400));
        Assert.InRange(_node.Meetings, 1, 5);
        var sofar = _node.Meetings;

        _node.Live(TimeSpan.FromSeconds(320), At(400));

        Assert.InRange(_node.Meetings - sofar, 1, 5);
    }

    [Fact]
    public void News_of_a_contact_is_followed_once()
    {
        var news = new RingMessage.Bridge(9, Contact);
        _node.Ring.Receive(At(600), news, _node.Now);
        Assert.Equal([(Contact, At(600))], _node.Dialled);
        Assert.Empty(_node.LookedUp);
        _node.Ring.LinkUp(Contact, RingPhase.Member, LinkSource.Ring, _node.Now);
        Assert.Equal((Place, Contact), LastLookUp());

        _node.Forget();
        _node.Ring.Receive(At(600), news, _node.Now);
        _node.Ring.LinkDown(Contact, _node.Now);
        _node.Ring.Receive(At(600), news, _node.Now);

        Assert.Empty(_node.LookedUp);
        Assert.Empty(_node.Dialled);
    }

    [Fact]
    public void News_of_this_node_itself_or_to_one_that_joins_or_from_whoever_is_not_linked_is_not_followed()
    {
        _node.Ring.Receive(At(600), new RingMessage.Bridge(9, At(500)), _node.Now);
        _node.Ring.Receive(At(610), new RingMessage.Bridge(10, Contact), _node.Now);
        Assert.Empty(_node.Dialled);
        Assert.Empty(_node.LookedUp);

        var newcomer = new RingRecorder(At(500));
        newcomer.Ring.Start(hasContacts: true, newcomer.Now);
        newcomer.Ring.LinkUp(At(600), RingPhase.Joining, LinkSource.Contact, newcomer.Now);
        newcomer.Ring.Receive(At(600), new RingMessage.Bridge(9, Contact), newcomer.Now);

        Assert.Empty(newcomer.Dialled);
    }

    private (Did Key, Did Via) LastLookUp() => LastLookUp(_node);

    private static (Did Key, Did Via) LastLookUp(RingRecorder node)
    {
        var request = node.Asked.Last(request => request.Message is RingMessage.FindOwner);
        return (request.Target, request.FirstHop);
    }

    private List<(Did To, Did Contact)> Bridges() => Bridges(_node);

    private static List<(Did To, Did Contact)> Bridges(RingRecorder node) => [.. node.Told
        .Where(told => told.Message is RingMessage.Bridge)
        .Select(told => (told.Peer, ((RingMessage.Bridge)told.Message).Contact))];
}
