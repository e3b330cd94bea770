using Rings.Protocol.EndToEnd;

namespace Rings.Protocol.Tests.EndToEnd;

public sealed class TextPaddingSpecs
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(7, 8)]
    [InlineData(8, 10)]
    [InlineData(256, 272)]
    [InlineData(999, 1024)]
    [InlineData(1024, 1088)]
    [InlineData(61_440, 63_488)]
    public void A_text_is_padded_to_its_step(int length, int padded) =>
        Assert.Equal(padded, TextPadding.PaddedLength(length, SessionRules.MaxPlaintext));

    [Fact]
    public void Padding_is_12_percent_at_most_and_never_too_long()
    {
        var before = 0;
        for (var length = 0; length < SessionRules.MaxPlaintext; length++)
        {
            var padded = TextPadding.PaddedLength(length, SessionRules.MaxPlaintext);
            Assert.InRange(padded, Math.Max(before, length + 1), SessionRules.MaxPlaintext);
            Assert.True(padded <= (length + 1) * 1.12 + 1, $"{length} becomes {padded}");
            before = padded;
        }
    }

    [Fact]
    public void There_are_few_steps() => Assert.InRange(
        Enumerable.Range(0, SessionRules.MaxPlaintext)
            .Select(length => TextPadding.PaddedLength(length, SessionRules.MaxPlaintext)).Distinct().Count(),
        50, 200);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 4)]
    [InlineData(3, 40)]
    public void What_was_padded_is_found_again(int length, int padded)
    {
        byte[] text = [.. Enumerable.Repeat((byte)0x80, length)];
        var target = new byte[padded];
        Array.Fill(target, (byte)9);

        TextPadding.Write(text, target);

        Assert.True(TextPadding.TryRead(target, out var found));
        Assert.Equal(text, target[..found]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("000000")]
    [InlineData("8001")]
    [InlineData("80007f00")]
    public void What_has_no_mark_is_refused(string hex) =>
        Assert.False(TextPadding.TryRead(Convert.FromHexString(hex), out _));
}
