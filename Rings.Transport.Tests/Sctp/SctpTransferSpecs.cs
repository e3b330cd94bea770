using CsCheck;
using Rings.Transport.Sctp;

namespace Rings.Transport.Tests.Sctp;

public sealed class SctpTransferSpecs
{
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
    public void Under_any_loss_reordering_and_duplication_all_arrives_once_and_ordered_streams_in_order() =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Double[0, 0.25], Gen.Double[0, 0.3], Gen.Double[0, 0.3], Gen.Int[1, 120])
            .Sample((seed, loss, reorder, twice, count) => Transfer(seed, loss, reorder, twice, count), iter: 150);

    private static void Transfer(int seed, double loss, double reorder, double duplicate, int count)
    {
        var random = new Random(seed);
        var pair = SctpPair.Connected(seed);
        pair.Fate = (_, _) => Fate(random, loss, reorder, duplicate);
        var sent = new List<(int Stream, bool Unordered, byte[] Bytes)>();
        for (var i = 0; i < count; i++)
        {
            var size = random.Next(4) == 0 ? random.Next(1, 30_000) : random.Next(4, 300);
            var bytes = new byte[Math.Max(size, 4)];
            random.NextBytes(bytes);
            BitConverter.TryWriteBytes(bytes, i);
            var unordered = random.Next(3) == 0;
            var stream = (ushort)random.Next(4);
            Assert.Equal(SendResult.Sent, pair.A.TrySend(stream, 53, bytes, new MessageOptions(unordered)));
            sent.Add((stream, unordered, bytes));
        }

        pair.RunUntil(
            () => pair.Sinks[1].Messages.Count >= count || pair.Sinks[0].Closed is not null, TimeSpan.FromHours(1));
        pair.Run(TimeSpan.FromSeconds(20));

        if (pair.Sinks[0].Closed is not null || pair.Sinks[1].Closed is not null)
        {
            Assert.Equal(SctpCloseReason.Timeout, pair.Sinks[0].Closed ?? pair.Sinks[1].Closed);
            return;
        }

        Check(sent, pair.Sinks[1].Messages);
        Assert.Equal(0, pair.A.GetStatistics().BytesInFlight);
        Assert.Equal(0, pair.A.GetStatistics().BytesBuffered);
        Assert.InRange(pair.B.GetStatistics().BytesHeld, 0, Block.Size);
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
