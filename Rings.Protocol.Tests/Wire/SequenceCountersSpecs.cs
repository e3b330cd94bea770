using CsCheck;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire;

public sealed class SequenceCountersSpecs
{
    private static readonly ulong Start = (ulong)Any.Now.UnixMicroseconds;

    [Fact]
    public void A_count_begins_at_the_present_and_grows_by_one()
    {
        var counters = new SequenceCounters(0, 8);

        Assert.Equal(Start + 1, counters.Next(Any.Node(1), Lane.Message, Any.Now));
        Assert.Equal(Start + 2, counters.Next(Any.Node(1), Lane.Message, Any.Now + TimeSpan.FromHours(1)));
    }

    [Fact]
    public void Destinations_and_lanes_count_apart()
    {
        var counters = new SequenceCounters(0, 8);
        counters.Next(Any.Node(1), Lane.Message, Any.Now);

        Assert.Equal(Start + 1, counters.Next(Any.Node(1), Lane.Storage, Any.Now));
        Assert.Equal(Start + 1, counters.Next(Any.Node(2), Lane.Message, Any.Now));
    }

    [Fact]
    public void A_clock_that_went_back_over_a_restart_gives_no_number_twice()
    {
        var before = new SequenceCounters(0, 8);
        var last = before.Next(Any.Node(1), Lane.Message, Any.Now);

        var after = new SequenceCounters(before.Mark, 8);

        Assert.True(after.Next(Any.Node(1), Lane.Message, Any.Now - TimeSpan.FromDays(1)) > last);
    }

    [Fact]
    public void A_reserved_mark_covers_the_time_ahead()
    {
        var counters = new SequenceCounters(0, 8);
        var mark = counters.Reserve(Any.Now, TimeSpan.FromMinutes(1));

        Assert.True(counters.Next(Any.Node(1), Lane.Message, Any.Now + TimeSpan.FromSeconds(59)) <= mark);
    }

    [Fact]
    public void No_number_comes_twice_for_a_destination_however_few_counts_are_kept() => Gen.Select(
        Gen.Int[0, 5], Gen.Int[-3, 5]).Array[1, 100].Sample(steps =>
        {
            var counters = new SequenceCounters(0, capacity: 2);
            var last = new Dictionary<int, ulong>();
            var now = Any.Now;
            foreach (var (node, seconds) in steps)
            {
                now += TimeSpan.FromSeconds(seconds);
                var next = counters.Next(Any.Node(node), Lane.Message, now);

                Assert.True(next > last.GetValueOrDefault(node));
                Assert.True(next <= counters.Mark);
                Assert.InRange(counters.Count, 1, 2);
                last[node] = next;
            }
        }, iter: 300);
}
