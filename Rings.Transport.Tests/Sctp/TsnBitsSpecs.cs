using CsCheck;
using Rings.Transport.Sctp;

namespace Rings.Transport.Tests.Sctp;

public sealed class TsnBitsSpecs
{
    [Fact]
    public void Finding_is_what_walking_would_find() =>
        Gen.Select(Gen.UInt, Gen.Int[0, 255].HashSet[0, 40], Gen.Int[0, 255], Gen.Int[0, 255], Gen.Bool)
            .Sample((start, set, from, length, value) =>
            {
                var bits = new TsnBits(256);
                foreach (var offset in set)
                    bits.Set(start + (uint)offset);

                var end = Math.Min(from + length, 256);
                var expected = Enumerable.Range(from, end - from).FirstOrDefault(i => set.Contains(i) == value, end);
                Assert.Equal(start + (uint)expected, bits.Find(start + (uint)from, start + (uint)end, value));
            });

    [Fact]
    public void Growing_keeps_what_is_set() =>
        Gen.Select(Gen.UInt, Gen.Int[0, 63].HashSet[0, 30]).Sample((start, set) =>
        {
            var small = new TsnBits(64);
            foreach (var offset in set)
                small.Set(start + (uint)offset);

            var large = small.Grow(1024, start, start + 64);

            Assert.Equal(1024, large.Capacity);
            for (var i = 0; i < 1024; i++)
                Assert.Equal(set.Contains(i), large[start + (uint)i]);
        });

    [Fact]
    public void Clearing_clears_one()
    {
        var bits = new TsnBits(64);
        bits.Set(5);
        bits.Set(6);
        bits.Clear(5);

        Assert.False(bits[5]);
        Assert.True(bits[6]);
    }

    [Theory]
    [InlineData(1u, 2u, true)]
    [InlineData(2u, 1u, false)]
    [InlineData(0xFFFFFFFFu, 0u, true)]
    [InlineData(0u, 0xFFFFFFFFu, false)]
    [InlineData(7u, 7u, false)]
    public void Rfc1982_Numbers_wrap(uint one, uint other, bool before)
    {
        Assert.Equal(before, Serial.Before(one, other));
        Assert.Equal(before || one == other, Serial.UpTo(one, other));
        Assert.Equal(before, Serial.Before((ushort)one, (ushort)other));
    }
}
