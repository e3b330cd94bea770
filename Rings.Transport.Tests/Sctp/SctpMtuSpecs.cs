using System.Buffers.Binary;
using Rings.Transport.Sctp;

namespace Rings.Transport.Tests.Sctp;

/// <summary>RFC 8899 on an association: packets as great as the path carries, and a path that becomes narrower.</summary>
public sealed class SctpMtuSpecs
{
    private const int Message = 60_000;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static readonly SctpOptions Options = new() { MaxSentMessageSize = 262_144, MaxProbedPacketSize = 16_384 };

    [Theory]
    [InlineData(1280, 0)]
    [InlineData(1500, 0)]
    [InlineData(9000, 0)]
    [InlineData(65_536, 0)]
    [InlineData(1500, 2)]
    [InlineData(9000, 2)]
    public void Packets_become_as_great_as_the_path_carries_and_every_byte_arrives(int mtu, int lossPercent)
    {
        var random = new Random(mtu + lossPercent);
        var pair = SctpPair.Connected(options: Options);
        var limit = mtu - 28 - Options.PacketOverhead;
        var longest = 0;
        pair.Fate = (_, packet) => packet.Length > limit || random.Next(100) < lossPercent ? [] : [TimeSpan.Zero];
        pair.Watch = (_, packet) => longest = Math.Max(longest, HasData(packet) ? packet.Length : 0);
        Flow(pair, 20 * Second);

        var expected = Math.Min(16_384, limit & ~3);
        Assert.InRange(pair.A.GetStatistics().PacketSize, expected - (lossPercent == 0 ? 0 : 260), expected);
        Assert.InRange(longest, 1161, expected);
        Assert.True(pair.A.GetStatistics().PacketsDiscarded == 0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_path_that_begins_to_swallow_packets_above_1400_costs_at_most_two_seconds_and_no_byte(int background)
    {
        var pair = SctpPair.Connected(options: Options);
        var limit = 9000;
        pair.Fate = (_, packet) => packet.Length > limit ? [] : [TimeSpan.Zero];
        Flow(pair, 5 * Second);
        Assert.InRange(pair.A.GetStatistics().PacketSize, 8800, 9000);

        limit = 1400 - 28 - Options.PacketOverhead;
        var before = pair.Sinks[1].Messages.Count;
        var start = pair.Now;
        for (var i = 0; i < 30; i++)
            Assert.Equal(SendResult.Sent, pair.A.TrySend(1, 53, new byte[Message]));

        // Short messages that get through must not hide that the long ones do not.
        while (pair.Sinks[1].Messages.Count(message => message.Bytes.Length == Message) < before + 30)
        {
            if (background > 0)
                pair.A.TrySend(2, 53, [1]);

            pair.Run(TimeSpan.FromMilliseconds(10));
            Assert.True(pair.Now - start < 2 * Second, $"{pair.Now - start}");
        }

        Assert.InRange(pair.A.GetStatistics().PacketSize, 1160, limit);
        Flow(pair, 60 * Second);
        Assert.InRange(pair.A.GetStatistics().PacketSize, limit - 24, limit);
    }

    [Fact]
    public void Whoever_hears_that_there_is_room_may_end_the_association_while_a_great_packet_is_written()
    {
        var pair = SctpPair.Connected(options: Options);
        Flow(pair, 5 * Second);
        Assert.Equal(16_384, pair.A.GetStatistics().PacketSize);
        pair.Sinks[0].BecameLow = _ => pair.A.Abort("enough");

        pair.A.TrySend(1, 53, new byte[Message]);
        pair.Run(Second);

        Assert.Equal(SctpCloseReason.LocalAbort, pair.Sinks[0].Closed);
        Assert.Equal(SctpCloseReason.RemoteAbort, pair.Sinks[1].Closed);
    }

    [Fact]
    public void A_remote_side_that_does_not_list_PAD_gets_no_probe_and_no_greater_packet()
    {
        var pair = new SctpPair(options: Options);
        pair.Fate = (_, packet) =>
        {
            // What others list: FORWARD TSN and RE-CONFIG.
            var at = packet.AsSpan().IndexOf([ChunkType.ForwardTsn, ChunkType.Reconfig, ChunkType.Pad]);
            if (packet[12] is ChunkType.Init or ChunkType.InitAck && at > 0)
            {
                packet[at + 2] = 0;
                BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(8), 0);
                BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(8), Crc32C.OfPacket(packet));
            }

            return [TimeSpan.Zero];
        };
        pair.Connect();
        var longest = 0;
        pair.Watch = (_, packet) => longest = Math.Max(longest, packet.Length);
        Flow(pair, 20 * Second);

        Assert.Equal((1160, 1160), (longest, pair.A.GetStatistics().PacketSize));
    }

    [Fact]
    public void An_answer_to_a_probe_that_was_not_sent_changes_nothing()
    {
        var pair = SctpPair.Connected(options: Options);
        for (var i = 0; i < 20; i++)
        {
            // What a remote side may make up: it has seen no nonce.
            var chunk = new byte[24];
            chunk[0] = ChunkType.HeartbeatAck;
            chunk[3] = 24;
            Parameter.WriteHeader(chunk.AsSpan(4), ParameterType.HeartbeatInfo, 16);
            BinaryPrimitives.WriteInt64BigEndian(chunk.AsSpan(8), pair.Now.Ticks);
            pair.Inject(0, Packet(pair, chunk));
        }

        Assert.Equal(1160, pair.A.GetStatistics().PacketSize);
        Assert.Null(pair.Sinks[0].Closed);
    }

    [Fact]
    public void An_idle_association_and_one_that_may_not_probe_send_no_probe()
    {
        var idle = SctpPair.Connected(options: Options);
        var still = SctpPair.Connected(options: Options with { MaxProbedPacketSize = 0 });
        var pads = 0;
        foreach (var pair in new[] { idle, still })
            pair.Watch = (_, packet) => pads += Has(packet, ChunkType.Pad) ? 1 : 0;

        idle.Run(TimeSpan.FromMinutes(30));
        Flow(still, Second);

        Assert.Equal(0, pads);
        Assert.Equal(1160, still.A.GetStatistics().PacketSize);
    }

    private static void Flow(SctpPair pair, TimeSpan time)
    {
        var sent = pair.Sinks[1].Messages.Count;
        var end = pair.Now + time;
        while (pair.Now < end)
        {
            for (var i = 0; i < 5 && pair.A.TrySend(1, 53, new byte[Message]) == SendResult.Sent; i++)
                sent++;

            pair.Run(TimeSpan.FromMilliseconds(250));
        }

        pair.RunUntil(() => pair.Sinks[1].Messages.Count == sent, TimeSpan.FromMinutes(5));
        Assert.Equal(sent, pair.Sinks[1].Messages.Count);
    }

    private static bool HasData(byte[] packet) => Has(packet, ChunkType.Data);

    private static bool Has(byte[] packet, byte type)
    {
        var chunks = new ChunkReader(packet.AsSpan(12));
        while (chunks.MoveNext())
        {
            if (chunks.Type == type)
                return true;
        }

        return false;
    }

    private static byte[] Packet(SctpPair pair, byte[] chunk)
    {
        var packet = new byte[12 + chunk.Length];
        BinaryPrimitives.WriteUInt16BigEndian(packet, 5000);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), 5000);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), pair.A.LocalTag);
        chunk.CopyTo(packet, 12);
        BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(8), Crc32C.OfPacket(packet));
        return packet;
    }
}
