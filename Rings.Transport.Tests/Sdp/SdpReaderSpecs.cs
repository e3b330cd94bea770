using CsCheck;
using Rings.Transport.Ice;
using Rings.Transport.Sdp;

namespace Rings.Transport.Tests.Sdp;

public sealed class SdpReaderSpecs
{
    [Fact]
    public void An_offer_of_Chromium_is_read_without_its_mDNS_and_TCP_candidates()
    {
        var offer = SdpReader.ReadOffer(Samples.Chromium);

        Assert.Equal("sXJ3", offer.IceUfrag);
        Assert.Equal("yEclOTrLg1gEubBFefOqtmyV", offer.IcePassword);
        Assert.Equal(SdpSetup.ActPass, offer.Setup);
        Assert.Equal(5000, offer.SctpPort);
        Assert.Equal(262_144, offer.MaxMessageSize);
        Assert.Equal(
            [(IceCandidateType.Host, "192.0.2.7:50001"), (IceCandidateType.ServerReflexive, "198.51.100.9:50002")],
            offer.Candidates.Select(candidate => (candidate.Type, candidate.Address.ToString())));
        Assert.Equal("192.0.2.7:50001", offer.Candidates[1].Related.ToString());
    }

    [Fact]
    public void Attributes_of_the_session_and_the_older_sctpmap_form_are_read()
    {
        var answer = SdpReader.ReadAnswer(Samples.SessionLevelAndSctpMap);

        Assert.Equal("abcd", answer.IceUfrag);
        Assert.Equal(SdpSetup.Active, answer.Setup);
        Assert.Equal(5001, answer.SctpPort);
        Assert.Equal(SessionDescription.DefaultMaxMessageSize, answer.MaxMessageSize);
        Assert.Equal("[2001:db8::7]:4000", Assert.Single(answer.Candidates).Address.ToString());
        Assert.Equal(Samples.Fingerprint, Assert.Single(answer.Fingerprints).ToString());
    }

    [Theory]
    [InlineData("a=max-message-size:", "a=max-message-size:0", int.MaxValue)]
    [InlineData("a=max-message-size:", "a=max-message-size:99999999999", int.MaxValue)]
    [InlineData("a=max-message-size:", "a=x", 65_536)]
    public void A_max_message_size_of_zero_is_no_limit_and_none_is_65536(string start, string line, int expected) =>
        Assert.Equal(expected, SdpReader.ReadOffer(Samples.Replace(Samples.Chromium, start, line)).MaxMessageSize);

    [Theory]
    [InlineData("a=ice-ufrag", "a=ice-ufrag: expected 4 to 256 characters")]
    [InlineData("a=ice-pwd", "a=ice-pwd: expected 22 to 256 characters")]
    [InlineData("a=fingerprint", "a=fingerprint: expected one of sha-256, sha-384 or sha-512")]
    [InlineData("a=sctp-port", "a=sctp-port: expected 1 to 65535")]
    [InlineData("m=application", "m=: expected a section \"application … UDP/DTLS/SCTP webrtc-datachannel\"")]
    [InlineData("v=0", "line 1: expected \"v=0\"")]
    public void What_is_needed_and_missing_is_named(string missing, string expected)
    {
        var error = Assert.Throws<SdpException>(() => SdpReader.ReadOffer(Samples.Without(Samples.Chromium, missing)));

        Assert.Equal(expected, error.Message);
    }

    [Theory]
    [InlineData("a=sctp-port", "a=sctp-port:70000", "a=sctp-port: expected 1 to 65535")]
    [InlineData("a=sctp-port", "a=sctp-port:0", "a=sctp-port: expected 1 to 65535")]
    [InlineData("a=max-message-size", "a=max-message-size:-1", "a=max-message-size: expected a number of bytes")]
    [InlineData("a=setup", "a=setup:holdconn", "a=setup: expected actpass, active or passive")]
    [InlineData("a=mid", "a=setup:active", "a=setup: said twice")]
    [InlineData("a=mid", "hello", "line 19: expected a letter and \"=\"")]
    [InlineData("a=mid", "m=audio 9", "m=: expected media, port, protocol and formats")]
    [InlineData("a=mid", "m=audio x RTP/AVP 0", "m=: expected a port from 0 to 65535")]
    [InlineData(
        "a=mid", "a=candidate:1 1 udp 5",
        "a=candidate: expected foundation, component, transport, priority, address, port, \"typ\" and a type")]
    [InlineData("a=mid", "a=candidate:1 1 udp x 1.2.3.4 5 typ host", "a=candidate: expected a priority of 32 bits")]
    [InlineData(
        "a=mid", "a=candidate:1 1 udp 5 1.2.3.4 99999 typ host", "a=candidate: expected a port from 0 to 65535")]
    public void A_malformed_line_is_refused_with_what_was_expected(string start, string line, string expected)
    {
        var text = Samples.Replace(Samples.Chromium, start, line);

        Assert.Equal(expected, Assert.Throws<SdpException>(() => SdpReader.ReadOffer(text)).Message);
    }

    [Fact]
    public void An_answer_must_take_a_role() => Assert.Equal(
        "a=setup: expected active or passive in an answer",
        Assert.Throws<SdpException>(() => SdpReader.ReadAnswer(Samples.Chromium)).Message);

    [Fact]
    public void Length_lines_and_sections_are_bounded()
    {
        Assert.Throws<SdpException>(() => SdpReader.ReadOffer(new string('a', SdpReader.MaxLength + 1)));
        Assert.Throws<SdpException>(() => SdpReader.ReadOffer(
            "v=0\r\n" + string.Concat(Enumerable.Repeat("a=x\r\n", 2000))));
        Assert.Throws<SdpException>(() => SdpReader.ReadOffer(
            "v=0\r\n" + string.Concat(Enumerable.Repeat("m=audio 9 RTP/AVP 0\r\n", 20))));
        Assert.Throws<SdpException>(() => SdpReader.ReadOffer(""));
    }

    [Fact]
    public void All_candidates_are_read_for_the_agent_to_choose_from()
    {
        var line = "a=candidate:2 1 udp 2113937151 192.0.2.7 50001 typ host\r\n";
        var text = Samples.Chromium + string.Concat(Enumerable.Repeat(line, 500));

        Assert.Equal(502, SdpReader.ReadOffer(text).Candidates.Count);
    }

    [Fact]
    public void Mutated_descriptions_are_read_or_refused_but_never_anything_else() =>
        Gen.Select(Gen.Int[0, Samples.Chromium.Length - 1], Gen.Int[0, 40], Gen.Char[' ', '~'].Array[0, 12])
            .Sample((at, cut, insert) =>
            {
                var end = Math.Min(Samples.Chromium.Length, at + cut);
                var text = Samples.Chromium[..at] + new string(insert) + Samples.Chromium[end..];
                try
                {
                    Assert.NotNull(SdpReader.ReadOffer(text).IceUfrag);
                }
                catch (SdpException error)
                {
                    Assert.NotEmpty(error.Message);
                }
            }, iter: 3000);
}
