namespace Rings.Protocol.Wire;

/// <summary>
/// What a link asks of a session description beside its being one: exactly one media section and exactly one
/// fingerprint, by SHA-256 (protocol.md, section 2.2). The certificate that DTLS shows must match a fingerprint of the
/// description (RFC 8122, section 5), and the peer signed it: so with one the link's end is the peer, with several it
/// would be anyone whom the peer named.
/// </summary>
internal static class LinkSdp
{
    private const string Fingerprint = "a=fingerprint:";
    private const string Algorithm = "sha-256 ";

    /// <summary>Characters of a SHA-256 in pairs of hex digits with colons between them.</summary>
    private const int Digits = (PayloadHash.Bytes * 3) - 1;

    /// <summary>Whether a description has one media section and one fingerprint, of the right form.</summary>
    /// <param name="sdp">
    /// The description: printable ASCII and tabs in lines. A character at which one reader ends a line and another does
    /// not could hide a second fingerprint, so there may be none but CR and LF.
    /// </param>
    public static bool IsAcceptable(ReadOnlySpan<char> sdp)
    {
        var (sections, fingerprints) = (0, 0);
        foreach (var range in sdp.SplitAny('\r', '\n'))
        {
            var line = sdp[range];
            if (line.ContainsAnyExcept(Printable)) return false;
            if (line.StartsWith("m=", StringComparison.OrdinalIgnoreCase)) sections++;
            if (!line.StartsWith(Fingerprint, StringComparison.OrdinalIgnoreCase)) continue;
            if (!IsSha256(line[Fingerprint.Length..].Trim())) return false;
            fingerprints++;
        }

        return (sections, fingerprints) == (1, 1);
    }

    private static System.Buffers.SearchValues<char> Printable { get; } = System.Buffers.SearchValues.Create(
        ['\t', .. Enumerable.Range(' ', '~' - ' ' + 1).Select(static code => (char)code)]);

    private static bool IsSha256(ReadOnlySpan<char> value)
    {
        if (!value.StartsWith(Algorithm, StringComparison.OrdinalIgnoreCase)) return false;
        var digits = value[Algorithm.Length..].TrimStart();
        if (digits.Length != Digits) return false;
        for (var i = 0; i < digits.Length; i++)
        {
            if (i % 3 == 2 ? digits[i] != ':' : !char.IsAsciiHexDigit(digits[i])) return false;
        }

        return true;
    }
}
