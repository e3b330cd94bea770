using Rings.Transport.Sctp;

namespace Rings.Transport.Tests.Sctp;

[Collection(nameof(SctpMemorySpecs))]
[CollectionDefinition(nameof(SctpMemorySpecs), DisableParallelization = true)]
public sealed class SctpMemorySpecs
{
    private readonly BlockPool _pool = new(8192);

    [Theory]
    [InlineData(65_536, 2000, 0)]
    [InlineData(1_024, 40_000, 0)]
    [InlineData(100, 100_000, 0)]
    [InlineData(65_536, 2000, 100)]
    public void The_steady_state_allocates_nothing(int size, int count, int loseEvery)
    {
        var pair = new DirectPair(new SctpOptions(), _pool) { LoseEvery = loseEvery };
        var message = new byte[size];
        pair.Send(count, message);
        pair.Send(count, message);

        var before = GC.GetAllocatedBytesForCurrentThread();
        pair.Send(count, message);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // The runtime may drop pooled arrays when it collects; a packet costs nothing.
        Assert.True(allocated < pair.Packets / 10, $"{allocated} bytes for {pair.Packets} packets");
        while (pair.Sinks[1].Messages < 3L * count)
            pair.Idle(TimeSpan.FromMilliseconds(500));

        Assert.Equal(3L * count * size, pair.Sinks[1].Bytes);
    }

    [Fact]
    public void An_idle_association_holds_little_memory()
    {
        const int Count = 200;
        var kept = new DirectPair[Count];
        kept[0] = new DirectPair(new SctpOptions(), _pool);
        var before = GC.GetTotalMemory(true);
        for (var i = 1; i < Count; i++)
        {
            kept[i] = new DirectPair(new SctpOptions(), _pool);
            kept[i].Send(10, new byte[10_000]);
        }

        var each = (GC.GetTotalMemory(true) - before) / (Count - 1) / 2;

        Assert.True(each < 20_000, $"{each} bytes an association");
        GC.KeepAlive(kept);
    }

    [Fact]
    public void After_a_burst_memory_is_given_back_when_idle()
    {
        var pair = new DirectPair(new SctpOptions(), _pool) { LoseEvery = 50 };
        pair.Send(200, new byte[65_536]);
        for (var i = 0; i < 40; i++)
            pair.Idle(TimeSpan.FromSeconds(2));

        Assert.Equal(0, pair.A.GetStatistics().BytesBuffered);
        Assert.Equal(0, pair.B.GetStatistics().BytesHeld);
    }

    [Fact]
    public void Giving_memory_back_while_something_is_missing_loses_nothing()
    {
        var options = new SctpOptions
        {
            HeartbeatInterval = TimeSpan.FromMilliseconds(3),
            MaxAssociationRetransmissions = int.MaxValue,
        };
        var pair = SctpPair.Connected(options: options);
        var random = new Random(2);
        pair.Fate = (_, _) => random.Next(5) == 0 ? [] : [TimeSpan.Zero];
        for (var i = 0; i < 50; i++)
        {
            pair.A.TrySend(1, 53, new byte[5000]);
            pair.Run(TimeSpan.FromMilliseconds(40));
        }

        pair.Run(TimeSpan.FromSeconds(60));
        Assert.Null(pair.Sinks[1].Detail);
        Assert.Equal(50, pair.Sinks[1].Messages.Count);
    }
}
