using CsCheck;
using Rings.Transport.Dtls;

namespace Rings.Transport.Tests.Dtls;

public sealed class RecordLayerSpecs
{
    private static readonly DtlsKeys Left = new(Bytes(16, 1), Bytes(4, 2), Bytes(16, 3), Bytes(4, 4));
    private static readonly DtlsKeys Right = new(Left.ReadKey, Left.ReadIv, Left.WriteKey, Left.WriteIv);

    [Fact]
    public void What_one_side_seals_the_other_opens() => Gen.Byte.Array[0, 1200].Sample(message =>
    {
        using var sender = new DtlsRecordLayer(Left, 1, [0]);
        using var receiver = new DtlsRecordLayer(Right, 1, [0]);

        var record = Seal(sender, message);

        Assert.Equal(message.Length + DtlsRecordLayer.Overhead, record.Length);
        Assert.Equal(message, Open(receiver, record));
    });

    [Fact]
    public void A_record_is_taken_once()
    {
        using var sender = new DtlsRecordLayer(Left, 1, [0]);
        using var receiver = new DtlsRecordLayer(Right, 1, [0]);
        var record = Seal(sender, [1, 2, 3]);

        Assert.NotNull(Open(receiver, record));
        Assert.Null(Open(receiver, record));
    }

    [Fact]
    public void A_number_that_the_handshake_used_is_not_taken_again()
    {
        using var sender = new DtlsRecordLayer(Left, 0, []);
        using var receiver = new DtlsRecordLayer(Right, 1, [0]);

        Assert.Null(Open(receiver, Seal(sender, [1])));
        Assert.NotNull(Open(receiver, Seal(sender, [2])));
    }

    [Fact]
    public void Any_flipped_bit_is_noticed() => Gen.Select(Gen.Int[0, 20 + DtlsRecordLayer.Overhead - 1], Gen.Int[0, 7])
        .Sample((at, bit) =>
        {
            using var sender = new DtlsRecordLayer(Left, 1, [0]);
            using var receiver = new DtlsRecordLayer(Right, 1, [0]);
            var record = Seal(sender, Bytes(20, 9));
            record[at] ^= (byte)(1 << bit);

            Assert.Null(Open(receiver, record));
        });

    [Fact]
    public void Sealing_and_opening_make_no_garbage()
    {
        using var sender = new DtlsRecordLayer(Left, 1, [0]);
        using var receiver = new DtlsRecordLayer(Right, 1, [0]);
        var record = new byte[1200];
        var plaintext = new byte[1200];
        var allocated = 0L;

        for (var i = 0; i < 2000; i++)
        {
            if (i == 1000)
                allocated = GC.GetAllocatedBytesForCurrentThread();
            ReadOnlySpan<byte> datagram = record.AsSpan(0, sender.Seal(DtlsRecord.ApplicationData, record, 1000));
            Assert.True(DtlsRecord.TryTake(ref datagram, out var taken));
            Assert.True(receiver.TryOpen(taken, plaintext, out _));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - allocated);
    }

    [Fact]
    public void The_replay_window_is_a_set_of_the_newest_numbers() =>
        Gen.Int[0, 5000].Array[1, 200].Sample(numbers =>
        {
            var window = new ReplayWindow();
            var seen = new HashSet<int>();
            var newest = -1;
            foreach (var number in numbers)
            {
                var fresh = number > newest || (newest - number < ReplayWindow.Width && !seen.Contains(number));
                Assert.Equal(fresh, window.IsFresh((ulong)number));
                if (!fresh)
                    continue;
                window.Mark((ulong)number);
                seen.Add(number);
                newest = Math.Max(newest, number);
            }
        });

    [Fact]
    public void Numbers_below_those_of_the_handshake_are_taken_if_the_handshake_did_not_use_them()
    {
        using var sender = new DtlsRecordLayer(Left, 1, []);
        using var receiver = new DtlsRecordLayer(Right, 1, [5]);

        Assert.NotNull(Open(receiver, Seal(sender, [1])));
    }

    private static byte[] Seal(DtlsRecordLayer layer, byte[] message)
    {
        var record = new byte[message.Length + DtlsRecordLayer.Overhead];
        message.CopyTo(record, DtlsRecordLayer.ContentOffset);
        return record[..layer.Seal(DtlsRecord.ApplicationData, record, message.Length)];
    }

    private static byte[]? Open(DtlsRecordLayer layer, byte[] bytes)
    {
        ReadOnlySpan<byte> datagram = bytes;
        var plaintext = new byte[bytes.Length];
        return DtlsRecord.TryTake(ref datagram, out var record) && layer.TryOpen(record, plaintext, out var size)
            ? plaintext[..size]
            : null;
    }

    private static byte[] Bytes(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
