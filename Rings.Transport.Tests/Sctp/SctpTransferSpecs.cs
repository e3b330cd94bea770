using System.Globalization;
using Rings.Transport.Sctp;
using Xunit.Abstractions;

namespace Rings.Transport.Tests.Sctp;

/// <summary>
/// Messages from one end to the other, in virtual time. RTC_TRANSFERS says how many transfers over bad paths, 150 without
/// it; RTC_TRANSFER_SEED the first one's seed, which is drawn without it and printed.
/// </summary>
public sealed class SctpTransferSpecs(ITestOutputHelper output)
{
    private const string FirstSeed = "RTC_TRANSFER_SEED";

    private static readonly int Seeds = int.Parse(
        Environment.GetEnvironmentVariable("RTC_TRANSFERS") ?? "150", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(1)]
    [InlineData(1131)]
    [InlineData(1132)]
    [InlineData(1133)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(262_144)]
    public void A_message_of_any_size_arrives_whole(int size)
    {
        var pair = SctpPair.Connected();
        var message = new byte[size];
        new Random(size).NextBytes(message);

        Assert.Equal(SendResult.Sent, pair.A.TrySend(3, 53, message));
        pair.RunUntil(() => pair.Sinks[1].Messages.Count > 0, TimeSpan.FromSeconds(30));

        var received = Assert.Single(pair.Sinks[1].Messages);
        Assert.Equal((3, 53u), (received.Stream, received.Protocol));
        Assert.Equal(message, received.Bytes);
    }

    [Fact]
    public void Under_any_loss_reordering_and_duplication_all_arrives_once_and_ordered_streams_in_order()
    {
        var first = Environment.GetEnvironmentVariable(FirstSeed) is { } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : Random.Shared.Next();
        output.WriteLine($"seeds {first} and the {Seeds - 1} after it");
        Parallel.For(0, Seeds, i => Try(first + i));
    }

    private static void Try(int seed)
    {
        try
        {
            Transfer(seed);
        }
        catch (Exception failure)
        {
            Assert.Fail($"{FirstSeed}={seed} RTC_TRANSFERS=1 fails again: {failure}");
        }
    }

    private static void Transfer(int seed)
    {
        var random = new Random(seed);
        var (loss, reorder, twice) = (random.NextDouble() / 4, random.NextDouble() * 0.3, random.NextDouble() * 0.3);
        var pair = SctpPair.Connected(seed);
        pair.Fate = (_, _) => Fate(random, loss, reorder, twice);
        var sent = Send(pair.A, random, random.Next(1, 121));

        // All is done when the sender knows that all has come, and no copy of a packet is on its way any more.
        pair.RunUntil(() => IsOver(pair) || pair.A.GetStatistics().BytesBuffered == 0, TimeSpan.FromHours(1));
        pair.Run(TimeSpan.FromSeconds(1));
        if (IsOver(pair))
        {
            Assert.Equal(SctpCloseReason.Timeout, pair.Sinks[0].Closed ?? pair.Sinks[1].Closed);
            return;
        }

        Check(sent, pair.Sinks[1].Messages);
        Assert.Equal(0, pair.A.GetStatistics().BytesInFlight);
        Assert.Equal(0, pair.A.GetStatistics().BytesBuffered);
        Assert.InRange(pair.B.GetStatistics().BytesHeld, 0, Block.Size);
    }

    private static bool IsOver(SctpPair pair) => Array.Exists(pair.Sinks, sink => sink.Closed is not null);

    private static List<(int Stream, bool Unordered, byte[] Bytes)> Send(SctpAssociation from, Random random, int count)
    {
        var sent = new List<(int Stream, bool Unordered, byte[] Bytes)>();
        for (var i = 0; i < count; i++)
        {
            var bytes = new byte[random.Next(4) == 0 ? random.Next(4, 30_000) : random.Next(4, 300)];
            random.NextBytes(bytes);
            BitConverter.TryWriteBytes(bytes, i);
            var unordered = random.Next(3) == 0;
            var stream = (ushort)random.Next(4);
            Assert.Equal(SendResult.Sent, from.TrySend(stream, 53, bytes, new MessageOptions(unordered)));
            sent.Add((stream, unordered, bytes));
        }

        return sent;
    }

    private static IEnumerable<TimeSpan> Fate(Random random, double loss, double reorder, double duplicate)
    {
        if (random.NextDouble() >= loss)
            yield return random.NextDouble() < reorder ? TimeSpan.FromMilliseconds(random.Next(60)) : TimeSpan.Zero;

        if (random.NextDouble() < duplicate)
            yield return TimeSpan.FromMilliseconds(random.Next(60));
    }

    private static void Check(
        List<(int Stream, bool Unordered, byte[] Bytes)> sent,
        List<(ushort Stream, uint Protocol, byte[] Bytes)> received)
    {
        Assert.Equal(sent.Count, received.Count);
        foreach (var (stream, _, bytes) in received)
        {
            var original = sent[BitConverter.ToInt32(bytes)];
            Assert.Equal(original.Stream, stream);
            Assert.Equal(original.Bytes, bytes);
        }

        foreach (var stream in received.GroupBy(message => message.Stream))
        {
            var numbers = stream.Select(message => BitConverter.ToInt32(message.Bytes));
            var ordered = numbers.Where(i => !sent[i].Unordered).ToArray();
            Assert.Equal(ordered.Order(), ordered);
        }
    }
}
