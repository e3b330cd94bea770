using System.Globalization;
using Rings.Transport.Tests.Sctp;
using Xunit.Abstractions;

namespace Rings.Transport.Tests.Dcep;

/// <summary>
/// A long life in virtual time: messages both ways over a lossy path, bursts and pauses, channels opened and closed.
/// RINGS_SOAK_HOURS says how long; a tenth of an hour without it.
/// </summary>
[Collection(nameof(SctpMemorySpecs))]
public sealed class DataChannelSoakSpecs(ITestOutputHelper output)
{
    private const long MaxGrowth = 1024 * 1024;

    private readonly Random _random = new(11);
    private long _sent;
    private long _received;
    private int _channels;

    [Fact]
    public void A_long_life_leaves_nothing_behind()
    {
        var hours = double.Parse(
            Environment.GetEnvironmentVariable("RINGS_SOAK_HOURS") ?? "0.1", CultureInfo.InvariantCulture);
        var pair = new ChannelPair();
        var ends = Open(pair);
        pair.Fate = (_, _) => _random.Next(200) == 0 ? null : TimeSpan.FromMilliseconds(10 + _random.Next(3));

        var seconds = (int)(hours * 3600);
        Live(pair, ends, seconds / 10);
        var before = Memory(pair);
        Live(pair, ends, seconds - seconds / 10);
        var growth = Memory(pair) - before;

        output.WriteLine($"{hours} h: {_sent} messages, {_channels} channels, {growth} bytes more than after a tenth of it");
        Assert.Equal(_sent, _received);
        Assert.InRange(growth, long.MinValue, MaxGrowth);
        foreach (var side in pair.Sides)
        {
            var statistics = side.Association!.GetStatistics();
            Assert.Equal((0, 0, 0), (statistics.BytesBuffered, statistics.BytesHeld, statistics.BytesInFlight));
        }
    }

    private DataChannel[] Open(ChannelPair pair)
    {
        var ends = pair.Sides.Select(side => side.Create("long", DataChannelOptions.Default)).ToArray();
        foreach (var host in pair.Hosts)
            host.Observes = false;

        pair.Start();
        foreach (var channel in pair.Hosts.SelectMany(host => host.Announced))
            channel.Observe(new Counter(this));

        return ends;
    }

    private void Live(ChannelPair pair, DataChannel[] ends, int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            if (second % 60 < 40)
                Talk(pair, ends);

            if (second % 30 == 0)
                OpenAndClose(pair);

            pair.Run(TimeSpan.FromSeconds(1));
        }

        pair.Run(TimeSpan.FromMinutes(2));
    }

    private void Talk(ChannelPair pair, DataChannel[] ends)
    {
        foreach (var end in ends)
        {
            var burst = _random.Next(50) == 0 ? 40 : _random.Next(3);
            for (var i = 0; i < burst; i++)
            {
                var result = end.TrySend(new byte[_random.Next(1, 8000)]);
                Assert.True(
                    result == SendResult.Sent,
                    $"{result} at {pair.Now}: {pair.Hosts[0].Closed} {pair.Hosts[1].Closed}");
                _sent++;
            }
        }
    }

    private void OpenAndClose(ChannelPair pair)
    {
        var side = _random.Next(2);
        var channel = pair.Sides[side].Create("short", new DataChannelOptions { Ordered = _random.Next(2) == 0 });
        pair.Run(TimeSpan.FromSeconds(1));
        foreach (var announced in pair.Hosts[1 - side].Announced.Where(other => other.Label == "short"))
            announced.Observe(new Counter(this));

        Assert.Equal(SendResult.Sent, channel.TrySend([1]));
        _sent++;
        channel.Close();
        pair.Run(TimeSpan.FromSeconds(10));
        Assert.Equal(DataChannelState.Closed, channel.ReadyState);
        pair.Hosts[1 - side].Announced.RemoveAll(other => other.Label == "short");
        _channels++;
    }

    private static long Memory(ChannelPair pair)
    {
        pair.Run(TimeSpan.FromMinutes(2));
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private sealed class Counter(DataChannelSoakSpecs soak) : IDataChannelObserver
    {
        public void OnOpen(DataChannel channel)
        {
        }

        public void OnMessage(DataChannel channel, ReadOnlySpan<byte> message, bool binary) => soak._received++;

        public void OnBufferedAmountLow(DataChannel channel)
        {
        }

        public void OnClose(DataChannel channel)
        {
        }
    }
}
