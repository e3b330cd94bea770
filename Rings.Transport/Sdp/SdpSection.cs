using Rings.Transport.Dtls;
using Rings.Transport.Ice;

namespace Rings.Transport.Sdp;

/// <summary>The attributes of the session or of one <c>m=</c> section, while they are read.</summary>
internal sealed class SdpSection
{
    // More than any agent needs; a browser with many interfaces says a dozen.
    private const int MaxCandidates = 64;
    private const int MaxFingerprints = 8;

    private readonly List<CertificateFingerprint> _fingerprints = [];
    private readonly List<IceCandidate> _candidates = [];
    private readonly Dictionary<string, string> _values = [];

    public IReadOnlyList<CertificateFingerprint> Fingerprints => _fingerprints;

    public IReadOnlyList<IceCandidate> Candidates => _candidates;

    /// <summary>The fields of <c>m=</c>; null for the session's part.</summary>
    public SdpMedia? Media { get; init; }

    /// <summary>The attribute's value; null where it is absent.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>Takes the attribute; unknown ones are skipped.</summary>
    /// <exception cref="SdpException">It is malformed or said twice.</exception>
    public void Add(string name, string value)
    {
        switch (name)
        {
            case "candidate" when _candidates.Count < MaxCandidates:
                if (SdpCandidates.Read(value) is { } candidate)
                    _candidates.Add(candidate);
                break;

            case "fingerprint" when _fingerprints.Count < MaxFingerprints:
                if (CertificateFingerprint.TryParse(value, out var fingerprint))
                    _fingerprints.Add(fingerprint);
                break;

            case "ice-ufrag" or "ice-pwd" or "ice-lite" or "setup" or "mid" or "sctp-port" or "sctpmap"
                or "max-message-size":
                if (!_values.TryAdd(name, value))
                    throw new SdpException($"a={name}: said twice");
                break;
        }
    }
}
