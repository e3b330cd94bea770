using Rings.TestKit;
using Rings.TestKit.Tests.Orders;
using Xunit.Abstractions;

namespace Consumers;

/// <summary>
/// The same seed is the same history byte for byte: here within a process; <c>.ci/jobs/consumers</c> compares what processes on
/// one core and on all cores print.
/// </summary>
public sealed class HistorySpecs(ITestOutputHelper output)
{
    [Fact]
    public void The_same_seed_is_the_same_history()
    {
        var first = Troubled(7);

        Assert.Equal(first, Troubled(7));
        Assert.NotEqual(first, Troubled(8));
        output.WriteLine(first);
    }

    private static string Troubled(int seed)
    {
        using var ring = new SimulatedRing(seed).Nodes(6).WithProtocol<OrdersActor>("orders/1");
        ring.Run(r => r.IsIdeal);
        ring.Lose(0.1).Duplicate(0.2).Delay(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(30)).Partition([0, 1]);
        for (var number = 0; number < 6; number++) ring.Node(number).Tell(new PlaceOrder($"{number}"));
        ring.Advance(TimeSpan.FromSeconds(40)).Heal().Crash(3).Advance(TimeSpan.FromSeconds(10)).Restart(3);
        ring.RunUntilQuiet();
        return ring.History.ToString();
    }
}
