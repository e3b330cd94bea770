namespace Rings.Protocol.Services;

/// <summary>The label of a host name that is a Did: 40 hex digits, in lower case.</summary>
internal static class DidLabel
{
    private const int Digits = 2 * Did.Bytes;

    /// <summary>Whether a label is one.</summary>
    public static bool Is(string label) => label.Length == Digits && label.All(char.IsAsciiHexDigitLower);

    /// <summary>Takes the Did off that stands right above a suffix.</summary>
    /// <param name="host">A host name in lower case.</param>
    /// <param name="suffix">What it has to end with; begins with a dot.</param>
    /// <param name="above">What stands above the Did, without the dot between; may be empty.</param>
    /// <param name="owner">The Did.</param>
    /// <returns>False: there is no such suffix, or no Did above it.</returns>
    public static bool TryCut(string host, string suffix, out string above, out Did owner)
    {
        (above, owner) = ("", default);
        if (!host.EndsWith(suffix, StringComparison.Ordinal)) return false;
        var rest = host[..^suffix.Length];
        if (rest.Length < Digits) return false;
        var label = rest[^Digits..];
        if (!Is(label) || !Did.TryParse(label, out owner)) return false;
        above = rest[..^Digits];
        if (above.Length == 0) return true;
        if (!above.EndsWith('.') || above.Length == 1) return false;
        above = above[..^1];
        return true;
    }
}
