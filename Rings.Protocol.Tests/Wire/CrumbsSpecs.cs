using CsCheck;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire;

public sealed class CrumbsSpecs
{
    private readonly Crumbs<int> _crumbs = new(new() { Total = 16 });

    [Fact]
    public void A_reply_goes_back_the_way_its_request_came()
    {
        _crumbs.Leave(Any.Id(1), from: 1, to: 2, Any.Now);

        Assert.True(_crumbs.TryFollow(Any.Id(1), arrivedBy: 2, Any.Now, out var next));
        Assert.Equal(1, next);
    }

    [Fact]
    public void A_reply_that_comes_by_another_link_follows_no_crumb()
    {
        _crumbs.Leave(Any.Id(1), from: 1, to: 2, Any.Now);

        Assert.False(_crumbs.TryFollow(Any.Id(1), arrivedBy: 3, Any.Now, out _));
        Assert.False(_crumbs.TryFollow(Any.Id(2), arrivedBy: 2, Any.Now, out _));
    }

    [Fact]
    public void The_first_writer_wins()
    {
        _crumbs.Leave(Any.Id(1), from: 1, to: 2, Any.Now);

        Assert.False(_crumbs.Leave(Any.Id(1), from: 9, to: 2, Any.Now));
        Assert.True(_crumbs.TryFollow(Any.Id(1), 2, Any.Now, out var next));
        Assert.Equal(1, next);
    }

    [Fact]
    public void A_crumb_is_good_for_a_minute()
    {
        _crumbs.Leave(Any.Id(1), 1, 2, Any.Now);
        var end = Any.Now + TimeSpan.FromSeconds(60);

        Assert.True(_crumbs.TryFollow(Any.Id(1), 2, end, out _));
        Assert.False(_crumbs.TryFollow(Any.Id(1), 2, new(end.UnixMicroseconds + 1), out _));
        Assert.True(_crumbs.Leave(Any.Id(1), 9, 2, new(end.UnixMicroseconds + 1)));
    }

    [Fact]
    public void A_link_holds_a_quarter_and_pushes_out_its_own_oldest()
    {
        _crumbs.Leave(Any.Id(100), from: 7, to: 8, Any.Now);

        for (var number = 0; number < 1000; number++) _crumbs.Leave(Any.Id(number + 200), from: 1, to: 2, Any.Now);

        Assert.Equal(5, _crumbs.Count);
        Assert.True(_crumbs.TryFollow(Any.Id(100), 8, Any.Now, out _));
        Assert.True(_crumbs.TryFollow(Any.Id(1199), 2, Any.Now, out _));
        Assert.False(_crumbs.TryFollow(Any.Id(1195), 2, Any.Now, out _));
    }

    [Fact]
    public void In_a_full_table_a_link_without_crumbs_takes_the_place_of_the_oldest()
    {
        for (var link = 0; link < 4; link++)
        {
            for (var number = 0; number < 4; number++) _crumbs.Leave(Any.Id((link * 4) + number), link, 9, Any.Now);
        }

        Assert.True(_crumbs.Leave(Any.Id(77), from: 5, to: 9, Any.Now));

        Assert.Equal(16, _crumbs.Count);
        Assert.False(_crumbs.TryFollow(Any.Id(0), 9, Any.Now, out _));
        Assert.True(_crumbs.TryFollow(Any.Id(77), 9, Any.Now, out _));
    }

    [Fact]
    public void A_request_that_is_sent_again_by_another_link_leaves_a_crumb_there_too()
    {
        _crumbs.Leave(Any.Id(1), from: 1, to: 2, Any.Now);

        Assert.True(_crumbs.Leave(Any.Id(1), from: 1, to: 3, Any.Now));
        Assert.True(_crumbs.TryFollow(Any.Id(1), arrivedBy: 3, Any.Now, out var next));
        Assert.Equal(1, next);
        Assert.True(_crumbs.TryFollow(Any.Id(1), arrivedBy: 2, Any.Now, out _));
    }

    [Fact]
    public void Once_grown_it_makes_no_garbage()
    {
        for (var number = 0; number < 64; number++) _crumbs.Leave(Any.Id(number), number % 4, 9, Any.Now);
        var ids = Enumerable.Range(1000, 64).Select(Any.Id).ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var number = 0; number < 64; number++) _crumbs.Leave(ids[number], number % 4, 9, Any.Now);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Its_bounds_hold_after_any_history() => Gen.Select(
        Gen.Int[0, 40], Gen.Int[0, 6], Gen.Int[0, 20], Gen.Int[0, 9]).Array[1, 200].Sample(steps =>
        {
            var crumbs = new Crumbs<int>(new() { Total = 16 });
            var now = Any.Now;
            foreach (var (id, link, seconds, act) in steps)
            {
                now += TimeSpan.FromSeconds(seconds);
                if (act == 0) crumbs.Expire(now);
                else if (crumbs.Leave(Any.Id(id), link, 9, now)) Assert.True(Follows(crumbs, id, link, now));
                Assert.InRange(crumbs.Count, 0, 16);
                Assert.InRange(crumbs.LinkCount, 0, 7);
            }

            crumbs.Expire(now + TimeSpan.FromSeconds(61));
            Assert.Equal((0, 0), (crumbs.Count, crumbs.LinkCount));
        }, iter: 300);

    private static bool Follows(Crumbs<int> crumbs, int id, int link, Instant now) =>
        crumbs.TryFollow(Any.Id(id), 9, now, out var next) && next == link;
}
