using Rings.Protocol.Streams;

namespace Rings.Protocol.Tests.Streams;

public sealed class VarintSpecs
{
    /// <summary>RFC 9000, A.1.</summary>
    [Theory]
    [InlineData("c2197c5eff14e88c", 151288809941952652)]
    [InlineData("9d7f3e7d", 494878333)]
    [InlineData("7bbd", 15293)]
    [InlineData("25", 37)]
    [InlineData("4025", 37)]
    public void The_examples_of_the_standard_are_read(string hex, ulong expected)
    {
        ReadOnlySpan<byte> bytes = Convert.FromHexString(hex + "ff");

        Assert.True(Varint.TryRead(ref bytes, out var value));
        Assert.Equal(expected, value);
        Assert.Equal(1, bytes.Length);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(63, 1)]
    [InlineData(64, 2)]
    [InlineData(16383, 2)]
    [InlineData(16384, 4)]
    [InlineData((1L << 30) - 1, 4)]
    [InlineData(1L << 30, 8)]
    [InlineData((1L << 62) - 1, 8)]
    public void What_is_written_is_read_and_takes_as_little_as_it_can(long number, int size)
    {
        Span<byte> target = stackalloc byte[8];

        Assert.Equal(size, Varint.Write(target, (ulong)number));
        Assert.Equal(size, Varint.SizeOf((ulong)number));
        ReadOnlySpan<byte> written = target[..size];
        Assert.True(Varint.TryRead(ref written, out var value));
        Assert.Equal((ulong)number, value);
        for (var length = 0; length < size; length++)
        {
            ReadOnlySpan<byte> cut = target[..length];
            Assert.False(Varint.TryRead(ref cut, out _));
        }
    }

    [Fact]
    public void A_number_beyond_62_bits_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Varint.Write(new byte[8], Varint.Max + 1));
}
