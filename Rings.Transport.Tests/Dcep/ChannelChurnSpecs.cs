using System.Globalization;
using Rings.Transport.Sctp;
using Xunit.Abstractions;

namespace Rings.Transport.Tests.Dcep;

/// <summary>
/// Channels made and closed one after the other, each on the number of the one before, over a path that loses packets.
/// RTC_CHANNELS says how many for each rate of loss; 500 without it.
/// </summary>
public sealed class ChannelChurnSpecs(ITestOutputHelper output)
{
    // Channels on one association; the next ones have another, with another seed.
    private const int PerAssociation = 500;

    private static readonly int Count = int.Parse(
        Environment.GetEnvironmentVariable("RTC_CHANNELS") ?? "500", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(20)]
    public void Rfc8831_6_7_No_channel_is_lost_or_crossed_when_its_number_is_used_again(int percent)
    {
        var total = new Tally();
        for (var seed = 0; total.Opened < Count; seed++)
            Churn(1000 * percent + seed, percent, Math.Min(PerAssociation, Count - total.Opened), total);

        output.WriteLine($"{percent} %: {total.Opened} channels on {total.Numbers.Count} numbers, "
            + $"{total.Lost} lost, {total.Crossed} crossed");
        Assert.Equal((0, 0), (total.Lost, total.Crossed));
    }

    private static void Churn(int seed, int percent, int count, Tally total)
    {
        var random = new Random(seed);
        var pair = new ChannelPair(seed)
        {
            // How long an association bears silence is not what is asked here.
            Options = new SctpOptions { MaxAssociationRetransmissions = 100, MaxHandshakeRetransmissions = 100 },
        };
        foreach (var host in pair.Hosts)
            host.Observes = false;

        pair.Fate = (_, _) => random.Next(100) < percent ? null : TimeSpan.FromMilliseconds(5 + random.Next(3));
        pair.Start();
        RunUntil(pair, () => pair.Hosts.All(host => host.Established));
        for (var i = 0; i < count; i++)
            One(pair, random, $"{seed}/{i}", total);
    }

    private static void One(ChannelPair pair, Random random, string label, Tally total)
    {
        var (maker, other) = random.Next(2) == 0 ? (0, 1) : (1, 0);
        var options = new DataChannelOptions { Ordered = random.Next(2) == 0 };
        var channel = pair.Sides[maker].Create(label, options);
        total.Opened++;
        total.Numbers.Add(channel.Id!.Value);
        var expected = random.Next(1, 4);
        for (var i = 0; i < expected; i++)
            Assert.Equal(SendResult.Sent, channel.TrySend(System.Text.Encoding.ASCII.GetBytes(label)));

        // Either end closes, once it has the channel and what was sent on it.
        var ends = new Ends(pair.Hosts[other], label, total);
        RunUntil(pair, () => ends.Messages == expected);
        total.Lost += ends.Messages == expected ? 0 : 1;
        (random.Next(2) == 0 ? channel : ends.Far ?? channel).Close();
        RunUntil(pair, () => channel.ReadyState == DataChannelState.Closed);
        Assert.Equal(DataChannelState.Closed, channel.ReadyState);
    }

    // Never long enough for the next channel to be made late.
    private static void RunUntil(ChannelPair pair, Func<bool> condition)
    {
        for (var i = 0; i < 60_000 && !condition(); i++)
            pair.Run(TimeSpan.FromMilliseconds(2));
    }

    private sealed class Tally
    {
        public int Opened { get; set; }

        public int Lost { get; set; }

        public int Crossed { get; set; }

        public HashSet<ushort> Numbers { get; } = [];
    }

    /// <summary>Watches for one channel at the end that did not make it.</summary>
    private sealed class Ends(ChannelPair.Host host, string label, Tally tally) : IDataChannelObserver
    {
        private DataChannel? _far;
        private int _messages;

        public DataChannel? Far
        {
            get
            {
                if (_far is null && host.Announced.Find(channel => channel.Label == label) is { } found)
                {
                    host.Announced.Clear();
                    (_far = found).Observe(this);
                }

                return _far;
            }
        }

        public int Messages => Far is null ? 0 : _messages;

        public void OnOpen(DataChannel channel)
        {
        }

        public void OnMessage(DataChannel channel, ReadOnlySpan<byte> message, bool binary)
        {
            _messages++;
            tally.Crossed += System.Text.Encoding.ASCII.GetString(message) == label ? 0 : 1;
        }

        public void OnBufferedAmountLow(DataChannel channel)
        {
        }

        public void OnClose(DataChannel channel)
        {
        }
    }
}
