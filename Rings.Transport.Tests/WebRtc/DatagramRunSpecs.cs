using CsCheck;
using Rings.Transport.WebRtc;

namespace Rings.Transport.Tests.WebRtc;

public sealed class DatagramRunSpecs
{
    [Fact]
    public void Runs_hold_one_size_but_for_the_last_and_lose_nothing() =>
        Gen.Int[1, 1200].Array[1, 300].Sample(sizes =>
        {
            var taken = new List<int>();
            var run = DatagramRun.Take();
            var next = 0;
            while (next < sizes.Length || !run.IsEmpty)
            {
                while (next < sizes.Length && !run.IsFull(1200))
                {
                    run.Tail[0] = (byte)next;
                    run.Append(sizes[next++]);
                }

                taken.AddRange(Split(run));
                run.Next();
            }

            run.Return();
            Assert.Equal(sizes, taken);
        });

    [Fact]
    public void A_datagram_that_may_not_follow_begins_the_next_run_with_its_bytes()
    {
        var run = DatagramRun.Take();
        run.Tail[0] = 1;
        run.Append(10);
        run.Tail[0] = 2;
        run.Append(20);

        Assert.True(run.IsFull(1200));
        Assert.Equal(10, run.Bytes.Length);
        run.Next();
        Assert.Equal(20, run.SegmentSize);
        Assert.Equal(2, run.Bytes[0]);
        run.Return();
    }

    [Fact]
    public void A_run_taken_while_another_is_in_use_is_another_one()
    {
        var outer = DatagramRun.Take();
        var inner = DatagramRun.Take();

        Assert.NotSame(outer, inner);
        inner.Return();
        outer.Return();
    }

    private static List<int> Split(DatagramRun run)
    {
        var sizes = new List<int>();
        for (var left = run.Bytes.Length; left > 0; left -= run.SegmentSize)
            sizes.Add(Math.Min(left, run.SegmentSize));
        return sizes;
    }
}
