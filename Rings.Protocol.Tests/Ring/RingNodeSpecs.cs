using CsCheck;
using Rings.Protocol.Ring;
using static Rings.Protocol.Tests.Ring.RingProperties;

namespace Rings.Protocol.Tests.Ring;

/// <summary>Rules of a single node, driven by hand.</summary>
public sealed class RingNodeSpecs
{
    [Fact]
    public void Without_contacts_a_node_is_a_member_that_owns_all()
    {
        var node = new RingRecorder(At(1));

        node.Ring.Start(hasContacts: false, node.Now);

        Assert.Equal([RingPhase.Member], node.Phases);
        Assert.Equal(At(1), node.Owned);
        Assert.Equal(RouteVerdict.Deliver, node.Ring.Routing.Decide(At(700), RouteMode.Owner, false, null).Verdict);
    }

    [Fact]
    public void With_contacts_that_do_not_answer_a_node_becomes_a_ring_of_one_in_5_to_10_seconds()
    {
        var node = new RingRecorder(At(1));
        node.Ring.Start(hasContacts: true, node.Now);

        node.Pass(TimeSpan.FromSeconds(4.9));
        Assert.Empty(node.Phases);

        node.Pass(TimeSpan.FromSeconds(6.5));
        Assert.Equal([RingPhase.Member], node.Phases);
    }

    [Fact]
    public void A_lone_members_look_up_is_answered_by_itself_without_a_hop()
    {
        var node = new RingRecorder(At(1));
        node.Ring.Start(hasContacts: false, node.Now);

        node.Ring.Lookup(new(7), At(500), LookupStyle.Recursive, node.Now);

        Assert.Equal((At(1), 0), (node.Answers.Single().Owner, node.Answers.Single().Hops));
    }

    /// <summary>The head's answers name its predecessor, and not what lies before that.</summary>
    [Fact]
    public void A_head_that_knows_its_predecessor_is_told_of_those_before_it_about_once_a_minute()
    {
        var node = RingRecorder.Member(At(500), [At(400)], [At(600)]);
        var rounds = 0;
        for (var end = node.Now + TimeSpan.FromMinutes(5); node.Now < end; node.Pass(TimeSpan.FromMilliseconds(100)))
        {
            if (!node.Asked.Any(request => request.Message is RingMessage.AskNeighbours)) continue;
            rounds++;
            node.Reply<RingMessage.AskNeighbours>(
                At(600), new RingMessage.Neighbours(RingPhase.Member, At(500), [At(400)], []));
            node.Asked.Clear();
        }

        var notified = node.Told.Where(told => told.Message is RingMessage.Notify).ToList();
        Assert.True(rounds > 10);
        Assert.InRange(notified.Count, 4, 7);
        Assert.All(notified, told => Assert.Equal(At(400), ((RingMessage.Notify)told.Message).Predecessors.Single()));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(20)]
    public void A_newcomer_that_no_table_holds_finds_the_node_after_it(int count)
    {
        var world = new RingWorld(count, RingSettings.Default);
        world.AddIdeal([.. Enumerable.Range(0, count).Select(_ => world.AnyDid())]);
        var newcomer = world.AnyDid();
        var after = world.OwnerOf(newcomer);

        world.Add(newcomer, world.Hosts.Keys.First());
        world.RunUntil(() => world[newcomer].Ring.Phase == RingPhase.Member, TimeSpan.FromSeconds(10));

        Assert.Equal(after, world[newcomer].Ring.Neighbours.Head);
    }

    [Fact]
    public void A_message_to_a_node_that_is_not_there_ends_as_unreachable_at_its_origin()
    {
        var world = new RingWorld(4, RingSettings.Default);
        world.AddIdeal([.. Enumerable.Range(0, 20).Select(_ => world.AnyDid())]);

        foreach (var host in world.Hosts.Values)
        {
            var (at, absent, hops) = (host, world.AnyDid(), 0);
            var (came, final) = ((Did?)null, false);
            var decision = at.Ring.Routing.Decide(absent, RouteMode.Node, final, came);
            for (; decision.Verdict == RouteVerdict.Forward && hops <= 32; hops++)
            {
                (came, final, at) = (at.Did, decision.Final, world[decision.Next]);
                decision = at.Ring.Routing.Decide(absent, RouteMode.Node, final, came);
            }

            Assert.Equal(RouteVerdict.Unreachable, decision.Verdict);
            Assert.InRange(hops, 0, 31);
        }
    }

    [Fact]
    public void Over_budget_the_idlest_link_that_no_end_keeps_is_closed()
    {
        var node = RingRecorder.Member(At(500), [At(400)], [At(600)], settings: new() { LinkBudget = 4 });
        node.Ring.LinkUp(At(100), RingPhase.Member, LinkSource.Ring, node.Now);
        node.Ring.LinkUp(At(200), RingPhase.Member, LinkSource.Ring, node.Now);
        node.Ring.PeerKeeps(At(100), keeps: true, node.Now);
        node.Pass(TimeSpan.FromMinutes(2));

        Assert.True(node.Ring.Admits(At(900), node.Now));
        node.Ring.LinkUp(At(900), RingPhase.Member, LinkSource.Ring, node.Now);

        Assert.Equal([At(200)], node.Closed);
    }

    [Fact]
    public void A_link_that_the_host_needs_is_kept_until_it_needs_it_no_more()
    {
        var node = RingRecorder.Member(At(500), [At(400)], [At(600)], settings: new() { LinkBudget = 4 });
        node.Ring.LinkUp(At(100), RingPhase.Member, LinkSource.Ring, node.Now);
        node.Ring.LinkUp(At(200), RingPhase.Member, LinkSource.Ring, node.Now);
        node.Ring.Pin(At(200), isNeeded: true, node.Now);
        node.Ring.Pin(At(200), isNeeded: true, node.Now);
        node.Ring.Pin(At(200), isNeeded: false, node.Now);
        node.Pass(TimeSpan.FromMinutes(2));

        Assert.True(node.Kept[At(200)]);
        node.Ring.LinkUp(At(900), RingPhase.Member, LinkSource.Ring, node.Now);
        Assert.Equal([At(100)], node.Closed);
        node.Ring.Pin(At(200), isNeeded: false, node.Now);
        Assert.False(node.Kept[At(200)]);
    }

    [Fact]
    public void With_only_kept_links_a_stranger_is_refused_and_a_neighbour_admitted()
    {
        var node = RingRecorder.Member(
            At(500), [At(499), At(498), At(497), At(496)], [At(501), At(502), At(503), At(504)],
            settings: new() { LinkBudget = 8, MaxSuccessors = 4 });

        Assert.False(node.Ring.Admits(At(900), node.Now));
        Assert.True(node.Ring.Admits(Did.Zero + Distance.FromFraction(0.5005), node.Now));
        Assert.True(node.Ring.Admits(Did.Zero + Distance.FromFraction(0.4995), node.Now));
    }

    [Fact]
    public void More_look_ups_than_may_be_open_are_refused_by_name()
    {
        var node = RingRecorder.Member(At(500), [At(400)], [At(600)], settings: new() { OpenLookups = 1 });

        node.Ring.Lookup(new(1), At(100), LookupStyle.Recursive, node.Now);
        node.Ring.Lookup(new(2), At(100), LookupStyle.Recursive, node.Now);

        Assert.Equal([LookupFailure.TooMany], node.Failures);
    }

    [Fact]
    public void A_leaver_tells_every_link_and_ends_its_look_ups()
    {
        var node = RingRecorder.Member(At(500), [At(400)], [At(600)]);
        node.Ring.Lookup(new(1), At(100), LookupStyle.Recursive, node.Now);

        node.Ring.Leave(node.Now);

        Assert.Equal([At(400), At(600)], node.Told.Select(told => told.Peer).OrderBy(Did.Zero.DistanceTo));
        Assert.Equal([LookupFailure.Left], node.Failures);
        Assert.Null(node.Ring.Answer(At(400), RingMessage.Probe.Instance, 1, node.Now));
    }

    [Fact]
    public void A_contact_of_another_ring_carries_nothing_before_the_rings_have_met()
    {
        var node = RingRecorder.Member(At(500), [At(400)], [At(600)]);

        node.Ring.LinkUp(At(700), RingPhase.Member, LinkSource.Contact, node.Now);

        Assert.DoesNotContain(At(700), node.Ring.Routing.Members.ToArray());
        Assert.Contains(node.Asked, request => request.Message is RingMessage.FindOwner find && find.Key == At(700));
    }

    /// <summary>P-02, P-11 and bounds: whatever peers say and links do, in any order.</summary>
    [Fact]
    public void No_sequence_of_inputs_breaks_a_nodes_tables() =>
        Gen.Select(Gen.Int[0, 11], Gen.Int[0, 30], RingGens.AnyMessage, Gen.Bool).List[1, 150].Sample(steps =>
        {
            var node = RingRecorder.Member(At(500), [At(400)], [At(600), At(700)]);
            foreach (var (kind, point, message, flag) in steps)
            {
                Disturb(node, kind, At(point * 33), message, flag);
                Check(node);
            }
        });

    private static void Disturb(RingRecorder node, int kind, Did peer, RingMessage message, bool flag)
    {
        var ring = node.Ring;
        switch (kind)
        {
            case 0: ring.LinkUp(peer, flag ? RingPhase.Member : RingPhase.Joining, LinkSource.Ring, node.Now); break;
            case 1: ring.LinkUp(peer, RingPhase.Member, LinkSource.Contact, node.Now); break;
            case 2: ring.LinkDown(peer, node.Now); break;
            case 3: ring.Suspect(peer, node.Now); break;
            case 4: ring.Restored(peer, node.Now); break;
            case 5: ring.PeerPhase(peer, flag ? RingPhase.Member : RingPhase.Joining, node.Now); break;
            case 6: ring.Receive(peer, message, node.Now); break;
            case 7 when message is RingMessage.Question question: ring.Answer(peer, question, 3, node.Now); break;
            case 8: ring.ConnectFailed(peer, flag ? LinkFailure.Full : LinkFailure.Refused, [At(50)], node.Now); break;
            case 9 when node.Asked.Count > 0 && message is RingMessage.Reply reply:
                ring.Answered(node.Asked[^1].Id, flag ? node.Asked[^1].FirstHop : peer, reply, node.Now);
                break;
            case 10 when node.Asked.Count > 0: ring.Undeliverable(node.Asked[^1].Id, node.Now); break;
            default: node.Pass(TimeSpan.FromSeconds(1)); break;
        }
    }

    private static void Check(RingRecorder node)
    {
        var neighbours = node.Ring.Neighbours;
        var members = node.Ring.Routing.Members.ToArray();
        foreach (var list in (IReadOnlyList<Did>[])[neighbours.Successors, neighbours.Predecessors])
        {
            Assert.DoesNotContain(node.Ring.Self, list);
            Assert.Equal(list.Distinct(), list);
            Assert.InRange(list.Count, 0, 20);
            Assert.Empty(list.Except(members));
        }

        Assert.Equal(neighbours.Successors.OrderBy(node.Ring.Self.DistanceTo), neighbours.Successors);
        Assert.Equal(neighbours.Predecessors.OrderBy(did => did.DistanceTo(node.Ring.Self)), neighbours.Predecessors);
    }
}
