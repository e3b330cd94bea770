using System.Globalization;
using System.Text.RegularExpressions;

namespace Rings.Actors.Settings;

/// <summary>The values that a key can have.</summary>
/// <param name="Low">The least, as it stands in the reference: <c>1</c>, <c>250ms</c>.</param>
/// <param name="High">The greatest.</param>
internal sealed partial record SettingRange(string Low, string High)
{
    /// <summary>Whether a value is one of them. What is no number and no time is not.</summary>
    public bool Contains(string text) =>
        Amount(text) is { } amount && amount >= Amount(Low) && amount <= Amount(High);

    /// <inheritdoc/>
    public override string ToString() => $"{Low} to {High}";

    /// <summary>A number as it is, a time in seconds; null: neither.</summary>
    internal static double? Amount(string text)
    {
        var parts = Form().Match(text.Trim());
        if (!parts.Success || !double.TryParse(parts.Groups[1].Value, CultureInfo.InvariantCulture, out var number))
            return null;
        return parts.Groups[2].Value switch
        {
            "ns" => number / 1e9,
            "us" => number / 1e6,
            "ms" => number / 1e3,
            "m" => number * 60,
            "h" => number * 3600,
            "d" => number * 86_400,
            _ => number, // Seconds, or no unit at all.
        };
    }

    [GeneratedRegex(@"^(-?\d+(?:\.\d+)?) ?(ns|us|ms|s|m|h|d|)$")]
    private static partial Regex Form();
}
