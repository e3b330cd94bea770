using Rings.Protocol.Ring;
using static Rings.Protocol.Tests.Ring.RingProperties;

namespace Rings.Protocol.Tests.Ring;

/// <summary>The links of a node in the order round the ring, and which may carry something.</summary>
public sealed class LinkTableSpecs
{
    private static readonly Instant Now = Instant.FromUnixMilliseconds(1_700_000_000_000);

    private readonly LinkTable _links = new(At(500));

    public LinkTableSpecs()
    {
        foreach (var point in (int[])[400, 600, 510, 900, 100]) _links.Add(At(point)).Set(LinkFlags.Member, on: true);
    }

    [Fact]
    public void They_stand_in_the_order_round_the_ring_each_once()
    {
        _links.Add(At(600));

        Assert.Equal([At(510), At(600), At(900), At(100), At(400)], Peers());
        Assert.True(_links.Remove(At(900)));
        Assert.False(_links.Remove(At(900)));
        Assert.False(_links.Remove(At(450)));
        Assert.Equal([At(510), At(600), At(100), At(400)], Peers());
        Assert.True(_links.Contains(At(400)));
        Assert.False(_links.Contains(At(900)));
    }

    [Fact]
    public void Only_a_member_that_is_neither_suspect_nor_foreign_nor_closing_is_usable()
    {
        _links.Find(At(510)).Set(LinkFlags.Suspect, on: true);
        _links.Find(At(600)).Set(LinkFlags.Foreign, on: true);
        _links.Find(At(900)).Set(LinkFlags.Closing, on: true);
        _links.Find(At(100)).Set(LinkFlags.Member, on: false);
        _links.Find(At(400)).Set(LinkFlags.KeptHere | LinkFlags.KeptThere, on: true);

        Assert.Equal((1, 1), (_links.CountUsable(), _links.CountOf(LinkFlags.Closing)));
        Assert.Equal(At(400), _links.FirstUsable());
        Assert.Equal([At(400)], _links.UsableAfter(At(500), 4).ToArray());
        Assert.True(_links.IsUsable(At(400)));
        Assert.False(_links.IsUsable(At(510)));
        Assert.False(_links.IsUsable(At(999)));
        Assert.Equal(At(600), _links.FirstOf(LinkFlags.Foreign | LinkFlags.Member));
        Assert.Null(_links.FirstOf(LinkFlags.Foreign | LinkFlags.Closing));
        Assert.Equal([At(400)], _links.Split(takesAll: false).Usable);
        Assert.Equal([At(510), At(600), At(900), At(100)], _links.Split(takesAll: false).Others);
        Assert.Equal(5, _links.Split(takesAll: true).Usable.Length);
    }

    [Fact]
    public void Those_after_a_peer_are_told_up_to_so_many_and_without_it()
    {
        Assert.Equal([At(900), At(100)], _links.UsableAfter(At(600), 2).ToArray());
        Assert.Equal([At(100), At(400)], _links.UsableAfter(At(950), 4).ToArray());
        Assert.Empty(_links.UsableAfter(At(450), 4).ToArray());
    }

    [Fact]
    public void The_idlest_is_one_that_no_end_keeps_and_that_is_not_closing()
    {
        foreach (ref var link in _links.All) link.LastUsed = Now;
        _links.Find(At(600)).LastUsed = Now - TimeSpan.FromSeconds(2);
        _links.Find(At(900)).LastUsed = Now - TimeSpan.FromSeconds(3);

        Assert.Null(_links.Idlest(Now - TimeSpan.FromSeconds(4)));
        Assert.Equal(At(900), _links.Idlest(Now - TimeSpan.FromSeconds(3)));
        Assert.Equal(At(900), _links.Idlest(Now));
        foreach (var flag in (LinkFlags[])[LinkFlags.KeptHere, LinkFlags.KeptThere, LinkFlags.Closing])
        {
            _links.Find(At(900)).Set(flag, on: true);
            Assert.Equal(At(600), _links.Idlest(Now - TimeSpan.FromSeconds(1)));
            _links.Find(At(900)).Set(flag, on: false);
        }
    }

    [Fact]
    public void A_mark_is_set_for_a_peer_that_is_linked()
    {
        Span<bool> marks = stackalloc bool[_links.Count];
        foreach (var point in (int[])[600, 450, 999]) _links.Mark(marks, At(point));

        Assert.Equal([false, true, false, false, false], marks.ToArray());
    }

    private Did[] Peers()
    {
        var peers = new List<Did>();
        foreach (ref readonly var link in _links.All) peers.Add(link.Peer);
        return [.. peers];
    }
}
