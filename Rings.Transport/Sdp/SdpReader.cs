using System.Globalization;

namespace Rings.Transport.Sdp;

/// <summary>
/// Reads offers and answers strictly: what is needed must be there and well-formed, what is unknown is skipped.
/// Bounded in length, lines and sections.
/// </summary>
internal static class SdpReader
{
    /// <summary>The longest description read, in characters.</summary>
    public const int MaxLength = 64 * 1024;

    private const int MaxLines = 1024;
    private const int MaxSections = 16;

    /// <summary>Reads the remote side's offer.</summary>
    /// <exception cref="SdpException">It breaks a rule, or asks for what this stack does not do.</exception>
    public static SessionDescription ReadOffer(string text) => Read(text, isOffer: true);

    /// <summary>Reads the remote side's answer.</summary>
    /// <exception cref="SdpException">It breaks a rule, or asks for what this stack does not do.</exception>
    public static SessionDescription ReadAnswer(string text) => Read(text, isOffer: false);

    private static SessionDescription Read(string text, bool isOffer)
    {
        ArgumentNullException.ThrowIfNull(text);
        var sections = Sections(text);
        var session = sections[0];
        var index = sections.FindIndex(1, section => IsDataChannel(section.Media!));
        if (index < 0)
            throw new SdpException("m=: expected a section \"application … UDP/DTLS/SCTP webrtc-datachannel\"");

        var media = sections[index];
        var bundle = session.Bundles.FirstOrDefault(mids => media["mid"] is { } mid && mids.Contains(mid));
        var lender = isOffer ? SdpBundle.TransportOf(sections, index, bundle) : index;
        SdpBundle.CheckTaken(media, lender == index, isOffer);
        var transport = sections[lender];
        string? Either(string name) => transport[name] ?? session[name];
        var fingerprints = transport.Fingerprints.Count > 0 ? transport.Fingerprints : session.Fingerprints;
        if (fingerprints.Count == 0)
            throw new SdpException("a=fingerprint: expected one of sha-256, sha-384 or sha-512");

        return new SessionDescription
        {
            IceUfrag = Token("ice-ufrag", Either("ice-ufrag"), 4),
            IcePassword = Token("ice-pwd", Either("ice-pwd"), 22),
            IceLite = session["ice-lite"] is not null,
            Fingerprints = fingerprints,
            Setup = Setup(Either("setup"), isOffer),
            SctpPort = SctpPort(media),
            MaxMessageSize = MaxMessageSize(media["max-message-size"]),
            Candidates = transport.Candidates,
            Media = [.. sections.Skip(1).Select(section => section.Mirrored())],
            DataChannelMedia = index - 1,
            TransportMedia = lender - 1,
            IsBundled = bundle is not null,
        };
    }

    private static List<SdpSection> Sections(string text)
    {
        if (text.Length > MaxLength)
            throw new SdpException($"expected at most {MaxLength} characters");

        var sections = new List<SdpSection> { new() };
        var count = 0;
        for (var lines = new SdpLines(text); lines.MoveNext();)
        {
            var line = lines.Current;
            if (++count > MaxLines)
                throw new SdpException($"expected at most {MaxLines} lines");
            if (line.Length < 2 || line[1] != '=' || !char.IsAsciiLetterLower(line[0]))
                throw new SdpException($"line {count}: expected a letter and \"=\"");
            if (count == 1 && line is not "v=0")
                throw new SdpException("line 1: expected \"v=0\"");

            Take(sections, line[0], line[2..].ToString());
        }

        return count > 0 ? sections : throw new SdpException("line 1: expected \"v=0\"");
    }

    private static void Take(List<SdpSection> sections, char kind, string value)
    {
        if (kind == 'm')
        {
            if (sections.Count > MaxSections)
                throw new SdpException($"expected at most {MaxSections} m= sections");
            sections.Add(SdpSection.Begin(value));
        }
        else if (kind == 'a')
        {
            var colon = value.IndexOf(':', StringComparison.Ordinal);
            sections[^1].Add(
                colon < 0 ? value : value[..colon], colon < 0 ? "" : value[(colon + 1)..].Trim(' ', '\t'));
        }
    }

    // RFC 8841, section 4.1; and the form "DTLS/SCTP 5000" of its drafts, which a=sctpmap goes with.
    private static bool IsDataChannel(SdpMedia media) => media.Media == "application" && media.Protocol switch
    {
        "UDP/DTLS/SCTP" or "TCP/DTLS/SCTP" => media.Formats.Trim(' ') == "webrtc-datachannel",
        "DTLS/SCTP" => true,
        _ => false,
    };

    private static string Token(string name, string? value, int least)
    {
        if (value is null || value.Length < least || value.Length > 256
            || value.AsSpan().ContainsAnyExceptInRange('!', '~') || value.Contains(':', StringComparison.Ordinal))
            throw new SdpException($"a={name}: expected {least} to 256 characters");
        return value;
    }

    private static SdpSetup Setup(string? value, bool isOffer) => (value, isOffer) switch
    {
        ("active", _) => SdpSetup.Active,
        ("passive", _) => SdpSetup.Passive,
        ("actpass" or null, true) => SdpSetup.ActPass,
        (_, true) => throw new SdpException("a=setup: expected actpass, active or passive"),
        _ => throw new SdpException("a=setup: expected active or passive in an answer"),
    };

    private static ushort SctpPort(SdpSection media)
    {
        var value = media["sctp-port"];
        if (value is null && media.Media!.Protocol == "DTLS/SCTP")
            value = media["sctpmap"] is { } map ? map.Split(' ')[0] : media.Media.Formats.Split(' ')[0];
        return ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? port
            : throw new SdpException("a=sctp-port: expected 1 to 65535");
    }

    private static int MaxMessageSize(string? value)
    {
        if (value is null)
            return SessionDescription.DefaultMaxMessageSize;
        if (!ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size))
            throw new SdpException("a=max-message-size: expected a number of bytes");
        return size == 0 ? int.MaxValue : (int)Math.Min(size, int.MaxValue);
    }
}
