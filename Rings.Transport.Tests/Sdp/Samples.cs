namespace Rings.Transport.Tests.Sdp;

/// <summary>Descriptions as others write them.</summary>
internal static class Samples
{
    public const string Fingerprint =
        "sha-256 AC:12:28:1C:5A:BC:E2:EE:7A:D1:6E:FA:34:39:35:C6:59:CC:D4:D5:0D:F6:C6:22:7F:FF:F3:F5:61:BC:99:26";

    /// <summary>As Chromium writes an offer, with an mDNS and a TCP candidate.</summary>
    public static string Chromium { get; } = Lines(
        "v=0", "o=- 4611731400430051336 2 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0",
        "a=extmap-allow-mixed", "a=msid-semantic: WMS", "m=application 50001 UDP/DTLS/SCTP webrtc-datachannel",
        "c=IN IP4 192.0.2.7",
        "a=candidate:1 1 udp 2113937151 4d0ab8f0-2c1d-4b67-8a52-000000000001.local 50000 typ host generation 0",
        "a=candidate:2 1 udp 2113937151 192.0.2.7 50001 typ host generation 0 network-id 1",
        "a=candidate:3 1 tcp 1518280447 192.0.2.7 9 typ host tcptype active generation 0",
        "a=candidate:4 1 udp 1677729535 198.51.100.9 50002 typ srflx raddr 192.0.2.7 rport 50001 generation 0",
        "a=ice-ufrag:sXJ3", "a=ice-pwd:yEclOTrLg1gEubBFefOqtmyV", "a=ice-options:trickle",
        $"a=fingerprint:{Fingerprint}", "a=setup:actpass", "a=mid:0", "a=sctp-port:5000", "a=max-message-size:262144");

    /// <summary>Attributes of the session, as older stacks write them, and the form of RFC 8841's drafts.</summary>
    public static string SessionLevelAndSctpMap { get; } = Lines(
        "v=0", "o=mozilla 1 0 IN IP4 0.0.0.0", "s=-", "t=0 0", "a=ice-ufrag:abcd",
        "a=ice-pwd:0123456789abcdef012345", $"a=fingerprint:{Fingerprint.ToLowerInvariant()}", "a=setup:active",
        "m=application 9 DTLS/SCTP 5001", "c=IN IP6 ::", "a=candidate:0 1 UDP 2122252543 2001:db8::7 4000 typ host",
        "a=mid:data", "a=sctpmap:5001 webrtc-datachannel 256");

    public static string Without(string text, string start) =>
        string.Concat(text.Split("\r\n")
            .Where(line => line.Length > 0 && !line.StartsWith(start, StringComparison.Ordinal))
            .Select(line => line + "\r\n"));

    public static string Replace(string text, string start, string line) =>
        string.Concat(text.Split("\r\n").Where(old => old.Length > 0)
            .Select(old => (old.StartsWith(start, StringComparison.Ordinal) ? line : old) + "\r\n"));

    private static string Lines(params string[] lines) => string.Concat(lines.Select(line => line + "\r\n"));
}
