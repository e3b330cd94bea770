using System.Buffers.Binary;
using Rings.Transport.Sctp;

namespace Rings.Transport.Tests.Sctp;

public sealed class SctpRulesSpecs
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Rfc9260_appendix_A_The_checksum_is_CRC32c() =>
        Assert.Equal(0xE3069283u, Crc32C.Of("123456789"u8));

    [Fact]
    public void Rfc9260_6_2_Every_second_packet_is_acknowledged_at_once_and_a_single_one_after_the_delay()
    {
        var pair = SctpPair.Connected();
        pair.Run(Second);
        var sacks = Chunks(pair, from: 1, ChunkType.Sack);
        var start = pair.Now;
        pair.A.TrySend(1, 53, [1]);
        pair.RunUntil(() => sacks.Count > 0, Second);
        Assert.Equal(TimeSpan.FromMilliseconds(25), pair.Now - start);

        sacks.Clear();
        pair.A.TrySend(1, 53, new byte[2 * 1132]);
        start = pair.Now;
        pair.RunUntil(() => sacks.Count > 0, Second);
        Assert.Equal(TimeSpan.FromMilliseconds(5), pair.Now - start);
    }

    [Fact]
    public void Rfc9260_6_2_A_gap_a_duplicate_and_a_filled_gap_are_acknowledged_at_once()
    {
        var pair = SctpPair.Connected();
        pair.A.TrySend(1, 53, new byte[3 * 1132]);
        var data = new List<byte[]>();
        pair.Watch = (from, packet) => data.AddRange(from == 0 ? [packet] : Array.Empty<byte[]>());
        pair.Fate = (from, _) => from == 0 ? [] : [TimeSpan.Zero];
        pair.Flush(0);
        var sacks = Chunks(pair, from: 1, ChunkType.Sack);

        foreach (var index in new[] { 1, 1, 0 })
        {
            pair.Inject(1, data[index]);
            pair.Flush(1);
        }

        Assert.Equal(3, sacks.Count);
        Assert.Equal((1, 0), (Gaps(sacks[0]), Duplicates(sacks[0])));
        Assert.Equal((1, 1), (Gaps(sacks[1]), Duplicates(sacks[1])));
        Assert.Equal((0, 0), (Gaps(sacks[2]), Duplicates(sacks[2])));
    }

    [Fact]
    public void Rfc9260_7_2_4_A_lost_packet_is_repaired_by_acknowledgements_and_the_window_is_reduced_once()
    {
        var pair = SctpPair.Connected(options: new SctpOptions { Congestion = CongestionAlgorithm.Reno });
        pair.A.TrySend(1, 53, new byte[60_000]);
        var count = 0;
        pair.Fate = (from, packet) => from == 0 && packet.Length > 1000 && ++count is 3 or 5 ? [] : [TimeSpan.Zero];
        pair.RunUntil(() => pair.Sinks[1].Messages.Count > 0, Second);

        var statistics = pair.A.GetStatistics();
        Assert.Single(pair.Sinks[1].Messages);
        Assert.Equal((0, 2), (statistics.Timeouts, statistics.Retransmissions));
        Assert.True(pair.Now < TimeSpan.FromSeconds(1.2), pair.Now.ToString());
    }

    [Fact]
    public void Rfc8985_7_A_lost_tail_is_probed_before_the_timer()
    {
        var pair = SctpPair.Connected();
        pair.A.TrySend(1, 53, new byte[5000]);
        pair.Run(Second);
        var lost = false;
        pair.Fate = (from, packet) =>
        {
            var lose = !lost && from == 0 && packet.Length is > 500 and < 1100;
            lost |= lose;
            return lose ? [] : [TimeSpan.Zero];
        };
        pair.A.TrySend(1, 53, new byte[3 * 1132 + 700]);
        pair.RunUntil(() => pair.Sinks[1].Messages.Count == 2, TimeSpan.FromMilliseconds(290));

        Assert.True(lost);
        Assert.Equal(2, pair.Sinks[1].Messages.Count);
        Assert.Equal((0, 1), (pair.A.GetStatistics().Timeouts, pair.A.GetStatistics().TailLossProbes));
    }

    [Fact]
    public void Rfc9260_6_3_3_When_nothing_answers_the_timer_doubles_up_to_its_limit()
    {
        var pair = SctpPair.Connected();
        pair.A.TrySend(1, 53, [1]);
        pair.Run(Second);
        var times = new List<TimeSpan>();
        pair.Fate = (_, _) => [];
        pair.Watch = (from, packet) => times.AddRange(from == 0 && packet[12] == ChunkType.Data ? [pair.Now] : []);
        pair.A.TrySend(1, 53, [1]);
        pair.RunUntil(() => pair.Sinks[0].Closed is not null, TimeSpan.FromMinutes(10));

        var gaps = times.Zip(times.Skip(1), (one, next) => (next - one).TotalSeconds).Skip(1).ToArray();
        Assert.Equal(10, gaps.Max(), 0.5);
        for (var i = 2; i < gaps.Length; i++)
            Assert.True(gaps[i] >= gaps[i - 1] - 0.001, string.Join(' ', gaps));
    }

    [Fact]
    public void Rfc9260_6_1_The_remote_window_is_honoured_to_the_byte()
    {
        var options = new SctpOptions { MaxSentMessageSize = 262_144 };
        var pair = SctpPair.Connected(options: options, other: options with { ReceiveWindow = 50_000 });
        pair.B.ChargeReceiveWindow(20_000);
        pair.A.TrySend(1, 53, new byte[200_000]);
        var worst = 0L;
        pair.Watch = (from, _) => worst = Math.Max(worst, pair.B.GetStatistics().BytesHeld);

        pair.Run(TimeSpan.FromMilliseconds(50));
        Assert.True(worst <= 50_000 + Block.Size, $"{worst}");
        pair.Run(20 * Second);

        // A message larger than the window still arrives: what is next in sequence is always taken.
        Assert.True(pair.A.GetStatistics().BytesInFlight >= 0);
    }

    [Fact]
    public void Rfc9260_6_1_A_closed_window_is_probed_and_its_reopening_announced()
    {
        var options = new SctpOptions { ReceiveWindow = 100_000 };
        var pair = SctpPair.Connected(options: options);
        pair.B.ChargeReceiveWindow(100_000);
        pair.A.TrySend(1, 53, [1]);
        pair.Run(Second);
        pair.A.TrySend(1, 53, new byte[20_000]);
        pair.Run(10 * Second);
        Assert.Single(pair.Sinks[1].Messages);

        var start = pair.Now;
        pair.B.ChargeReceiveWindow(-100_000);
        pair.RunUntil(() => pair.Sinks[1].Messages.Count == 2, Second);

        Assert.Equal(2, pair.Sinks[1].Messages.Count);
        Assert.True(pair.Now - start < TimeSpan.FromMilliseconds(100), (pair.Now - start).ToString());
    }

    [Fact]
    public void Rfc9260_6_2_A_DATA_chunk_without_user_data_ends_the_association()
    {
        var pair = SctpPair.Connected();
        byte[]? data = null;
        pair.A.TrySend(1, 53, [1]);
        pair.Watch = (_, packet) => data ??= packet;
        pair.Fate = (_, _) => [];
        pair.Flush(0);
        data![15] = 16;
        data = data[..28];
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(8), Crc32C.OfPacket(data));
        pair.Fate = null;

        pair.Inject(1, data);
        pair.Run(Second);

        Assert.Equal(SctpCloseReason.ProtocolViolation, pair.Sinks[1].Closed);
        Assert.Equal("aborted by the remote side: cause 9", pair.Sinks[0].Detail);
    }

    [Fact]
    public void Rfc9260_3_2_Unknown_chunks_are_treated_as_their_high_bits_say()
    {
        var pair = SctpPair.Connected();
        pair.Run(Second);
        var errors = Chunks(pair, from: 1, ChunkType.Error);
        foreach (var type in new byte[] { 0x3F, 0x7F, 0xBF, 0xFF })
        {
            pair.A.TrySend(1, 53, [type], new MessageOptions(Unordered: true));
            var packet = Prepend(pair, [type, 0, 0, 4]);
            pair.Inject(1, packet);
        }

        pair.Flush(1);
        Assert.Equal([0xBF, 0xFF], pair.Sinks[1].Messages.Where(m => m.Bytes[0] >= 0x80).Select(m => (int)m.Bytes[0]));
        Assert.DoesNotContain(pair.Sinks[1].Messages, message => message.Bytes[0] < 0x80);
        Assert.Equal(2, errors.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Strict_priority_between_streams_and_turns_between_equals(int order)
    {
        var pair = SctpPair.Connected();
        foreach (var (stream, rank) in new[] { (1, 5), (2, order), (3, order) })
            pair.A.OpenStream((ushort)stream).SendOrder = rank;

        for (var i = 0; i < 5; i++)
        {
            foreach (var stream in new ushort[] { 1, 2, 3 })
                pair.A.TrySend(stream, 53, new byte[10_000]);
        }

        pair.Run(10 * Second);

        // The first had begun before the others came; from then on 2 and 3 take turns, and 1 waits for them.
        var streams = pair.Sinks[1].Messages.Select(message => (int)message.Stream).ToArray();
        Assert.Equal([2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 1, 1, 1, 1, 1], streams);
    }

    [Fact]
    public void Rfc6525_5_1_A_reset_waits_for_what_was_sent_and_numbers_begin_anew()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var pair = SctpPair.Connected(seed);
            pair.Fate = (_, _) => random.Next(4) == 0 ? [] : [TimeSpan.FromMilliseconds(random.Next(50))];
            for (var i = 0; i < 20; i++)
                pair.A.TrySend(5, 53, new byte[2000]);

            pair.A.ResetStream(5);
            Assert.Equal(SendResult.NotOpen, pair.A.TrySend(5, 53, [1]));
            pair.RunUntil(() => pair.Sinks[0].OutgoingResets.Count > 0, TimeSpan.FromMinutes(5));

            Assert.Equal([(5, true)], pair.Sinks[0].OutgoingResets.Select(reset => ((int)reset.Stream, reset.Done)));
            Assert.Equal([5], pair.Sinks[1].IncomingResets.Select(stream => (int)stream));
            Assert.Equal(20, pair.Sinks[1].Messages.Count);
            Assert.Equal(SendResult.Sent, pair.A.TrySend(5, 53, [9]));
            pair.RunUntil(() => pair.Sinks[1].Messages.Count == 21, TimeSpan.FromMinutes(1));
            Assert.Equal([9], pair.Sinks[1].Messages[^1].Bytes);
        }
    }

    [Fact]
    public void Rfc3758_3_5_Under_loss_only_whole_messages_arrive_in_order_and_none_twice()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var pair = SctpPair.Connected(seed);
            pair.Fate = (_, _) => random.Next(5) == 0 ? [] : [TimeSpan.FromMilliseconds(random.Next(20))];
            var sent = new List<byte[]>();
            for (var i = 0; i < 60; i++)
            {
                var bytes = new byte[random.Next(4, 9000)];
                random.NextBytes(bytes);
                BitConverter.TryWriteBytes(bytes, i);
                sent.Add(bytes);
                var carriage = new MessageOptions(
                    Unordered: i % 3 == 0,
                    MaxRetransmits: i % 2 == 0 ? random.Next(2) : null,
                    Expires: i % 2 == 1 ? pair.Now + TimeSpan.FromMilliseconds(random.Next(200)) : null);
                pair.A.TrySend((ushort)(i % 4), 53, bytes, carriage);
                pair.Run(TimeSpan.FromMilliseconds(random.Next(10)));
            }

            Assert.Equal(SendResult.Sent, pair.A.TrySend(1, 53, [1, 0, 0, 0x70]));
            pair.Run(TimeSpan.FromMinutes(2));

            Assert.Null(pair.Sinks[0].Closed);
            var numbers = pair.Sinks[1].Messages.Select(message => BitConverter.ToInt32(message.Bytes)).ToArray();
            Assert.Equal(numbers.Distinct(), numbers);
            Assert.Contains(0x70000001, numbers);
            var ordered = numbers.Where(i => i < 60 && i % 3 != 0).ToArray();
            Assert.All(ordered.GroupBy(i => i % 4), stream => Assert.Equal(stream.Order(), stream));
            Assert.All(
                pair.Sinks[1].Messages.Where(m => m.Bytes.Length > 4 || m.Bytes[3] == 0),
                m => Assert.Equal(sent[BitConverter.ToInt32(m.Bytes)], m.Bytes));
            Assert.Equal((0, 0), (pair.A.GetStatistics().BytesInFlight, pair.A.GetStatistics().BytesBuffered));
            Assert.InRange(pair.B.GetStatistics().BytesHeld, 0, Block.Size);
        }
    }

    [Theory]
    [InlineData(0xFFFFFFF0u)]
    [InlineData(0x7FFFFFF0u)]
    public void Rfc9260_1_6_TSN_and_SSN_wrap(uint firstTsn)
    {
        var random = new Random(3);
        var pair = new SctpPair(random: new FixedRandom(firstTsn));
        pair.Connect();
        pair.Fate = (_, _) => random.Next(20) == 0 ? [] : [TimeSpan.FromMilliseconds(random.Next(3))];
        const int Count = 70_000;
        var sent = 0;
        while (sent < Count)
        {
            for (var end = Math.Min(sent + 2000, Count); sent < end; sent++)
                Assert.Equal(SendResult.Sent, pair.A.TrySend(1, 53, BitConverter.GetBytes(sent)));

            pair.Run(TimeSpan.FromMilliseconds(200));
        }

        pair.RunUntil(() => pair.Sinks[1].Messages.Count == Count, TimeSpan.FromMinutes(10));

        var received = pair.Sinks[1].Messages.Select(message => BitConverter.ToInt32(message.Bytes));
        Assert.Equal(Enumerable.Range(0, Count), received);
    }

    private static int Gaps(byte[] sack) => BinaryPrimitives.ReadUInt16BigEndian(sack.AsSpan(12));

    private static int Duplicates(byte[] sack) => BinaryPrimitives.ReadUInt16BigEndian(sack.AsSpan(14));

    private static List<byte[]> Chunks(SctpPair pair, int from, byte type)
    {
        var found = new List<byte[]>();
        var before = pair.Watch;
        pair.Watch = (sender, packet) =>
        {
            before?.Invoke(sender, packet);
            var chunks = new ChunkReader(packet.AsSpan(12));
            while (sender == from && chunks.MoveNext())
            {
                if (chunks.Type == type)
                    found.Add(chunks.Whole.ToArray());
            }
        };
        return found;
    }

    // The packet that side 0 writes next, with a chunk put before its own; it does not travel by itself.
    private static byte[] Prepend(SctpPair pair, byte[] chunk)
    {
        byte[]? written = null;
        var (watch, fate) = (pair.Watch, pair.Fate);
        pair.Watch = (_, packet) => written ??= packet;
        pair.Fate = (_, _) => [];
        pair.Flush(0);
        (pair.Watch, pair.Fate) = (watch, fate);
        byte[] packet = [.. written![..12], .. chunk, .. written[12..]];
        BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(8), 0);
        BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(8), Crc32C.OfPacket(packet));
        return packet;
    }
}
