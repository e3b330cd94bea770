using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Tests.Secrets;

/// <summary>32 bytes as people write them.</summary>
public sealed class Bytes32Specs
{
    [Fact]
    public void Digits_are_read_in_either_case_and_written_in_one()
    {
        var written = Bytes32.Read(new SeededBytes(3).Next(Bytes32.Length)).ToString();

        Assert.True(Bytes32.TryParse(written.ToUpperInvariant(), out var read));
        Assert.Equal(written, read.ToString());
    }

    [Theory]
    [InlineData(63, "")]
    [InlineData(65, "")]
    [InlineData(63, "g")]
    [InlineData(63, " ")]
    [InlineData(0, "")]
    public void What_is_not_64_digits_is_none(int digits, string end)
    {
        Assert.False(Bytes32.TryParse(new string('a', digits) + end, out var read));
        Assert.False(Bytes32.TryParse(null, out _));
        Assert.Equal(default, read);
    }
}
