using System.Buffers.Binary;
using CsCheck;
using Rings.Transport.Dcep;
using Rings.Transport.Sctp;

namespace Rings.Transport.Tests.Sctp;

public sealed class CodecSpecs
{
    private static readonly Gen<InitChunk> AnyInit = Gen.Select(Gen.UInt, Gen.UInt, Gen.UShort, Gen.UShort, Gen.UInt, Gen.Bool)
        .Select((tag, window, outbound, inbound, tsn, zero) => new InitChunk
        {
            Tag = tag,
            Window = window,
            OutboundStreams = outbound,
            InboundStreams = inbound,
            InitialTsn = tsn,
            ZeroChecksum = zero,
            ForwardTsn = true,
            Reconfig = true,
            Pad = true,
        });

    [Fact]
    public void Rfc9260_3_3_2_INIT_reads_back_as_written() => AnyInit.Sample(init =>
    {
        var value = new byte[init.Size];
        init.Write(value);

        Assert.True(InitChunk.TryRead(value, out var read, out var cookie, []));
        Assert.Equal(init, read);
        Assert.True(cookie.IsEmpty);
        Assert.Equal(init.Tag != 0 && init.OutboundStreams != 0 && init.InboundStreams != 0, read.IsValid);
    });

    [Fact]
    public void INIT_of_any_bytes_is_read_or_refused() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        var unknown = new List<byte[]>();
        var good = InitChunk.TryRead(bytes, out _, out _, unknown);
        Assert.True(unknown.Count <= 8);
        Assert.False(good && bytes.Length < InitChunk.FixedSize);
    });

    [Fact]
    public void Rfc9260_5_1_3_A_cookie_opens_with_its_key_only_and_whole() =>
        Gen.Select(AnyInit, Gen.UInt, Gen.UInt, Gen.Int[0, StateCookie.Size - 1], Gen.Int[0, 7])
            .Sample((init, tag, tsn, at, bit) =>
            {
                byte[] key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
                var cookie = new StateCookie
                {
                    LocalTag = tag,
                    LocalTsn = tsn,
                    LocalTieTag = tsn,
                    RemoteTieTag = tag,
                    Made = TimeSpan.FromTicks(tsn),
                    Remote = init,
                };
                var sealedOne = new byte[StateCookie.Size];
                cookie.Seal(sealedOne, key);

                Assert.True(StateCookie.TryOpen(sealedOne, key, out var opened));
                Assert.Equal(cookie, opened);
                Assert.False(StateCookie.TryOpen(sealedOne, new byte[32], out _));
                Assert.False(StateCookie.TryOpen(sealedOne.AsSpan(1), key, out _));
                sealedOne[at] ^= (byte)(1 << bit);
                Assert.False(StateCookie.TryOpen(sealedOne, key, out _));
            });

    [Fact]
    public void Chunks_and_parameters_end_where_they_do_not_fit() => Gen.Byte.Array[0, 100].Sample(bytes =>
    {
        var (count, total) = (0, 0);
        var chunks = new ChunkReader(bytes);
        while (chunks.MoveNext())
        {
            count++;
            total += chunks.Whole.Length;
        }

        var parameters = new TlvReader(bytes);
        while (parameters.MoveNext())
            Assert.InRange(parameters.Whole.Length, 4, bytes.Length);

        Assert.True(total <= bytes.Length && count <= bytes.Length / 4 + 1);
    });

    [Fact]
    public void Rfc9260_3_3_4_SACK_of_any_bytes_is_read_or_refused() => Gen.Byte.Array[0, 60].Sample(bytes =>
    {
        var good = SackChunk.TryRead(bytes, out var sack);
        var needed = bytes.Length < 12
            ? int.MaxValue
            : 12 + 4 * (BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(8))
                + BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(10)));
        Assert.Equal(bytes.Length >= needed, good);
        Assert.True(!good || 12 + 4 * (sack.GapCount + sack.DuplicateCount) == needed);
    });

    [Fact]
    public void Rfc8832_5_1_OPEN_reads_back_as_written() =>
        Gen.Select(Gen.String[0, 40], Gen.String[0, 20], Gen.Bool, Gen.Int[0, 2], Gen.UShort)
            .Where((label, protocol, _, _, _) => IsText(label) && IsText(protocol))
            .Sample((label, protocol, ordered, kind, value) =>
            {
                var options = new DataChannelOptions
                {
                    Ordered = ordered,
                    Protocol = protocol,
                    MaxRetransmits = kind == 1 ? value : null,
                    MaxPacketLifeTime = kind == 2 ? value : null,
                };

                Assert.True(OpenMessage.TryRead(OpenMessage.Write(label, options), out var readLabel, out var read));
                Assert.Equal(label, readLabel);
                Assert.Equal(options, read);
            });

    [Fact]
    public void OPEN_of_any_bytes_is_read_or_refused() => Gen.Byte.Array[0, 60].Sample(bytes =>
    {
        if (OpenMessage.TryRead(bytes, out var label, out var options))
            Assert.Equal(bytes.Length, OpenMessage.Write(label, options).Length);
    });

    [Fact]
    public void A_packet_carries_its_header_its_chunks_padded_and_its_checksum()
    {
        var buffer = Enumerable.Repeat((byte)0xEE, 40).ToArray();
        var writer = new PacketWriter(buffer, 5000, 5001, 0x01020304);
        Assert.False(writer.HasChunks);
        writer.Chunk(ChunkType.Heartbeat, 0, 3).Fill(7);
        writer.Add([ChunkType.Error, 0, 0, 5, 9]);

        var length = writer.End(checksum: true);

        Assert.Equal(12 + 8 + 8, length);
        Assert.Equal([0x13, 0x88, 0x13, 0x89, 1, 2, 3, 4], buffer[..8]);
        Assert.Equal([4, 0, 0, 7, 7, 7, 7, 0, 9, 0, 0, 5, 9, 0, 0, 0], buffer[12..28]);
        Assert.Equal(Crc32C.OfPacket(buffer.AsSpan(0, length)), BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(8)));
        buffer.AsSpan(8, 4).Clear();
        Assert.Equal(Crc32C.Of(buffer.AsSpan(0, length)), Crc32C.OfPacket(buffer.AsSpan(0, length)));
    }

    // A lone surrogate is no Unicode text.
    private static bool IsText(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
                return false;
        }

        return true;
    }
}
