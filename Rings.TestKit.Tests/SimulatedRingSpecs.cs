using Akka.Actor;
using Rings.TestKit.Probes;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.TestKit.Tests;

public sealed class SimulatedRingSpecs
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void The_same_seed_twice_is_the_same_history_byte_for_byte_and_another_seed_is_another()
    {
        var first = Troubled(11);

        Assert.Equal(first, Troubled(11));
        Assert.NotEqual(first, Troubled(12));
    }

    [Fact]
    public void A_message_that_the_network_repeats_is_told_once()
    {
        using var ring = new SimulatedRing(3).Nodes(3);
        ring.Run(r => r.IsIdeal).Duplicate(1);
        var gate = new GateProbe(ring, 2, "chat/1");

        for (byte number = 0; number < 20; number++) ring.Node(0).Tell(new SendPlain(ring.Node(2).Did, "chat/1", [number]));
        ring.Advance(20 * Second);

        Assert.Equal(Enumerable.Range(0, 20), gate.Received.Select(message => (int)message.Payload[0]).Order());
        Assert.True(ring.IsIdeal, ring.Describe());
    }

    [Fact]
    public void A_slow_node_answers_late_and_a_far_one_too()
    {
        using var ring = new SimulatedRing(4).Nodes(2);
        ring.Run(r => r.IsIdeal);
        var gate = new GateProbe(ring, 1, "chat/1");
        var quick = Elapsed(ring);

        ring.Slow(1, TimeSpan.FromMilliseconds(50));
        var slow = Elapsed(ring);
        ring.Slow(1, TimeSpan.Zero).DelayBetween(0, 1, TimeSpan.FromMilliseconds(300)).Advance(Second);
        var far = Elapsed(ring);

        Assert.InRange(quick, TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(30));
        Assert.InRange(slow, quick + TimeSpan.FromMilliseconds(50), 5 * Second);
        Assert.InRange(far, TimeSpan.FromMilliseconds(600), Second);
        Assert.Equal(3, gate.Received.Count);
    }

    [Fact]
    public void A_record_outlives_a_crash_on_its_disk_and_not_a_lost_disk()
    {
        using var ring = new SimulatedRing(5).Nodes(1);
        ring.Run(r => r.IsIdeal);
        ring.Node(0).Tell(new PutRegister("prices", [1, 2, 3]));
        ring.Advance(5 * Second).Crash(0).Restart(0);
        var storage = new StorageProbe(ring, 0);
        var kept = storage.Holds(ring.Node(0).Did);

        ring.Crash(0).Restart(0, keepsDisk: false);

        Assert.True(kept);
        Assert.Equal(0, storage.Count);
    }

    [Fact]
    public void A_full_disk_keeps_nothing_until_there_is_room()
    {
        using var ring = new SimulatedRing(6).Nodes(1);
        ring.Run(r => r.IsIdeal).FillDisk(0);
        ring.Node(0).Tell(new PutRegister("prices", [1]));
        ring.Advance(5 * Second);
        var storage = new StorageProbe(ring, 0);
        var whileFull = storage.Count;

        ring.FillDisk(0, isFull: false).Advance(TimeSpan.FromMinutes(3));
        ring.Node(0).Tell(new PutRegister("prices", [2]));
        ring.Advance(5 * Second);

        Assert.Equal(0, whileFull);
        Assert.True(storage.Holds(ring.Node(0).Did), ring.History.ToString());
    }

    [Fact]
    public void A_ring_goes_on_without_those_that_left_or_crashed_and_with_a_wrong_clock()
    {
        using var ring = new SimulatedRing(8).Nodes(6);
        ring.Run(r => r.IsIdeal).SkewClock(3, 5 * Second).Leave(1).Crash(0);

        ring.RunUntilQuiet();
        ring.Restart(0).Lose(0.05).Delay(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(20)).Run(r => r.IsIdeal);

        Assert.Equal([true, false, true, true, true, true], Enumerable.Range(0, 6).Select(number => ring.Node(number).IsAlive));
        Assert.Contains("step 4: leave 1", ring.History.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_partition_makes_two_rings_and_healing_one()
    {
        using var ring = new SimulatedRing(9).Nodes(6);
        ring.Run(r => r.IsIdeal).Partition([0, 1, 2]).Advance(TimeSpan.FromMinutes(2));
        var side = new[] { 0, 1, 2 }.Select(number => ring.Node(number).Did).ToHashSet();
        var seen = ring.Status(ring.Node(0)).Successors;

        ring.Heal().Run(r => r.IsIdeal);

        Assert.NotEmpty(seen);
        Assert.All(seen, successor => Assert.Contains(successor, side));
    }

    [Fact]
    public void History_is_bounded()
    {
        using var ring = new SimulatedRing(10).Nodes(1);
        for (var step = 0; step < RingHistory.MostLines + 10; step++) ring.Advance(TimeSpan.Zero);

        Assert.Equal(RingHistory.MostLines, ring.History.Lines.Count);
        Assert.True(ring.History.Forgotten >= 10);
        Assert.Contains("older lines were forgotten", ring.History.ToString(), StringComparison.Ordinal);
    }

    private static TimeSpan Elapsed(SimulatedRing ring) =>
        ring.Ask<Delivered>(ring.Node(0), new SendPlain(ring.Node(1).Did, "chat/1", [1])).Elapsed;

    private static string Troubled(int seed)
    {
        using var ring = new SimulatedRing(seed).Nodes(5).WithProtocol("echo/1", _ => Props.Create(() => new Silent()));
        ring.Run(r => r.IsIdeal);
        ring.Lose(0.1).Duplicate(0.2).Delay(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(30));
        ring.Partition([0, 1]).Advance(40 * Second).Heal().Crash(3).Advance(10 * Second).Restart(3);
        for (var number = 1; number < 5; number++)
            ring.Node(0).Tell(new SendPlain(ring.Node(number).Did, "echo/1", [(byte)number]));
        ring.RunUntilQuiet();
        return ring.History.ToString();
    }

    private sealed class Silent : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }
}
