using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Rings.Transport.InMemory;

/// <summary>
/// What two ends tell each other before they connect: a session description with one data-channel section (RFC 8841),
/// in whose <c>ice-ufrag</c> the end's number in the network stands.
/// </summary>
/// <param name="Connection">The describing end.</param>
/// <param name="Answers">The end that is answered; null in an offer.</param>
internal readonly record struct InMemoryDescription(long Connection, long? Answers)
{
    private const string Ufrag = "a=ice-ufrag:";
    private const string Password = "a=ice-pwd:";

    public override string ToString() => string.Join("\r\n",
        "v=0",
        string.Create(CultureInfo.InvariantCulture, $"o=- {Connection} 1 IN IP4 127.0.0.1"),
        "s=-",
        "t=0 0",
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
        "c=IN IP4 0.0.0.0",
        "a=mid:0",
        Ufrag + Number(Connection),
        Password + Number(Answers ?? 0),
        "a=fingerprint:sha-256 " + Fingerprint(),
        Answers is null ? "a=setup:actpass" : "a=setup:active",
        "a=sctp-port:5000",
        "a=max-message-size:262144",
        "a=candidate:1 1 udp 1 127.0.0.1 9 typ host",
        "a=end-of-candidates",
        "");

    /// <exception cref="SdpException">Not a description that this network made.</exception>
    public static InMemoryDescription Parse(string text)
    {
        var connection = Find(text, Ufrag);
        var answers = Find(text, Password);
        return new InMemoryDescription(connection, answers == 0 ? null : answers);
    }

    private static long Find(string text, string attribute)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(attribute, StringComparison.Ordinal) &&
                long.TryParse(line[attribute.Length..], NumberStyles.None, CultureInfo.InvariantCulture,
                    out var number))
                return number;
        }

        throw new SdpException($"{attribute} expected with a number of the in-memory network.");
    }

    // RFC 8445, section 5.3: a password has at least 22 characters.
    private static string Number(long value) => value.ToString("D22", CultureInfo.InvariantCulture);

    private string Fingerprint()
    {
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes(Number(Connection)));
        return string.Join(':', hash.Select(value => value.ToString("X2", CultureInfo.InvariantCulture)));
    }
}
