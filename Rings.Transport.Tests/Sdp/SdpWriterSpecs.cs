using System.Net;
using Rings.Transport.Dtls;
using Rings.Transport.Ice;
using Rings.Transport.Sdp;

namespace Rings.Transport.Tests.Sdp;

public sealed class SdpWriterSpecs
{
    private static readonly SessionDescription Offer = new()
    {
        IceUfrag = "0123abcd",
        IcePassword = "0123456789abcdef01234567",
        Fingerprints = [CertificateFingerprint.Sha256Of([1, 2, 3])],
        Setup = SdpSetup.ActPass,
        MaxMessageSize = 262_144,
        Candidates =
        [
            Candidate(IceCandidateType.Host, "192.0.2.1", 4000),
            Candidate(IceCandidateType.Host, "2001:db8::1", 4001),
            Candidate(IceCandidateType.ServerReflexive, "198.51.100.1", 4002) with
            {
                Related = TransportAddress.From(IPAddress.Parse("192.0.2.1"), 4000),
            },
        ],
        Media = [SdpWriter.DataChannelSection],
        DataChannelMedia = 0,
        TransportMedia = 0,
        IsBundled = true,
    };

    [Fact]
    public void What_is_written_is_read_again()
    {
        var read = SdpReader.ReadOffer(SdpWriter.Write(Offer, 7, 1));

        Assert.Equal(Offer.IceUfrag, read.IceUfrag);
        Assert.Equal(Offer.IcePassword, read.IcePassword);
        Assert.Equal(Offer.Fingerprints, read.Fingerprints);
        Assert.Equal(Offer.Setup, read.Setup);
        Assert.Equal(Offer.MaxMessageSize, read.MaxMessageSize);
        Assert.Equal(Offer.Candidates, read.Candidates);
        Assert.Equal(Offer.Media, read.Media);
    }

    [Fact]
    public void The_default_candidate_is_the_one_most_likely_to_be_reached()
    {
        var text = SdpWriter.Write(Offer, 7, 1);

        Assert.Contains(
            "m=application 4002 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 198.51.100.1\r\n", text,
            StringComparison.Ordinal);
        Assert.Contains("typ srflx raddr 192.0.2.1 rport 4000\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_candidates_port_and_address_are_9_and_0_0_0_0() => Assert.Contains(
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\n",
        SdpWriter.Write(Offer with { Candidates = [] }, 7, 1), StringComparison.Ordinal);

    [Fact]
    public void An_answer_refuses_media_and_mirrors_the_order_of_the_offer()
    {
        var answer = Offer with
        {
            Setup = SdpSetup.Active,
            Media =
            [
                new SdpMedia("audio", "UDP/TLS/RTP/SAVPF", "111", "0"),
                SdpWriter.DataChannelSection with { Mid = "1" },
            ],
            DataChannelMedia = 1,
            TransportMedia = 1,
        };

        var text = SdpWriter.Write(answer, 7, 1);

        Assert.Contains("m=audio 0 UDP/TLS/RTP/SAVPF 111\r\n", text, StringComparison.Ordinal);
        Assert.Contains("a=group:BUNDLE 1\r\n", text, StringComparison.Ordinal);
        Assert.Equal(["audio", "application"], SdpReader.ReadAnswer(text).Media.Select(media => media.Media));
        Assert.Equal(SdpSetup.Active, SdpReader.ReadAnswer(text).Setup);
    }

    [Fact]
    public void The_older_form_is_answered_in_the_older_form()
    {
        var offer = SdpReader.ReadOffer(Samples.SessionLevelAndSctpMap);
        var text = SdpWriter.Write(Offer with { Setup = SdpSetup.Passive, Media = offer.Media }, 7, 1);

        Assert.Contains("DTLS/SCTP 5001\r\n", text, StringComparison.Ordinal);
        Assert.Contains("a=sctpmap:5000 webrtc-datachannel 1024\r\n", text, StringComparison.Ordinal);
        Assert.Equal(5000, SdpReader.ReadAnswer(text).SctpPort);
    }

    private static IceCandidate Candidate(IceCandidateType type, string address, int port) => new()
    {
        Type = type,
        Address = TransportAddress.From(IPAddress.Parse(address), port),
        Priority = 12345,
        Foundation = "1",
    };
}
