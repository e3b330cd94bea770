using CsCheck;
using Rings.Protocol.Storage;

namespace Rings.Protocol.Tests.Storage;

public class KeyRangeSpecs
{
    [Fact]
    public void Parts_hold_each_key_of_the_whole_exactly_once() =>
        Gen.Select(DidSpecs.Any, DidSpecs.Any, DidSpecs.Any, Gen.Int[1, 40]).Sample((after, upTo, key, parts) =>
        {
            var range = new KeyRange(after, upTo);
            var split = range.Split(parts);

            Assert.InRange(split.Count, 1, parts);
            Assert.Equal(range.Contains(key) ? 1 : 0, split.Count(part => part.Contains(key)));
            Assert.Equal((after, upTo), (split[0].After, split[^1].UpTo));
        });

    [Fact]
    public void A_range_that_is_wide_enough_has_as_many_parts_as_are_asked_for()
    {
        Assert.Equal(16, KeyRange.All.Split(16).Count);
        Assert.Equal(16, new KeyRange(Did.Zero, Did.Zero.Finger(100)).Split(16).Count);
        Assert.Equal(5, new KeyRange(Did.Zero.Finger(159), Did.Zero.Finger(3)).Split(5).Count);
    }

    [Fact]
    public void A_range_of_one_key_stays_whole()
    {
        var range = new KeyRange(Did.Zero, Did.Zero.Finger(0));

        Assert.Equal([range], range.Split(16));
        Assert.True(range.Contains(Did.Zero.Finger(0)));
        Assert.False(range.Contains(Did.Zero));
        Assert.True(KeyRange.All.Contains(Did.Zero));
    }

    [Fact]
    public void Keys_are_those_of_the_protocol()
    {
        var owner = TestRecords.Author(1);
        byte[] input =
        [
            .. "rings/1 key register"u8, 0, 0, 0, 0, 20, .. owner.ToByteArray(), 0, 0, 0, 1, (byte)'n', 0, 0, 0, 1, 2,
        ];

        Assert.Equal(
            System.Security.Cryptography.SHA256.HashData(input)[..20],
            StorageKey.OfRegister(owner, "n", 2).ToByteArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => StorageKey.OfSet("n", null, 3));
    }
}
