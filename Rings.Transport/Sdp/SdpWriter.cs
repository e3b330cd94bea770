using System.Globalization;
using System.Text;

namespace Rings.Transport.Sdp;

/// <summary>Writes offers and answers as RFC 9429, section 5, and RFC 8841 say.</summary>
internal static class SdpWriter
{
    /// <summary>The section of an offer of this stack.</summary>
    public static SdpMedia DataChannelSection { get; } =
        new("application", "UDP/DTLS/SCTP", "webrtc-datachannel", "0");

    /// <summary>Writes a description; lines end with CRLF.</summary>
    /// <param name="description">What to say.</param>
    /// <param name="sessionId">Of <c>o=</c>: the same for all descriptions of a connection, below 2^63.</param>
    /// <param name="version">Of <c>o=</c>: one more for each description.</param>
    public static string Write(SessionDescription description, ulong sessionId, int version)
    {
        var text = new StringBuilder(1024);
        Line(text, "v=0");
        Line(text, $"o=- {sessionId} {version} IN IP4 127.0.0.1");
        Line(text, "s=-");
        Line(text, "t=0 0");
        Group(text, description);
        if (description.IceLite)
            Line(text, "a=ice-lite");
        for (var i = 0; i < description.Media.Count; i++)
        {
            if (i == description.DataChannelMedia)
                DataChannel(text, description, description.Media[i]);
            else if (i == description.TransportMedia)
                Lender(text, description, description.Media[i]);
            else
                Refused(text, description.Media[i]);
        }

        return text.ToString();
    }

    // RFC 9143, section 7.3: an answer's group has nothing that the offer's has not.
    private static void Group(StringBuilder text, SessionDescription description)
    {
        if (!description.IsBundled || description.Media[description.DataChannelMedia].Mid is not { } data)
            return;

        var lender = description.Media[description.TransportMedia].Mid;
        Line(text, lender == data ? $"a=group:BUNDLE {data}" : $"a=group:BUNDLE {lender} {data}");
    }

    private static void DataChannel(StringBuilder text, SessionDescription description, SdpMedia media)
    {
        if (description.TransportMedia == description.DataChannelMedia)
        {
            Begin(text, description, media, media.Formats);
            Transport(text, description);
        }
        else
        {
            // RFC 9143, section 7.1.3: the transport stands in the first section of the group only.
            Line(text, $"m={media.Media} 9 {media.Protocol} {media.Formats}");
            Line(text, "c=IN IP4 0.0.0.0");
        }

        if (media.Mid is not null)
            Line(text, $"a=mid:{media.Mid}");
        Line(text, media.Protocol == "DTLS/SCTP"
            ? string.Create(CultureInfo.InvariantCulture, $"a=sctpmap:{description.SctpPort} webrtc-datachannel 1024")
            : string.Create(CultureInfo.InvariantCulture, $"a=sctp-port:{description.SctpPort}"));
        Line(text, $"a=max-message-size:{description.MaxMessageSize}");
    }

    // Media that nobody sends: who refused it would refuse its whole group (RFC 9143, section 7.3.3).
    private static void Lender(StringBuilder text, SessionDescription description, SdpMedia media)
    {
        Begin(text, description, media, media.FirstFormat);
        Transport(text, description);
        Line(text, $"a=mid:{media.Mid}");
        Line(text, "a=inactive");
        foreach (var line in media.Repeated)
            Line(text, line);
    }

    // RFC 9429, section 5.2.1: the default candidate, the one most likely to be reached; 9 and 0.0.0.0 for none.
    private static void Begin(StringBuilder text, SessionDescription description, SdpMedia media, string formats)
    {
        var chosen = description.Candidates.OrderByDescending(candidate => candidate.Type).FirstOrDefault();
        var address = chosen is null ? "0.0.0.0" : SdpCandidates.Text(chosen.Address);
        var family = chosen is { Address.IsIPv6: true } ? "IP6" : "IP4";
        Line(text, $"m={media.Media} {chosen?.Address.Port ?? 9} {media.Protocol} {formats}");
        Line(text, $"c=IN {family} {address}");
    }

    private static void Transport(StringBuilder text, SessionDescription description)
    {
        foreach (var candidate in description.Candidates)
        {
            SdpCandidates.Write(text, candidate);
            text.Append("\r\n");
        }

        Line(text, "a=end-of-candidates");
        Line(text, $"a=ice-ufrag:{description.IceUfrag}");
        Line(text, $"a=ice-pwd:{description.IcePassword}");
        foreach (var fingerprint in description.Fingerprints)
            Line(text, $"a=fingerprint:{fingerprint}");
        Line(text, $"a=setup:{TextOf(description.Setup)}");
    }

    // RFC 9429, section 5.3.1: what is not wanted is answered with port 0.
    private static void Refused(StringBuilder text, SdpMedia media)
    {
        Line(text, $"m={media.Media} 0 {media.Protocol} {media.Formats}");
        Line(text, "c=IN IP4 0.0.0.0");
        if (media.Mid is not null)
            Line(text, $"a=mid:{media.Mid}");
        Line(text, "a=inactive");
    }

    private static string TextOf(SdpSetup setup) => setup switch
    {
        SdpSetup.Active => "active",
        SdpSetup.Passive => "passive",
        _ => "actpass",
    };

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append("\r\n");

    private static void Line(StringBuilder text, string line) => text.Append(line).Append("\r\n");
}
