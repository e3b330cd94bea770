using System.Globalization;
using System.Text;

namespace Rings.Host.Cli;

/// <summary>
/// Text that others wrote, made fit to be shown: what would drive a terminal, or turn the order of letters round, stands
/// there as an escape such as <c>\u001B</c> (CWE-150).
/// </summary>
internal static class Visible
{
    /// <summary>A text on one line: its line ends are shown too.</summary>
    public static string Line(string text)
    {
        if (!text.EnumerateRunes().Any(IsHidden)) return text;
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) Append(shown, rune);
        return shown.ToString();
    }

    /// <summary>A text of several lines; each after the first is indented, so that none looks like another's word.</summary>
    /// <param name="text">The text.</param>
    /// <param name="indent">What stands before each further line.</param>
    public static string Lines(string text, string indent) => string.Join(
        "\n" + indent, text.TrimEnd('\r', '\n').Split('\n').Select(line => Line(line.EndsWith('\r') ? line[..^1] : line)));

    /// <summary>Whether a character is to be shown as an escape: it drives, breaks or turns a line.</summary>
    public static bool IsHidden(Rune rune) =>
        (Rune.IsControl(rune) && rune.Value != '\t')
        || rune.Value is 0x061C or 0x200E or 0x200F or 0x2028 or 0x2029 or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    private static void Append(StringBuilder shown, Rune rune)
    {
        if (!IsHidden(rune)) shown.Append(rune);
        else if (rune.Value == '\n') shown.Append("\\n");
        else if (rune.Value == '\r') shown.Append("\\r");
        else shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
    }
}
