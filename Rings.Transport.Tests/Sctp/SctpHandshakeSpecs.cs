using System.Buffers.Binary;
using Rings.Transport.Sctp;

namespace Rings.Transport.Tests.Sctp;

public sealed class SctpHandshakeSpecs
{
    [Fact]
    public void Rfc9260_5_1_One_side_that_connects_brings_both_up()
    {
        var pair = new SctpPair();
        pair.A.Connect(pair.Now);

        pair.RunUntil(() => pair.Ends.All(end => end.State == SctpState.Established), TimeSpan.FromSeconds(5));

        Assert.Equal((1, 1), (pair.Sinks[0].Established, pair.Sinks[1].Established));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(12)]
    public void Rfc9260_5_2_1_Both_sides_may_begin_at_once_or_shortly_after_each_other(int lagMilliseconds)
    {
        var pair = new SctpPair();
        pair.A.Connect(pair.Now);
        pair.Run(TimeSpan.FromMilliseconds(lagMilliseconds));
        pair.B.Connect(pair.Now);

        pair.Run(TimeSpan.FromSeconds(3));

        Assert.Equal((SctpState.Established, SctpState.Established), (pair.A.State, pair.B.State));
        Assert.Equal((1, 1), (pair.Sinks[0].Established, pair.Sinks[1].Established));
        Exchange(pair);
    }

    [Fact]
    public void Rfc9260_5_The_handshake_survives_any_loss_duplication_and_reordering()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var pair = new SctpPair(seed)
            {
                Fate = (_, _) =>
                    Enumerable.Range(0, random.Next(3)).Select(_ => TimeSpan.FromMilliseconds(random.Next(400))),
            };
            pair.A.Connect(pair.Now);
            if (seed % 2 == 0)
                pair.B.Connect(pair.Now);

            pair.Run(TimeSpan.FromSeconds(60));

            Assert.True(
                pair.A.State == SctpState.Established && pair.B.State == SctpState.Established
                || pair.Sinks[0].Closed == SctpCloseReason.Timeout || pair.Sinks[1].Closed == SctpCloseReason.Timeout,
                $"seed {seed}: {pair.A.State} {pair.B.State} {pair.Sinks[0].Detail} {pair.Sinks[1].Detail}");
            if (pair.A.State == SctpState.Established && pair.B.State == SctpState.Established)
            {
                pair.Fate = null;
                Exchange(pair);
            }
        }
    }

    [Fact]
    public void Rfc9260_5_1_6_Data_travels_with_the_cookie()
    {
        var pair = new SctpPair();
        Assert.Equal(SendResult.Sent, pair.A.TrySend(1, 53, [1, 2, 3]));
        pair.A.Connect(pair.Now);

        pair.Run(TimeSpan.FromMilliseconds(21));

        Assert.Equal(SctpState.Established, pair.B.State);
        Assert.Single(pair.Sinks[1].Messages);
    }

    [Fact]
    public void Rfc9260_5_2_2_A_stray_INIT_changes_nothing()
    {
        var pair = SctpPair.Connected();
        var stranger = new SctpPair(seed: 9);
        stranger.A.Connect(stranger.Now);
        byte[]? init = null;
        stranger.Watch = (_, packet) => init ??= packet;
        stranger.Flush(0);

        pair.Inject(1, init!);
        pair.Run(TimeSpan.FromSeconds(1));

        Assert.Equal(SctpState.Established, pair.B.State);
        Exchange(pair);
    }

    [Fact]
    public void Rfc9260_5_2_3_and_5_2_5_Packets_of_the_handshake_that_come_again_change_nothing()
    {
        var pair = new SctpPair();
        var seen = new List<(int To, byte[] Packet)>();
        pair.Watch = (from, packet) => seen.Add((1 - from, packet));
        pair.Connect();

        foreach (var (to, packet) in seen.ToArray())
            pair.Inject(to, packet);

        pair.Run(TimeSpan.FromSeconds(1));
        Assert.Equal((SctpState.Established, SctpState.Established), (pair.A.State, pair.B.State));
        Exchange(pair);
    }

    [Fact]
    public void Rfc9260_5_2_4_A_remote_side_that_lost_its_state_restarts_the_association()
    {
        var pair = SctpPair.Connected();
        pair.A.TrySend(1, 53, new byte[50_000]);
        pair.Run(TimeSpan.FromSeconds(1));
        var sink = new RecordingSink();
        var reborn = new SctpAssociation(new SctpOptions(), sink, new SeededRandom(77));
        pair.Ends[0] = reborn;

        reborn.Connect(pair.Now);
        pair.Run(TimeSpan.FromSeconds(2));
        reborn.TrySend(1, 53, [7]);
        pair.Run(TimeSpan.FromSeconds(2));

        Assert.Equal(1, pair.Sinks[1].Restarts);
        Assert.Equal(1, sink.Established);
        Assert.Equal([7], pair.Sinks[1].Messages[^1].Bytes);
        pair.B.TrySend(1, 53, [8]);
        pair.Run(TimeSpan.FromSeconds(2));
        Assert.Equal([8], Assert.Single(sink.Messages).Bytes);
    }

    [Fact]
    public void Rfc9260_5_2_4_A_restart_ends_the_shutdown_that_was_under_way()
    {
        var pair = SctpPair.Connected();
        pair.Fate = (_, _) => [];
        pair.A.Shutdown(pair.Now);
        pair.Run(TimeSpan.FromSeconds(1));
        Assert.Equal(SctpState.ShutdownSent, pair.A.State);

        pair.Fate = null;
        pair.Ends[1] = new SctpAssociation(new SctpOptions(), new RecordingSink(), new SeededRandom(77));
        pair.B.Connect(pair.Now);
        pair.Run(TimeSpan.FromMinutes(5));

        Assert.Equal(1, pair.Sinks[0].Restarts);
        Assert.Null(pair.Sinks[0].Closed);
        Assert.Equal((SctpState.Established, SctpState.Established), (pair.A.State, pair.B.State));
    }

    [Fact]
    public void Rfc9260_5_2_6_A_stale_cookie_is_refused_and_the_handshake_begins_again()
    {
        var stale = false;
        var pair = new SctpPair(options: new SctpOptions { CookieLifetime = TimeSpan.FromSeconds(1) });
        pair.Fate = (_, packet) =>
        {
            stale |= packet[12] == ChunkType.Error && packet[17] == ErrorCause.StaleCookie;
            return [packet[12] == ChunkType.CookieEcho && !stale ? TimeSpan.FromSeconds(2) : TimeSpan.Zero];
        };
        pair.A.Connect(pair.Now);
        pair.Run(TimeSpan.FromSeconds(20));

        Assert.True(stale);
        Assert.Equal(SctpState.Established, pair.A.State);
        Exchange(pair);
    }

    [Fact]
    public void Rfc9260_5_1_3_A_cookie_that_was_tampered_with_is_dropped()
    {
        var pair = new SctpPair();
        pair.Fate = (_, packet) =>
        {
            if (packet[12] == ChunkType.CookieEcho)
            {
                packet[30] ^= 1;
                BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(8), Crc32C.OfPacket(packet));
            }

            return [TimeSpan.Zero];
        };
        pair.A.Connect(pair.Now);
        pair.Run(TimeSpan.FromSeconds(120));

        Assert.Equal(SctpState.Closed, pair.B.State);
        Assert.Equal(SctpCloseReason.Timeout, pair.Sinks[0].Closed);
    }

    [Fact]
    public void Rfc9260_5_1_INIT_is_given_up_after_its_retransmissions()
    {
        var pair = new SctpPair { Fate = (_, _) => [] };
        pair.A.Connect(pair.Now);
        pair.Run(TimeSpan.FromMinutes(10));

        Assert.Equal(SctpCloseReason.Timeout, pair.Sinks[0].Closed);
        Assert.Equal(9, pair.Packets);
    }

    [Fact]
    public void Rfc9260_8_5_A_wrong_verification_tag_is_dropped()
    {
        var pair = SctpPair.Connected();
        byte[]? data = null;
        pair.Watch = (_, packet) => data ??= packet;
        pair.A.TrySend(1, 53, [1]);
        pair.Flush(0);
        data![4] ^= 1;
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(8), Crc32C.OfPacket(data));
        var before = pair.B.GetStatistics().PacketsDiscarded;

        pair.Inject(1, data);

        Assert.Equal(before + 1, pair.B.GetStatistics().PacketsDiscarded);
    }

    [Fact]
    public void Rfc9260_6_8_A_damaged_packet_is_dropped()
    {
        var pair = SctpPair.Connected(options: new SctpOptions { ZeroChecksum = false });
        pair.Fate = (_, packet) =>
        {
            packet[^1] ^= 0x10;
            return [TimeSpan.Zero];
        };
        pair.A.TrySend(1, 53, [1, 2, 3, 4]);
        pair.Run(TimeSpan.FromSeconds(1));

        Assert.Empty(pair.Sinks[1].Messages);
        Assert.True(pair.B.GetStatistics().PacketsDiscarded > 0);
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public void Rfc9653_5_A_zero_checksum_is_sent_only_to_those_who_accept_it(bool ours, bool theirs, bool zero)
    {
        var pair = new SctpPair(
            options: new SctpOptions { ZeroChecksum = ours }, other: new SctpOptions { ZeroChecksum = theirs });
        var packets = new List<byte[]>();
        pair.Watch = (from, packet) =>
        {
            if (from == 0)
                packets.Add(packet);
        };
        pair.Connect();
        pair.A.TrySend(1, 53, [1]);
        pair.Run(TimeSpan.FromSeconds(1));

        Assert.Single(pair.Sinks[1].Messages);
        Assert.Equal(zero, BinaryPrimitives.ReadUInt32LittleEndian(packets[^1].AsSpan(8)) == 0);
        Assert.All(
            packets.Where(packet => packet[12] is ChunkType.Init or ChunkType.CookieEcho),
            packet => Assert.Equal(Crc32C.OfPacket(packet), BinaryPrimitives.ReadUInt32LittleEndian(packet.AsSpan(8))));
    }

    [Fact]
    public void Rfc9260_5_1_1_The_lower_number_of_streams_counts()
    {
        var pair = SctpPair.Connected(other: new SctpOptions { Streams = 1024 });

        Assert.Equal(1024, pair.A.OutboundStreams);
        Assert.Equal(SendResult.Sent, pair.A.TrySend(1023, 53, [1]));
        Assert.Equal(SendResult.NotOpen, pair.A.TrySend(1024, 53, [1]));
    }

    [Fact]
    public void Rfc9260_3_2_1_Parameters_not_known_are_skipped_and_reported_as_their_high_bits_say()
    {
        var init = InitWith([0xC1, 0x23, 0, 6, 9, 9, 0, 0], [0x81, 0x23, 0, 4], [0x80, 0x03, 0, 6, 0xC0, 0x80, 0, 0]);
        var pair = new SctpPair();
        var replies = new List<byte[]>();
        pair.Watch = (_, packet) => replies.Add(packet);

        pair.Inject(1, init);
        pair.Flush(1);

        var reply = Assert.Single(replies);
        Assert.Equal(ChunkType.InitAck, reply[12]);
        Assert.True(reply.AsSpan().IndexOf(new byte[] { 0, 8, 0, 10, 0xC1, 0x23, 0, 6, 9, 9 }) > 0);
        Assert.Equal(-1, reply.AsSpan().IndexOf(new byte[] { 0x81, 0x23 }));
    }

    [Fact]
    public void Rfc9260_5_2_2_An_INIT_that_comes_bundled_is_dropped()
    {
        var init = InitWith().Concat(new byte[] { ChunkType.CookieAck, 0, 0, 4 }).ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(init.AsSpan(8), Crc32C.OfPacket(init));
        var pair = new SctpPair();
        pair.Inject(1, init);
        pair.Flush(1);

        Assert.Equal(0, pair.Packets);
    }

    internal static byte[] InitWith(params byte[][] parameters)
    {
        var init = new InitChunk
        {
            Tag = 5,
            Window = 100_000,
            OutboundStreams = 10,
            InboundStreams = 10,
            InitialTsn = 7,
        };
        var rest = parameters.SelectMany(parameter => parameter).ToArray();
        var packet = new byte[12 + 4 + init.Size + rest.Length];
        BinaryPrimitives.WriteUInt16BigEndian(packet, 5000);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), 5000);
        packet[12] = ChunkType.Init;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(14), (ushort)(4 + init.Size + rest.Length));
        init.Write(packet.AsSpan(16));
        rest.CopyTo(packet, 16 + init.Size);
        BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(8), Crc32C.OfPacket(packet));
        return packet;
    }

    private static void Exchange(SctpPair pair)
    {
        var (before, after) = (pair.Sinks[0].Messages.Count, pair.Sinks[1].Messages.Count);
        Assert.Equal(SendResult.Sent, pair.A.TrySend(1, 53, new byte[5000]));
        Assert.Equal(SendResult.Sent, pair.B.TrySend(1, 53, new byte[5000]));
        pair.Run(TimeSpan.FromSeconds(15));
        Assert.Equal((before + 1, after + 1), (pair.Sinks[0].Messages.Count, pair.Sinks[1].Messages.Count));
    }
}
