using CsCheck;
using Rings.Simulation.Engine;

namespace Rings.Simulation.Tests.Engine;

public sealed class EventLoopSpecs
{
    [Fact]
    public void Events_leave_by_time_and_those_of_one_time_in_the_order_of_arrival() =>
        Gen.Int[0, 9].Array[0, 200].Sample(times =>
        {
            var heap = new EventHeap<int>();
            for (var i = 0; i < times.Length; i++) heap.Enqueue(times[i], i);

            var left = Enumerable.Range(0, times.Length).Select(_ => heap.Dequeue()).ToArray();

            return left.SequenceEqual(Enumerable.Range(0, times.Length).OrderBy(i => times[i])) && heap.Peak == times.Length;
        });

    [Fact]
    public void Taking_between_adding_keeps_the_order()
    {
        var heap = new EventHeap<string>();
        heap.Enqueue(5, "c");
        heap.Enqueue(1, "a");
        Assert.Equal("a", heap.Dequeue());
        heap.Enqueue(5, "d");
        heap.Enqueue(2, "b");

        Assert.Equal(["b", "c", "d"], new[] { heap.Dequeue(), heap.Dequeue(), heap.Dequeue() });
        Assert.Throws<InvalidOperationException>(() => heap.Dequeue());
    }

    [Fact]
    public void The_clock_stands_at_the_moment_of_each_event()
    {
        var seen = new List<(int What, double Seconds)>();
        EventLoop<int>? loop = null;
        loop = new(what =>
        {
            seen.Add((what, loop!.Elapsed.TotalSeconds));
            if (what == 1) loop.Schedule(TimeSpan.FromSeconds(1), 3);
            if (what == 3) loop.Schedule(TimeSpan.FromSeconds(-9), 4);
        });
        loop.Schedule(TimeSpan.FromSeconds(5), 2);
        loop.Schedule(TimeSpan.FromSeconds(1), 1);

        loop.RunUntil(VirtualTime.Start + TimeSpan.FromSeconds(5));

        Assert.Equal([(1, 1.0), (3, 2.0), (4, 2.0), (2, 5.0)], seen);
        Assert.Equal(4, loop.Handled);
        Assert.False(loop.Step());
        Assert.Equal(2, loop.PeakWaiting);
    }

    [Fact]
    public void Running_for_a_time_without_events_moves_the_clock()
    {
        var loop = new EventLoop<int>(_ => { });

        loop.RunFor(TimeSpan.FromHours(1));

        Assert.Equal(TimeSpan.FromHours(1), loop.Elapsed);
        Assert.Equal(0, loop.Waiting);
    }

    [Fact]
    public void A_trace_differs_by_content_and_by_order()
    {
        Assert.Equal(Hash(1, 2), Hash(1, 2));
        Assert.NotEqual(Hash(1, 2), Hash(2, 1));
        using var trace = new TraceHash();
        trace.Add([1, 2, 3]);
        var before = trace.Current();
        trace.Add(4);
        Assert.NotEqual(before, trace.Current());
    }

    private static string Hash(params long[] values)
    {
        using var trace = new TraceHash();
        foreach (var value in values) trace.Add(value);
        return trace.Current();
    }
}
