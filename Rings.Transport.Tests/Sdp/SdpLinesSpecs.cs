using CsCheck;
using Rings.Transport.Sdp;

namespace Rings.Transport.Tests.Sdp;

/// <summary>What a line is (RFC 8866, section 9).</summary>
public sealed class SdpLinesSpecs
{
    [Theory]
    [InlineData('\u2028')]
    [InlineData('\u2029')]
    [InlineData('\u0085')]
    [InlineData('\f')]
    [InlineData('\v')]
    public void Only_CRLF_and_LF_end_a_line(char other)
    {
        var named = Samples.Replace(Samples.Chromium, "s=-", $"s=a{other}b");
        Assert.Equal("sXJ3", SdpReader.ReadOffer(named).IceUfrag);

        // One line for who checks fingerprints line by line, and one line here.
        var evil = Samples.Fingerprint.Replace("AC:12", "EE:EE", StringComparison.Ordinal);
        var hidden = Samples.Replace(Samples.Chromium, "a=mid", $"a=note:x{other}a=fingerprint:{evil}");
        Assert.Equal(Samples.Fingerprint, Assert.Single(SdpReader.ReadOffer(hidden).Fingerprints).ToString());
    }

    [Theory]
    [InlineData('\u2028')]
    [InlineData('\u00A0')]
    [InlineData('\u3000')]
    public void Only_blanks_and_tabs_are_trimmed(char other) => Assert.Throws<SdpException>(
        () => SdpReader.ReadOffer(Samples.Replace(Samples.Chromium, "a=setup", $"a=setup:actpass{other}")));

    [Fact]
    public void Blanks_at_the_ends_of_lines_and_lines_of_blanks_are_skipped()
    {
        var pasted = Samples.Chromium.Replace("\r\n", " \r\n", StringComparison.Ordinal) + "\r\n  ";

        Assert.Equal("sXJ3", SdpReader.ReadOffer(pasted).IceUfrag);
        Assert.Equal("sXJ3", SdpReader.ReadOffer(Samples.Chromium.Replace("\r", "", StringComparison.Ordinal)).IceUfrag);
        Assert.Equal("sXJ3", SdpReader.ReadOffer(Samples.Chromium.Replace("\r\n", "\t\r\r\n\n", StringComparison.Ordinal)).IceUfrag);
    }

    [Theory]
    [InlineData("s=a\rb")]
    [InlineData("s=a\0b")]
    public void A_lone_CR_or_a_NUL_is_refused(string line) => Assert.Equal(
        "expected lines that end with CRLF or LF, and no NUL",
        Assert.Throws<SdpException>(() => SdpReader.ReadOffer(Samples.Replace(Samples.Chromium, "s=-", line))).Message);

    [Theory]
    [InlineData("127.1")]
    [InlineData("0x7f000001")]
    [InlineData("2130706433")]
    [InlineData("010.0.0.1")]
    [InlineData("fe80::1%eth0")]
    public void An_address_is_what_RFC_8839_says_and_not_what_a_library_reads(string address)
    {
        var line = $"a=candidate:2 1 udp 2113937151 {address} 50001 typ host";

        Assert.Empty(SdpReader.ReadOffer(
            Samples.Without(Samples.Replace(Samples.Chromium, "a=candidate:2", line), "a=candidate:4")).Candidates);
    }

    [Fact]
    public void Lines_are_what_a_plain_search_for_LF_finds() =>
        Gen.String[Gen.Char["ab \t\r\n\f\u2028\u0085"], 0, 60].Sample(text =>
        {
            var expected = text.Split('\n').Select(line => line.TrimEnd(' ', '\t', '\r')).ToArray();
            var bad = expected.Any(line => line.Contains('\r', StringComparison.Ordinal));
            var found = new List<string>();
            try
            {
                for (var lines = new SdpLines(text); lines.MoveNext();)
                    found.Add(lines.Current.ToString());
            }
            catch (SdpException)
            {
                Assert.True(bad);
                return;
            }

            Assert.False(bad);
            Assert.Equal(expected.Where(line => line.Length > 0), found);
        });
}
