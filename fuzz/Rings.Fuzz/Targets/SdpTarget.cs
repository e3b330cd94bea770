using System.Text;
using Rings.Transport;
using Rings.Transport.Sdp;

namespace Rings.Fuzz.Targets;

/// <summary>
/// Offers and answers; the first bit of the first byte chooses. What is read must be writable and readable.
/// </summary>
internal sealed class SdpTarget : IFuzzTarget
{
    private const string Offer =
        "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n"
        + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\n"
        + "a=candidate:1 1 udp 2113937151 192.0.2.7 50001 typ host\r\n"
        + "a=candidate:2 1 udp 1677729535 198.51.100.9 5 typ srflx raddr 192.0.2.7 rport 50001\r\n"
        + "a=ice-ufrag:sXJ3\r\na=ice-pwd:yEclOTrLg1gEubBFefOqtmyV\r\na=setup:active\r\na=mid:0\r\na=sctp-port:5000\r\n"
        + "a=fingerprint:sha-256 AC:12:28:1C:5A:BC:E2:EE:7A:D1:6E:FA:34:39:35:C6:59:CC:D4:D5:0D:F6:C6:22:7F:FF:F3:F5:"
        + "61:BC:99:26\r\na=max-message-size:262144\r\n";

    public string Name => "sdp";

    public int MaxBytes => SdpReader.MaxLength + 16;

    public long MaxAllocatedBytes => 64L * SdpReader.MaxLength;

    public IEnumerable<byte[]> Seeds() =>
    [
        [0, .. Encoding.UTF8.GetBytes(Offer)],
        [1, .. Encoding.UTF8.GetBytes(Offer)],
        [0, .. Encoding.UTF8.GetBytes(Offer
            .Replace("UDP/DTLS/SCTP webrtc-datachannel", "DTLS/SCTP 5000", StringComparison.Ordinal)
            .Replace("a=sctp-port:5000", "a=sctpmap:5000 webrtc-datachannel 256", StringComparison.Ordinal))],
    ];

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
            return;
        var text = Encoding.UTF8.GetString(input[1..]);
        try
        {
            var read = (input[0] & 1) == 0 ? SdpReader.ReadOffer(text) : SdpReader.ReadAnswer(text);
            var again = SdpReader.ReadOffer(SdpWriter.Write(read, 1, 1));
            if (again.IceUfrag != read.IceUfrag || again.SctpPort != read.SctpPort)
                throw new InvalidOperationException("A description changed when it was written and read.");
        }
        catch (SdpException)
        {
            // Refused, as it may be.
        }
    }
}
