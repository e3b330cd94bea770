using System.Buffers.Binary;
using Rings.Transport.Dtls;

namespace Rings.Transport.Tests.Dtls;

public sealed class CertificateVerifyGateSpecs
{
    private const byte ClientKeyExchange = 16;
    private const byte CertificateVerify = 15;
    private static readonly byte[] ChangeCipherSpec = Record(20, epoch: 0, [1]);
    private static readonly byte[] Finished = Record(22, epoch: 1, new byte[40]);

    private readonly CertificateVerifyGate _gate = new();

    [Fact]
    public void What_comes_before_CertificateVerify_passes() =>
        Assert.True(Admit(Record(22, 0, Message(ClientKeyExchange, 66, 0, 66))));

    [Fact]
    public void ChangeCipherSpec_and_epoch_1_wait_for_CertificateVerify_and_leave_in_order()
    {
        Assert.False(Admit(ChangeCipherSpec));
        Assert.False(Admit(Finished));
        Assert.False(_gate.TryRelease(out _));

        Assert.True(Admit(Record(22, 0, Message(CertificateVerify, 76, 0, 76))));

        Assert.Equal([ChangeCipherSpec, Finished], Release());
        Assert.True(Admit(ChangeCipherSpec));
    }

    [Fact]
    public void A_fragmented_CertificateVerify_counts_when_all_of_it_has_passed()
    {
        Admit(ChangeCipherSpec);

        Admit(Record(22, 0, Message(CertificateVerify, 76, 40, 36)));
        Admit(Record(22, 0, Message(CertificateVerify, 76, 40, 36)));
        Assert.False(_gate.IsOpen);
        Admit(Record(22, 0, Message(CertificateVerify, 76, 0, 40)));

        Assert.True(_gate.IsOpen);
        Assert.Equal([ChangeCipherSpec], Release());
    }

    [Fact]
    public void A_CertificateVerify_behind_another_message_in_one_record_is_seen()
    {
        Admit(Record(22, 0, [.. Message(ClientKeyExchange, 66, 0, 66), .. Message(CertificateVerify, 76, 0, 76)]));

        Assert.True(_gate.IsOpen);
    }

    [Fact]
    public void No_more_than_16_records_are_held()
    {
        for (var i = 0; i < 100; i++)
            Admit(Finished);
        Admit(Record(22, 0, Message(CertificateVerify, 76, 0, 76)));

        Assert.Equal(16, Release().Count);
    }

    [Theory]
    [InlineData(76, 70, 20)]
    [InlineData(100_000, 0, 10)]
    [InlineData(0, 0, 0)]
    public void A_malformed_or_oversized_CertificateVerify_opens_nothing(int total, int offset, int size)
    {
        Admit(Record(22, 0, Message(CertificateVerify, total, offset, size)));

        Assert.False(_gate.IsOpen);
    }

    private static byte[] Message(byte type, int total, int offset, int size)
    {
        var message = new byte[12 + size];
        BinaryPrimitives.WriteInt32BigEndian(message, (type << 24) | total);
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(5), offset & 0xFFFFFF);
        message[4] = message[5] = 0;
        WriteUInt24(message.AsSpan(6), offset);
        WriteUInt24(message.AsSpan(9), size);
        return message;
    }

    private static void WriteUInt24(Span<byte> target, int value) =>
        (target[0], target[1], target[2]) = ((byte)(value >> 16), (byte)(value >> 8), (byte)value);

    private static byte[] Record(byte type, byte epoch, byte[] content) =>
        [type, 0xFE, 0xFD, 0, epoch, 0, 0, 0, 0, 0, 1, (byte)(content.Length >> 8), (byte)content.Length, .. content];

    private bool Admit(byte[] bytes)
    {
        ReadOnlySpan<byte> datagram = bytes;
        Assert.True(DtlsRecord.TryTake(ref datagram, out var record));
        return _gate.Admit(record);
    }

    private List<byte[]> Release()
    {
        var released = new List<byte[]>();
        while (_gate.TryRelease(out var record))
            released.Add(record);
        return released;
    }
}
