using System.Buffers.Binary;
using Rings.Transport.Sctp;

namespace Rings.Transport.Tests.Sctp;

/// <summary>RFC 6525: what is asked for, by whom, and what a stream's former user leaves behind.</summary>
public sealed class StreamResetSpecs
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Messages_skipped_before_a_reset_are_not_skipped_again_after_it()
    {
        var pair = SctpPair.Connected();
        pair.A.TrySend(5, 53, [1]);
        pair.A.TrySend(6, 53, [1]);
        pair.Run(Second);

        // Stream 5's messages are lost and skipped, and reset is answered; no SACK says so.
        pair.Fate = (from, packet) => Loses(from, packet) ? [] : [TimeSpan.Zero];
        pair.A.TrySend(5, 53, [2], new MessageOptions(MaxRetransmits: 0));
        pair.Run(Second);
        pair.A.ResetStream(5);
        pair.RunUntil(() => pair.Sinks[0].OutgoingResets.Count > 0, 5 * Second);
        Assert.Equal((5, true), ((int)pair.Sinks[0].OutgoingResets[0].Stream, pair.Sinks[0].OutgoingResets[0].Done));

        var named = new List<ushort>();
        pair.Watch = (from, packet) => named.AddRange(from == 0 ? Skipped(packet) : []);
        pair.A.TrySend(6, 53, [3], new MessageOptions(MaxRetransmits: 0));
        pair.Run(2 * Second);

        Assert.Contains((ushort)6, named);
        Assert.DoesNotContain((ushort)5, named);
    }

    [Fact]
    public void A_reset_that_is_lost_again_and_again_does_not_end_an_association_whose_other_side_is_there()
    {
        var pair = SctpPair.Connected();
        var lost = 0;
        pair.Fate = (_, packet) => packet[12] == ChunkType.Reconfig && lost++ < 40 ? [] : [TimeSpan.Zero];
        pair.A.TrySend(5, 53, [1]);
        pair.Run(Second);
        pair.A.ResetStream(5);
        for (var i = 0; i < 600 && pair.Sinks[0].OutgoingResets.Count == 0; i++)
        {
            pair.A.TrySend(6, 53, [1]);
            pair.Run(Second);
        }

        Assert.Null(pair.Sinks[0].Closed);
        Assert.InRange(lost, 40, int.MaxValue);
        Assert.Equal([((ushort)5, true)], pair.Sinks[0].OutgoingResets);
    }

    [Theory]
    [InlineData(256, 1024, ResetResult.Performed)]
    [InlineData(1024, 1024, ResetResult.Performed)]
    [InlineData(65_000, 1024, ResetResult.Denied)]
    public void Rfc6525_5_2_5_More_streams_are_granted_as_far_as_this_side_has_them(
        int more, ushort remoteStreams, uint expected)
    {
        var pair = SctpPair.Connected(options: new SctpOptions { Streams = remoteStreams }, other: new SctpOptions());
        var answers = Answers(pair);
        var number = pair.FirstTsn(0);
        for (var repeat = 0; repeat < 2; repeat++)
            pair.Inject(1, Packet(pair, AddStreams(number, more)));
        pair.Flush(1);

        Assert.Equal([(number, expected), (number, expected)], answers);
        Assert.Null(pair.Sinks[1].Closed);
    }

    [Fact]
    public void Streams_that_were_granted_carry_messages_and_others_are_errors()
    {
        var pair = SctpPair.Connected(options: new SctpOptions { Streams = 100 }, other: new SctpOptions());
        var errors = 0;
        pair.Watch = (from, packet) => errors += from == 1 && packet[12] == ChunkType.Error ? 1 : 0;
        pair.Inject(1, Packet(pair, AddStreams(pair.FirstTsn(0), 50)));
        pair.Inject(1, Packet(pair, Data(pair, 149, 0)));
        Assert.Equal(149, Assert.Single(pair.Sinks[1].Messages).Stream);
        pair.Inject(1, Packet(pair, Data(pair, 150, 1)));
        pair.Flush(1);

        Assert.Single(pair.Sinks[1].Messages);
        Assert.Equal(1, errors);
    }

    private static bool Loses(int from, byte[] packet)
    {
        var chunks = new ChunkReader(packet.AsSpan(12));
        while (chunks.MoveNext())
        {
            if (chunks.Type == (from == 0 ? ChunkType.Data : ChunkType.Sack))
                return true;
        }

        return false;
    }

    // The streams in a FORWARD TSN (RFC 3758, section 3.2).
    private static List<ushort> Skipped(byte[] packet)
    {
        var streams = new List<ushort>();
        var chunks = new ChunkReader(packet.AsSpan(12));
        while (chunks.MoveNext())
        {
            for (var at = 4; chunks.Type == ChunkType.ForwardTsn && at + 4 <= chunks.Value.Length; at += 4)
                streams.Add(BinaryPrimitives.ReadUInt16BigEndian(chunks.Value[at..]));
        }

        return streams;
    }

    private static List<(uint Number, uint Result)> Answers(SctpPair pair)
    {
        var answers = new List<(uint, uint)>();
        pair.Watch = (from, packet) =>
        {
            var chunks = new ChunkReader(packet.AsSpan(12));
            while (from == 1 && chunks.MoveNext())
            {
                if (chunks.Type == ChunkType.Reconfig)
                {
                    answers.Add((BinaryPrimitives.ReadUInt32BigEndian(chunks.Value[4..]),
                        BinaryPrimitives.ReadUInt32BigEndian(chunks.Value[8..])));
                }
            }
        };
        return answers;
    }

    private static byte[] AddStreams(uint number, int more)
    {
        var chunk = new byte[16];
        chunk[0] = ChunkType.Reconfig;
        chunk[3] = 16;
        Parameter.WriteHeader(chunk.AsSpan(4), ParameterType.AddOutgoingStreams, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8), number);
        BinaryPrimitives.WriteUInt16BigEndian(chunk.AsSpan(12), (ushort)more);
        return chunk;
    }

    private static byte[] Data(SctpPair pair, ushort stream, uint offset)
    {
        var chunk = new byte[20];
        chunk[0] = ChunkType.Data;
        chunk[1] = (byte)(DataFlags.Begin | DataFlags.End);
        chunk[3] = 17;
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(4), pair.FirstTsn(0) + offset);
        BinaryPrimitives.WriteUInt16BigEndian(chunk.AsSpan(8), stream);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(12), 53);
        return chunk;
    }

    private static byte[] Packet(SctpPair pair, byte[] chunk)
    {
        var packet = new byte[12 + chunk.Length];
        BinaryPrimitives.WriteUInt16BigEndian(packet, 5000);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), 5000);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), pair.B.LocalTag);
        chunk.CopyTo(packet, 12);
        BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(8), Crc32C.OfPacket(packet));
        return packet;
    }
}
