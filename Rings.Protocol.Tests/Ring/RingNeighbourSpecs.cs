using Rings.Protocol.Ring;
using static Rings.Protocol.Tests.Ring.RingProperties;

namespace Rings.Protocol.Tests.Ring;

/// <summary>What one node makes of what its neighbours say and of links that come, fall silent and go.</summary>
public sealed class RingNeighbourSpecs
{
    private readonly RingRecorder _node = RingRecorder.Member(At(500), [At(400)], [At(600), At(700)]);

    [Fact]
    public void A_member_before_the_head_that_its_answer_names_is_linked_by_way_of_it_and_becomes_the_head()
    {
        UntilHeadIsAsked();
        Answer(At(600), At(550), nearer: [At(540), At(650)]);

        Assert.Contains((At(540), At(600)), _node.Dialled);
        Assert.Equal(At(600), _node.Ring.Neighbours.Head);
        _node.Forget();
        _node.Ring.LinkUp(At(540), RingPhase.Member, LinkSource.Ring, _node.Now);

        Assert.Equal(At(540), _node.Ring.Neighbours.Head);
        Assert.Contains(_node.Asked, request => AsksForNeighbours(request) && request.Target == At(540));
    }

    [Fact]
    public void Only_the_heads_word_that_something_changed_brings_the_next_round()
    {
        UntilHeadIsAsked();
        Answer(At(600), At(500));
        UntilHeadIsAsked();
        Answer(At(600), At(500));
        _node.Forget();

        _node.Ring.Receive(At(700), RingMessage.Changed.Instance, _node.Now);
        _node.Pass(TimeSpan.FromMilliseconds(301));
        Assert.DoesNotContain(_node.Asked, AsksForNeighbours);
        _node.Ring.Receive(At(600), RingMessage.Changed.Instance, _node.Now);
        _node.Pass(TimeSpan.FromMilliseconds(301));

        Assert.Contains(_node.Asked, AsksForNeighbours);
    }

    [Fact]
    public void A_notifier_nearer_than_the_predecessor_replaces_it_and_those_that_it_names_are_dialled()
    {
        _node.Ring.LinkUp(At(450), RingPhase.Member, LinkSource.Ring, _node.Now);
        _node.Forget();

        _node.Ring.Receive(At(450), new RingMessage.Notify([At(430), At(400)]), _node.Now);

        Assert.Equal(At(450), _node.Ring.Neighbours.Predecessor);
        Assert.Equal(At(450), _node.Owned);
        Assert.Equal([(At(430), At(450))], _node.Dialled);
        Assert.DoesNotContain(_node.Asked, request => request.Message is RingMessage.Probe);
    }

    [Fact]
    public void A_rival_waits_until_the_predecessor_has_not_answered()
    {
        _node.Ring.LinkUp(At(300), RingPhase.Member, LinkSource.Ring, _node.Now);
        _node.Ring.Receive(At(300), new RingMessage.Notify([]), _node.Now);
        Assert.Equal(At(400), _node.Asked.Last(request => request.Message is RingMessage.Probe).Target);
        _node.Reply<RingMessage.Probe>(At(400), RingMessage.Alive.Instance);
        _node.Pass(TimeSpan.FromSeconds(4));
        Assert.Equal(At(400), _node.Ring.Neighbours.Predecessor);

        _node.Ring.Receive(At(300), new RingMessage.Notify([]), _node.Now);
        _node.Ring.LinkDown(At(400), _node.Now);

        Assert.Equal(At(300), _node.Ring.Neighbours.Predecessor);
    }

    [Fact]
    public void When_the_last_successor_leaves_those_that_it_names_are_dialled_by_way_of_whoever_is_left()
    {
        var node = RingRecorder.Member(At(500), [At(400)], [At(600)]);

        node.Ring.Receive(At(600), new RingMessage.Leaving(At(500), [At(700), At(800)]), node.Now);

        Assert.Equal([At(700), At(800)], node.Dialled.Select(dial => dial.Peer));
        Assert.All(node.Dialled, dial => Assert.Contains(dial.Via, (Did[])[At(400), At(600)]));
    }

    [Fact]
    public void When_the_predecessor_leaves_the_one_before_it_takes_its_place_if_it_is_linked()
    {
        _node.Ring.LinkUp(At(300), RingPhase.Member, LinkSource.Ring, _node.Now);
        _node.Ring.Receive(At(400), new RingMessage.Leaving(At(300), [At(500)]), _node.Now);
        Assert.Equal(At(300), _node.Ring.Neighbours.Predecessor);

        _node.Ring.Receive(At(300), new RingMessage.Leaving(At(200), [At(500)]), _node.Now);

        Assert.Null(_node.Ring.Neighbours.Predecessor);
        Assert.Null(_node.Owned);
    }

    [Fact]
    public void A_look_up_whose_first_hop_goes_or_cannot_deliver_takes_another_at_once_and_ends_after_four()
    {
        var node = RingRecorder.Member(At(500), [At(400)], [At(600), At(700), At(800), At(900)]);
        node.Ring.Lookup(new(7), At(880), LookupStyle.Recursive, node.Now);
        List<Did> hops = [Latest(node).FirstHop];

        node.Ring.LinkDown(hops[0], node.Now);
        hops.Add(Latest(node).FirstHop);
        for (var attempt = 2; attempt < 4; attempt++)
        {
            node.Ring.Undeliverable(Latest(node).Id, node.Now);
            hops.Add(Latest(node).FirstHop);
        }

        Assert.Equal(4, hops.Distinct().Count());
        Assert.Empty(node.Failures);
        node.Ring.Undeliverable(Latest(node).Id, node.Now);
        Assert.Equal([LookupFailure.Unreachable], node.Failures);

        static RingRequest Latest(RingRecorder node) =>
            node.Asked.Last(request => request.Message is RingMessage.FindOwner);
    }

    [Fact]
    public void Far_above_the_budget_links_that_are_silent_for_four_seconds_go_too()
    {
        var node = RingRecorder.Member(At(500), [At(400)], [At(600)], settings: new() { LinkBudget = 2 });
        for (var number = 1; number <= 8; number++)
            node.Ring.LinkUp(At(number), RingPhase.Joining, LinkSource.Contact, node.Now);
        node.Live(TimeSpan.FromSeconds(4), At(400));
        Assert.Empty(node.Closed); // Eight above it, and all were used within a minute.

        node.Ring.LinkUsed(At(1), node.Now);
        node.Ring.LinkUp(At(9), RingPhase.Joining, LinkSource.Contact, node.Now);
        Assert.DoesNotContain(Assert.Single(node.Closed), (Did[])[At(1), At(9), At(400), At(600)]);
        node.Live(TimeSpan.FromSeconds(90), At(400));

        Assert.Equal(Enumerable.Range(1, 9).Select(At), node.Closed.OrderBy(Did.Zero.DistanceTo));
    }

    [Fact]
    public void A_peer_that_needs_its_link_no_more_counts_as_used_then()
    {
        var node = RingRecorder.Member(At(500), [At(400)], [At(600)], settings: new() { LinkBudget = 3 });
        node.Ring.LinkUp(At(100), RingPhase.Member, LinkSource.Ring, node.Now);
        node.Ring.LinkUp(At(200), RingPhase.Member, LinkSource.Ring, node.Now);
        node.Ring.PeerKeeps(At(100), keeps: true, node.Now);
        node.Live(TimeSpan.FromSeconds(50), At(400));
        node.Ring.PeerKeeps(At(100), keeps: false, node.Now);
        node.Ring.PeerKeeps(At(999), keeps: true, node.Now); // Nobody's link.
        node.Live(TimeSpan.FromSeconds(30), At(400));

        Assert.Equal([At(200)], node.Closed);
    }

    private static bool AsksForNeighbours(RingRequest request) => request.Message is RingMessage.AskNeighbours;

    private void UntilHeadIsAsked()
    {
        _node.Asked.Clear();
        for (var step = 0; step < 300 && !_node.Asked.Any(AsksForNeighbours); step++)
            _node.Pass(TimeSpan.FromMilliseconds(100));
        Assert.Equal(At(600), Assert.Single(_node.Asked, AsksForNeighbours).Target);
    }

    private void Answer(Did head, Did predecessor, Did[]? nearer = null, Did[]? list = null) =>
        _node.Reply<RingMessage.AskNeighbours>(head, new RingMessage.Neighbours(
            RingPhase.Member, predecessor, [.. nearer ?? []], [.. list ?? [At(700)]]));
}
