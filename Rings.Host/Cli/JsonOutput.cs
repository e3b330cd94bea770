using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rings.Host.Cli;

/// <summary>JSON that people read too: letters of all scripts as they are, and nothing that would drive a terminal.</summary>
internal static class JsonOutput
{
    // Two escapes such as \uD83C.
    private const int PairLength = 12;

    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Indented = new(OneLine) { WriteIndented = true };

    /// <summary>A document as text.</summary>
    /// <param name="document">It.</param>
    /// <param name="indented">Whether over several lines.</param>
    public static string Text(JsonNode? document, bool indented = true)
    {
        var text = document?.ToJsonString(indented ? Indented : OneLine) ?? "null";
        return Shown(text);
    }

    // The layout's own line ends stay; within a text the encoder has escaped them.
    private static bool IsHidden(Rune rune) => rune.Value is not ('\n' or '\r') && Visible.IsHidden(rune);

    /// <summary>The encoder escapes what lies above U+FFFF, and leaves what turns the order of letters round.</summary>
    private static string Shown(string text)
    {
        var shown = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            if (PairAt(text, at) is { } pair)
            {
                if (IsHidden(pair)) shown.Append(text, at, PairLength);
                else shown.Append(pair);
                at += PairLength;
            }
            else if (text[at] == '\\' && at + 1 < text.Length)
            {
                shown.Append(text, at, 2);
                at += 2;
            }
            else
            {
                var rune = Rune.GetRuneAt(text, at);
                if (IsHidden(rune)) shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
                else shown.Append(rune);
                at += rune.Utf16SequenceLength;
            }
        }

        return shown.ToString();
    }

    private static Rune? PairAt(string text, int at) =>
        at + PairLength <= text.Length
        && Escape(text, at) is { } high && Escape(text, at + (PairLength / 2)) is { } low
        && Rune.TryCreate(high, low, out var rune)
            ? rune
            : null;

    private static char? Escape(string text, int at) =>
        text[at] == '\\' && text[at + 1] == 'u'
        && ushort.TryParse(text.AsSpan(at + 2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
}
