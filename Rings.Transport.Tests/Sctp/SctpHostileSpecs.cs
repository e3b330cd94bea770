using System.Buffers.Binary;
using Rings.Transport.Sctp;
using Rings.Transport.Tests.Dcep;

namespace Rings.Transport.Tests.Sctp;

/// <summary>Bytes from strangers: never an exception, bounded work, bounded memory.</summary>
public sealed class SctpHostileSpecs
{
    [Fact]
    public void Random_bytes_change_nothing()
    {
        var random = new Random(1);
        var pair = SctpPair.Connected();
        var packet = new byte[1200];
        for (var i = 0; i < 20_000; i++)
        {
            var length = random.Next(packet.Length);
            random.NextBytes(packet);
            pair.Inject(1, packet[..length]);
        }

        Assert.Equal(SctpState.Established, pair.B.State);
        Assert.Equal(20_000, pair.B.GetStatistics().PacketsDiscarded);
    }

    [Fact]
    public void Chunks_of_any_content_never_throw_and_hold_bounded_memory()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var pair = new SctpPair(random: new FixedRandom(1000), options: new SctpOptions { ReceiveWindow = 100_000 });
            pair.Connect();
            var tsn = 1005u;
            pair.Flush(1);
            for (var i = 0; i < 200 && pair.Sinks[1].Closed is null; i++)
            {
                pair.Inject(1, RandomPacket(random, pair, tsn));
                pair.Flush(1);
                Assert.InRange(pair.B.GetStatistics().BytesHeld, 0, 100_000 + 2 * Block.Size + 262_144);
            }

            pair.Run(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public void Bits_turned_in_good_packets_never_throw()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var pair = SctpPair.Connected(seed);
            pair.Fate = (_, packet) =>
            {
                for (var i = random.Next(3); i > 0; i--)
                    packet[random.Next(12, packet.Length)] ^= (byte)(1 << random.Next(8));

                return [TimeSpan.FromMilliseconds(random.Next(10))];
            };
            for (var i = 0; i < 20; i++)
            {
                pair.A.TrySend((ushort)random.Next(3), 53, new byte[random.Next(1, 5000)]);
                pair.B.TrySend((ushort)random.Next(3), 53, new byte[random.Next(1, 5000)], new MessageOptions(Unordered: true));
                pair.A.ResetStream((ushort)random.Next(3, 9));
                pair.Run(TimeSpan.FromMilliseconds(20));
            }

            pair.Run(TimeSpan.FromSeconds(30));
            Assert.InRange(pair.A.GetStatistics().BytesHeld, 0, 5 * 1024 * 1024);
        }
    }

    [Fact]
    public void Messages_to_the_data_channels_of_any_content_never_throw()
    {
        var random = new Random(5);
        var pair = new ChannelPair();
        pair.Start();
        for (var i = 0; i < 3000; i++)
        {
            var message = new byte[random.Next(1, 40)];
            random.NextBytes(message);
            message[0] = (byte)random.Next(5);
            var protocol = (uint)random.Next(48, 60);
            pair.Sides[0].Association!.TrySend((ushort)random.Next(20), protocol, message);
            pair.Run(TimeSpan.FromMilliseconds(1));
        }

        pair.Run(TimeSpan.FromSeconds(30));
        Assert.Null(pair.Hosts[1].Closed);
    }

    [Fact]
    public void Rfc9260_3_2_A_chunk_of_length_zero_does_not_loop()
    {
        var pair = new SctpPair(random: new FixedRandom(1000));
        pair.Connect();
        var before = pair.B.GetStatistics().PacketsDiscarded;
        pair.Inject(1, Packet(pair.B, [ChunkType.Sack, 0, 0, 0, 0, 0, 0, 0]));

        Assert.Equal(before + 1, pair.B.GetStatistics().PacketsDiscarded);
    }

    [Fact]
    public void A_flood_of_questions_gets_a_bounded_number_of_answers()
    {
        var pair = new SctpPair(random: new FixedRandom(1000));
        pair.Connect();
        for (var i = 0; i < 1000; i++)
            pair.Inject(1, Packet(pair.B, [ChunkType.Heartbeat, 0, 0, 8, 0, 1, 0, 4]));

        var before = pair.Packets;
        pair.Flush(1);
        Assert.InRange(pair.Packets - before, 1, 20);
    }

    [Fact]
    public void A_chunk_that_is_lost_while_nothing_is_in_flight_is_sent_when_there_is_room_and_nothing_loops()
    {
        var (pair, first) = Speaking(messages: 3, seed: 1);
        (ushort, ushort)[] allButTheSecond = [(1, 1), (3, 3)];

        pair.Inject(1, Packet(pair.B, Sack(first - 1, window: 0, allButTheSecond)));
        pair.Run(TimeSpan.FromMilliseconds(300));
        pair.Inject(1, Packet(pair.B, Sack(first - 1, window: 100_000, allButTheSecond)));
        pair.Flush(1);
        pair.Inject(1, Packet(pair.B, Sack(first + 2, window: 100_000)));
        pair.Flush(1);

        Assert.InRange(pair.B.GetStatistics().Retransmissions, 1, 3);
        Assert.Equal((SctpState.Established, 0L), (pair.B.State, pair.B.GetStatistics().BytesHeld));
    }

    [Fact]
    public void Acknowledgements_of_any_order_never_loop_and_hold_bounded_memory()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var (pair, first) = Speaking(messages: random.Next(1, 12), seed);
            for (var step = 0; step < 60 && pair.Sinks[1].Closed is null; step++)
            {
                var gaps = new (ushort, ushort)[random.Next(4)];
                ushort from = (ushort)random.Next(1, 3);
                for (var i = 0; i < gaps.Length; i++)
                {
                    var last = (ushort)(from + random.Next(3));
                    gaps[i] = (from, last);
                    from = (ushort)(last + random.Next(1, 3));
                }

                var acked = first - 1 + (uint)(step / 20) + (uint)random.Next(2);
                pair.Inject(1, Packet(pair.B, Sack(acked, random.Next(3) == 0 ? 100_000u : 0, gaps)));
                pair.Run(TimeSpan.FromMilliseconds(random.Next(400)));
                if (random.Next(4) == 0) pair.B.TrySend(1, 53, new byte[900], new MessageOptions(MaxRetransmits: random.Next(2)));
                Assert.InRange(pair.B.GetStatistics().BytesHeld, 0, 1024 * 1024);
            }
        }
    }

    /// <summary>The second side has sent messages of a chunk each, of which nothing arrives.</summary>
    private static (SctpPair Pair, uint FirstTsn) Speaking(int messages, int seed)
    {
        var pair = SctpPair.Connected(seed);
        pair.B.TrySend(1, 53, new byte[10]);
        pair.Run(TimeSpan.FromSeconds(1));
        uint? first = null;
        pair.Watch = (from, packet) =>
        {
            if (from == 1 && packet[12] == ChunkType.Data) first ??= BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(16));
        };
        pair.Fate = (from, _) => from == 1 ? [] : [TimeSpan.Zero];
        for (var i = 0; i < messages; i++)
        {
            pair.B.TrySend(1, 53, new byte[900]);
            pair.Flush(1);
        }

        return (pair, first!.Value);
    }

    private static byte[] Sack(uint acked, uint window, params (ushort First, ushort Last)[] gaps)
    {
        var chunk = new byte[16 + gaps.Length * 4];
        chunk[0] = ChunkType.Sack;
        BinaryPrimitives.WriteUInt16BigEndian(chunk.AsSpan(2), (ushort)chunk.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(4), acked);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8), window);
        BinaryPrimitives.WriteUInt16BigEndian(chunk.AsSpan(12), (ushort)gaps.Length);
        for (var i = 0; i < gaps.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(chunk.AsSpan(16 + i * 4), gaps[i].First);
            BinaryPrimitives.WriteUInt16BigEndian(chunk.AsSpan(18 + i * 4), gaps[i].Last);
        }

        return chunk;
    }

    private static byte[] Packet(SctpAssociation to, params byte[][] chunks)
    {
        var body = chunks.SelectMany(chunk => chunk).ToArray();
        var packet = new byte[12 + body.Length];
        BinaryPrimitives.WriteUInt16BigEndian(packet, 5000);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), 5000);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), to.LocalTag);
        body.CopyTo(packet, 12);
        BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(8), Crc32C.OfPacket(packet));
        return packet;
    }

    private static byte[] RandomPacket(Random random, SctpPair pair, uint tsn)
    {
        byte[] types = [0, 0, 0, 0, 3, 3, 4, 5, 7, 9, 11, 130, 130, 192, 192, 193, 64];
        var chunks = new List<byte[]>();
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            var chunk = new byte[4 * random.Next(1, 30)];
            random.NextBytes(chunk);
            chunk[0] = types[random.Next(types.Length)];
            BinaryPrimitives.WriteUInt16BigEndian(chunk.AsSpan(2), (ushort)(chunk.Length - random.Next(random.Next(1, 5))));
            if (chunk.Length >= 8 && random.Next(5) > 0)
                BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(4), (uint)(tsn + random.Next(-3, 40)));

            if (chunk.Length >= 16 && chunk[0] == 0)
                chunk.AsSpan(8, 4).Clear();

            chunks.Add(chunk);
        }

        return Packet(pair.B, [.. chunks]);
    }
}
