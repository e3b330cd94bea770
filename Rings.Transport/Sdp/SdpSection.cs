using System.Globalization;
using Rings.Transport.Dtls;
using Rings.Transport.Ice;

namespace Rings.Transport.Sdp;

/// <summary>The attributes of the session or of one <c>m=</c> section, while they are read.</summary>
internal sealed class SdpSection
{
    private readonly List<CertificateFingerprint> _fingerprints = [];
    private readonly List<IceCandidate> _candidates = [];
    private readonly List<IReadOnlyList<string>> _bundles = [];
    private readonly List<string> _repeated = [];
    private readonly Dictionary<string, string> _values = [];

    /// <summary>All that are said: how many lines there may be is the only bound.</summary>
    public IReadOnlyList<CertificateFingerprint> Fingerprints => _fingerprints;

    /// <summary>All that this stack can use: which of them are kept is the agent's choice, by what they are
    /// worth.</summary>
    public IReadOnlyList<IceCandidate> Candidates => _candidates;

    /// <summary>The mids of each <c>a=group:BUNDLE</c> line; of the session's part only.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Bundles => _bundles;

    /// <summary>The fields of <c>m=</c>; null for the session's part.</summary>
    public SdpMedia? Media { get; init; }

    /// <summary>The port of <c>m=</c>; 0 for a section that is refused or waits for its bundle.</summary>
    public int Port { get; init; }

    /// <summary>The attribute's value; null where it is absent.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>The section as an answer mirrors it.</summary>
    public SdpMedia Mirrored() =>
        Media! with { Mid = this["mid"], Repeated = _repeated.Count > 0 ? [.. _repeated] : [] };

    /// <summary>Reads what follows <c>m=</c>.</summary>
    /// <exception cref="SdpException">It is malformed.</exception>
    public static SdpSection Begin(string value)
    {
        var fields = value.Split(' ', 4);
        if (fields.Length < 4)
            throw new SdpException("m=: expected media, port, protocol and formats");

        // RFC 8866, section 5.14: a port may be followed by a number of ports.
        var port = fields[1].Split('/')[0];
        if (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw new SdpException("m=: expected a port from 0 to 65535");

        return new SdpSection { Media = new SdpMedia(fields[0], fields[2], fields[3], Mid: null), Port = number };
    }

    /// <summary>Takes the attribute; unknown ones are skipped.</summary>
    /// <exception cref="SdpException">It is malformed or said twice.</exception>
    public void Add(string name, string value)
    {
        switch (name)
        {
            case "candidate":
                if (SdpCandidates.Read(value) is { } candidate)
                    _candidates.Add(candidate);
                break;

            case "fingerprint":
                if (CertificateFingerprint.TryParse(value, out var fingerprint))
                    _fingerprints.Add(fingerprint);
                break;

            case "group":
                if (value.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["BUNDLE", .. var mids])
                    _bundles.Add(mids);
                break;

            case "rtpmap" or "fmtp":
                if (Media is { } media && value.Split(' ')[0] == media.FirstFormat)
                    _repeated.Add($"a={name}:{value}");
                break;

            case "rtcp-mux":
                _repeated.Add("a=rtcp-mux");
                break;

            case "ice-ufrag" or "ice-pwd" or "ice-lite" or "setup" or "mid" or "sctp-port" or "sctpmap"
                or "max-message-size" or "bundle-only":
                if (!_values.TryAdd(name, value))
                    throw new SdpException($"a={name}: said twice");
                break;
        }
    }
}
