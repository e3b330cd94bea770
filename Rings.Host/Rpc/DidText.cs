using System.Globalization;
using Rings.Protocol;

namespace Rings.Host.Rpc;

/// <summary>Reads Dids that people typed, and says what is wrong with those that are none.</summary>
internal static class DidText
{
    private const int Digits = 40;

    /// <summary>Reads a Did.</summary>
    /// <returns>Null where it is one; otherwise what is wrong, as the end of a sentence.</returns>
    public static string? Read(string text, out Did did)
    {
        if (Did.TryParse(text, CultureInfo.InvariantCulture, out did)) return null;
        var hasForm = text.Length == Digits + 2
            && text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            && text.Skip(2).All(char.IsAsciiHexDigit);
        return hasForm
            ? "its checksum is wrong (EIP-55): a digit or its case was mistyped. In lower case it is taken as it is"
            : "it is no Did: 0x and 40 hex digits";
    }
}
