using Rings.Transport.Sdp;

namespace Rings.Transport.Tests.Sdp;

/// <summary>Offers with several sections: who lends the transport, what is refused, what an answer may say.</summary>
public sealed class SdpBundleSpecs
{
    private const string Other = "sha-256 EE:12:28:1C:5A:BC:E2:EE:7A:D1:6E:FA:34:39:35:C6:59:CC:D4:D5:0D:F6:C6:22:7F:FF:F3:F5:61:BC:99:26";

    private static readonly string[] Transport =
    [
        "a=candidate:1 1 udp 2113937151 127.0.0.1 50110 typ host", "a=ice-ufrag:sXJ3",
        "a=ice-pwd:yEclOTrLg1gEubBFefOqtmyV", $"a=fingerprint:{Samples.Fingerprint}", "a=setup:actpass",
    ];

    [Fact]
    public void Rfc9143_6_A_data_section_with_port_0_and_bundle_only_uses_the_transport_in_front_of_it()
    {
        var offer = SdpReader.ReadOffer(WithAudio("a=group:BUNDLE a d", 0, "a=bundle-only"));

        Assert.Equal("sXJ3", offer.IceUfrag);
        Assert.Equal("127.0.0.1:50110", Assert.Single(offer.Candidates).Address.ToString());
        Assert.Equal((1, 0, true), (offer.DataChannelMedia, offer.TransportMedia, offer.IsBundled));
        Assert.Equal(5000, offer.SctpPort);
    }

    [Fact]
    public void Rfc9143_7_3_3_The_answer_keeps_the_section_in_front_as_inactive_media_with_the_transport()
    {
        var offer = SdpReader.ReadOffer(WithAudio("a=group:BUNDLE a d", 0, "a=bundle-only"));
        var lines = Answer(offer).Split("\r\n");

        Assert.Contains("a=group:BUNDLE a d", lines);
        var audio = lines[Array.FindIndex(lines, line => line.StartsWith("m=audio", StringComparison.Ordinal))..];
        var data = Array.FindIndex(audio, line => line.StartsWith("m=application", StringComparison.Ordinal));
        Assert.Equal("m=audio 9 UDP/TLS/RTP/SAVPF 111", audio[0]);
        foreach (var line in new[]
        {
            "a=mid:a", "a=inactive", "a=rtcp-mux", "a=rtpmap:111 opus/48000/2", "a=fmtp:111 minptime=10",
            "a=ice-ufrag:0123abcd", "a=setup:active",
        })
            Assert.Contains(line, audio[..data]);

        Assert.DoesNotContain("a=rtpmap:0 PCMU/8000", audio);
        Assert.Equal("m=application 9 UDP/DTLS/SCTP webrtc-datachannel", audio[data]);
        Assert.Contains("a=mid:d", audio[data..]);
        Assert.Contains("a=sctp-port:5000", audio[data..]);
        Assert.DoesNotContain("a=ice-ufrag:0123abcd", audio[data..]);
    }

    [Fact]
    public void Where_both_sections_have_a_transport_the_one_in_front_counts_for_the_group()
    {
        string[] own = ["a=ice-ufrag:other", "a=ice-pwd:0123456789abcdef012345", $"a=fingerprint:{Other}", "a=setup:actpass"];
        var bundled = SdpReader.ReadOffer(WithAudio("a=group:BUNDLE a d", 50112, own));
        var apart = SdpReader.ReadOffer(WithAudio("a=group:BUNDLE a", 50112, own));

        Assert.Equal(("sXJ3", 0), (bundled.IceUfrag, bundled.TransportMedia));
        Assert.Equal(Samples.Fingerprint, Assert.Single(bundled.Fingerprints).ToString());
        Assert.Equal(("other", 1), (apart.IceUfrag, apart.TransportMedia));
    }

    [Theory]
    [InlineData("a=x")]
    [InlineData("a=group:BUNDLE a")]
    [InlineData("a=group:LS a d")]
    public void Rfc9143_7_3_An_answer_has_no_group_that_was_not_offered(string group)
    {
        var answer = Answer(SdpReader.ReadOffer(WithAudio(group, 50112, Transport)));

        Assert.DoesNotContain("a=group", answer, StringComparison.Ordinal);
        Assert.Contains("m=audio 0 UDP/TLS/RTP/SAVPF 111 0\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("a=mid:d", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void A_section_in_front_that_cannot_carry_data_is_refused_with_what_to_change()
    {
        var text = WithAudio("a=group:BUNDLE a d", 0, "a=bundle-only")
            .Replace("UDP/TLS/RTP/SAVPF", "RTP/AVP", StringComparison.Ordinal);

        var error = Assert.Throws<SdpException>(() => SdpReader.ReadOffer(text));

        Assert.Contains("\"audio RTP/AVP\": put the data section first", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a=x")]
    [InlineData("a=group:BUNDLE a")]
    public void An_offer_whose_data_section_is_switched_off_is_refused(string group) => Assert.Contains(
        "expected a port that is not 0",
        Assert.Throws<SdpException>(() => SdpReader.ReadOffer(WithAudio(group, 0, Transport))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("a=x")]
    [InlineData("a=bundle-only")]
    public void Rfc3264_6_An_answer_with_port_0_is_a_refusal_whatever_else_it_says(string line)
    {
        var text = string.Join("\r\n", ["v=0", "s=-", "t=0 0", "a=group:BUNDLE 0", .. Transport,
            "m=application 0 UDP/DTLS/SCTP webrtc-datachannel", "a=sctp-port:5000", "a=mid:0", line, ""])
            .Replace("actpass", "active", StringComparison.Ordinal);

        var error = Assert.Throws<SdpException>(() => SdpReader.ReadAnswer(text));

        Assert.Contains("has refused the data section", error.Message, StringComparison.Ordinal);
    }

    private static string WithAudio(string group, int port, params string[] data) => string.Join("\r\n",
        ["v=0", "o=- 7003 2 IN IP4 127.0.0.1", "s=-", "t=0 0", group,
            "m=audio 50110 UDP/TLS/RTP/SAVPF 111 0", .. Transport, "a=mid:a", "a=rtcp-mux", "a=sendrecv",
            "a=rtpmap:111 opus/48000/2", "a=fmtp:111 minptime=10", "a=rtpmap:0 PCMU/8000",
            $"m=application {port} UDP/DTLS/SCTP webrtc-datachannel", .. data, "a=mid:d", "a=sctp-port:5000", ""]);

    private static string Answer(SessionDescription offer) => SdpWriter.Write(
        offer with
        {
            IceUfrag = "0123abcd",
            IcePassword = "0123456789abcdef01234567",
            Setup = SdpSetup.Active,
            Candidates = [],
        },
        7, 1);
}
