using Rings.Protocol.Ring;
using static Rings.Protocol.Tests.Ring.RingProperties;

namespace Rings.Protocol.Tests.Ring;

/// <summary>What a node takes over from a neighbour's list, which may be wrong in any way (protocol.md, 4).</summary>
public sealed class NeighbourListSpecs
{
    private readonly NeighbourList _list = new(At(500), clockwise: true);
    private readonly LinkTable _links = new(At(500));
    private readonly Candidates _candidates = new(RingSettings.Default);

    [Fact]
    public void A_list_is_taken_as_far_as_it_goes_round_in_order()
    {
        _list.Hear(At(510), [At(520), At(530)], 2);
        Assert.Equal([At(510), At(520)], _list.Heard.ToArray());

        _list.Hear(At(510), [At(520), At(515), At(530)], 4);
        Assert.Equal([At(510), At(520)], _list.Heard.ToArray());

        _list.Hear(At(510), [At(510), At(520)], 4);
        Assert.Equal([At(510)], _list.Heard.ToArray());

        _list.Hear(At(510), [At(520), At(500), At(530)], 4);
        Assert.Equal([At(510), At(520)], _list.Heard.ToArray());

        _list.Hear(At(510), [At(520)], 1);
        Assert.Equal([At(510)], _list.Heard.ToArray());
    }

    [Fact]
    public void A_list_of_predecessors_goes_the_other_way()
    {
        var list = new NeighbourList(At(500), clockwise: false);

        list.Hear(At(490), [At(480), At(485), At(470)], 4);

        Assert.Equal([At(490), At(480)], list.Heard.ToArray());
    }

    [Fact]
    public void Whoever_is_nearer_takes_the_place_of_those_before_it()
    {
        Hear(510, 520);
        _list.HearNearer(At(505), 4);
        Assert.Equal([At(505), At(510), At(520)], _list.Heard.ToArray());

        _list.HearNearer(At(515), 4);
        Assert.Equal([At(515), At(520)], _list.Heard.ToArray());

        _list.HearNearer(At(515), 4);
        Assert.Equal([At(515), At(520)], _list.Heard.ToArray());
    }

    [Fact]
    public void A_member_between_is_put_where_it_stands_once_and_no_more_than_the_list_takes()
    {
        Hear(510, 520);
        _list.HearBetween(At(515), 4);
        _list.HearBetween(At(515), 4);
        _list.HearBetween(At(540), 4);
        Assert.Equal([At(510), At(515), At(520), At(540)], _list.Heard.ToArray());

        _list.HearBetween(At(512), 4);
        Assert.Equal([At(510), At(512), At(515), At(520)], _list.Heard.ToArray());
    }

    [Fact]
    public void The_first_that_can_be_reached_is_linked_and_usable_or_not_given_up()
    {
        Hear(510, 520, 530);
        Assert.Equal(At(510), _list.FirstReachable(_links, _candidates));
        Assert.True(_list.IsAwaited(_links, _candidates));

        _candidates.Abandon(At(510), default, new Random(1));
        Assert.Equal(At(520), _list.FirstReachable(_links, _candidates));

        _links.Add(At(520)).Set(LinkFlags.Member | LinkFlags.Suspect, on: true);
        Assert.Equal(At(530), _list.FirstReachable(_links, _candidates));

        _links.Find(At(520)).Set(LinkFlags.Suspect, on: false);
        Assert.Equal(At(520), _list.FirstReachable(_links, _candidates));
        Assert.True(_list.IsAwaited(_links, _candidates));
        _candidates.Abandon(At(530), default, new Random(1));
        Assert.False(_list.IsAwaited(_links, _candidates));
    }

    [Fact]
    public void What_is_linked_stays_while_one_before_it_is_awaited()
    {
        Link(520, 540);
        Hear(520, 540);
        Assert.True(Realise(4));
        Assert.False(Realise(4));

        Hear(510, 520, 530);
        Link(530);
        Assert.False(Realise(4)); // 510 is awaited: 530 is new and waits, 540 was there and stays.
        Assert.Equal([At(520), At(540)], _list.Linked.ToArray());

        Link(510);
        Assert.True(Realise(4));
        Assert.Equal([At(510), At(520), At(530)], _list.Linked.ToArray());
        Assert.True(Realise(2));
        Assert.Equal((At(510), At(520)), (_list.First!.Value, _list.Last!.Value));
    }

    [Fact]
    public void Whoever_is_given_up_or_dropped_is_awaited_no_more()
    {
        Link(520);
        Hear(510, 520);
        Assert.False(Realise(4)); // 510 is awaited.

        Link(530);
        Hear(510, 520, 530);
        _list.Drop(At(510));
        _list.Drop(At(999));
        Assert.True(Realise(4));
        Assert.Equal([At(520), At(530)], _list.Linked.ToArray());

        _list.Clear();
        Assert.True(Realise(4));
        Assert.Null(_list.First);
        Assert.Null(_list.Last);
    }

    private void Hear(int first, params int[] beyond) => _list.Hear(At(first), [.. beyond.Select(At)], 4);

    private void Link(params int[] points)
    {
        foreach (var point in points) _links.Add(At(point)).Set(LinkFlags.Member, on: true);
    }

    private bool Realise(int limit) => _list.Realise(_links, _candidates, limit);
}
