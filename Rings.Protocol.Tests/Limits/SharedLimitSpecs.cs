using CsCheck;
using Rings.Protocol.Limits;

namespace Rings.Protocol.Tests.Limits;

/// <summary>What links share: whatever some take, the others find something.</summary>
public sealed class SharedLimitSpecs
{
    private static readonly Instant Start = Instant.FromUnixMilliseconds(1_000_000);

    [Fact]
    public void One_link_takes_half_of_a_rate_at_most_and_no_more_than_its_own_limit()
    {
        Assert.Equal(50, Take(new SharedRate<int>(100, 1000), 1, 500));
        Assert.Equal(20, Take(new SharedRate<int>(100, 20), 1, 500));
    }

    [Fact]
    public void The_next_second_begins_anew()
    {
        var rate = new SharedRate<int>(10, 10);
        Take(rate, 1, 100);

        Assert.False(rate.TryTake(1, Start + TimeSpan.FromMilliseconds(999)));
        Assert.True(rate.TryTake(1, Start + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void However_many_links_flood_a_rate_the_sum_stays_and_a_newcomer_finds_a_place() =>
        Gen.Int[0, 95].Array[2000].Sample(takers =>
        {
            var rate = new SharedRate<int>(400, 50);

            Assert.InRange(takers.Count(link => rate.TryTake(link, Start)), 1, 399);
            Assert.True(rate.TryTake(1000, Start));
        }, iter: 50);

    [Fact]
    public void Links_that_take_all_they_can_one_after_the_other_leave_each_link_its_own_part()
    {
        var (rate, stock) = (new SharedRate<int>(2560, 2560), new SharedStock(2560));
        for (var link = 0; link < 127; link++)
        {
            Take(rate, link, 3000);
            var share = stock.NewShare();
            for (var step = 0; step < 3000; step++) share.TryTake(1);
        }

        var last = stock.NewShare();
        Assert.Equal(10, Take(rate, 127, 10));
        Assert.Equal(10, Enumerable.Range(0, 10).Count(_ => last.TryTake(1)));
        Assert.InRange(stock.Held, 2000, 2560);
    }

    [Fact]
    public void One_link_holds_half_of_a_stock_at_most()
    {
        var stock = new SharedStock(100);
        var share = stock.NewShare();

        Assert.Equal(50, Enumerable.Range(0, 500).Count(_ => share.TryTake(1)));
        Assert.True(stock.NewShare().TryTake(25));
    }

    [Fact]
    public void A_stock_never_holds_more_than_its_limit_and_forgets_nothing() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[1, 20], Gen.Bool).Array[300].Sample(steps =>
        {
            var stock = new SharedStock(100);
            var shares = Enumerable.Range(0, 10).Select(_ => stock.NewShare()).ToArray();
            foreach (var (link, amount, takes) in steps)
            {
                if (takes) shares[link].TryTake(amount);
                else if (shares[link].Held >= amount) shares[link].Release(amount);
                Assert.InRange(stock.Held, 0, 100);
                Assert.Equal(stock.Held, shares.Sum(share => share.Held));
            }

            foreach (var share in shares) share.ReleaseAll();
            Assert.Equal(0, stock.Held);
        }, iter: 100);

    [Fact]
    public void What_arrived_is_counted_and_makes_the_link_unfair()
    {
        var stock = new SharedStock(100);
        var (greedy, modest) = (stock.NewShare(), stock.NewShare());

        greedy.Take(60);
        modest.Take(5);

        Assert.False(greedy.IsFair);
        Assert.True(modest.IsFair);
    }

    [Fact]
    public void Places_without_shares_are_taken_up_to_the_limit()
    {
        var stock = new SharedStock(3);

        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => stock.TryTake(1)));
        stock.Release(1);
        Assert.True(stock.TryTake(1));
    }

    [Fact]
    public void Several_threads_take_no_more_than_there_is()
    {
        var stock = new SharedStock(1000);
        var rate = new SharedRate<int>(1000, 1000);
        var counts = new int[2];

        Parallel.For(0, 4, link =>
        {
            var share = stock.NewShare();
            for (var step = 0; step < 2000; step++)
            {
                if (share.TryTake(1)) Interlocked.Increment(ref counts[0]);
                if (rate.TryTake(link, Start)) Interlocked.Increment(ref counts[1]);
            }
        });

        Assert.InRange(counts[0], 500, 1000);
        Assert.InRange(counts[1], 500, 1000);
    }

    [Fact]
    public void What_was_used_twice_outlives_a_flood_of_what_was_used_once()
    {
        var map = new UsedMap<int, int>(8);
        map.Add(1, 1);
        Assert.True(map.TryGet(1, out _));

        for (var key = 100; key < 200; key++) map.Add(key, key);

        Assert.True(map.TryGet(1, out var value));
        Assert.Equal((1, 3), (value, map.Count));
        Assert.False(map.TryGet(100, out _));
    }

    private static int Take(SharedRate<int> rate, int link, int times) =>
        Enumerable.Range(0, times).Count(_ => rate.TryTake(link, Start));
}
