using System.Text.RegularExpressions;
using Akka.Configuration;

namespace Rings.Actors.Settings;

/// <summary>
/// The range of each key, read from where it stands: behind the default in the reference configuration
/// (<c>copies = 3  # 1 to 16</c>).
/// </summary>
internal sealed partial class SettingRanges
{
    /// <summary>Pairs of keys of which the first may not be above the second.</summary>
    private static readonly (string Low, string High)[] Ordered =
    [
        ("rings.storage.write-copies", "rings.storage.copies"),
        ("rings.ring.successors", "rings.ring.max-successors"),
        ("rings.ring.shortest-pace", "rings.ring.longest-pace"),
        ("rings.ring.answer-timeout", "rings.ring.longest-answer-timeout"),
        ("rings.ring.shortest-meeting", "rings.ring.longest-meeting"),
        ("rings.ring.shortest-backoff", "rings.ring.longest-backoff"),
        ("rings.links.redial-shortest", "rings.links.redial-longest"),
        ("rings.links.seed-retry-shortest", "rings.links.seed-retry-longest"),
        ("rings.storage.watches-of-key", "rings.storage.watches"),
    ];

    private readonly Dictionary<string, SettingRange> _ranges = new(StringComparer.Ordinal);

    /// <summary>The ranges of rings.conf.</summary>
    public static SettingRanges OfTheNode { get; } = Read(NodeSettings.ReferenceText());

    /// <summary>The keys that have one.</summary>
    public IReadOnlyDictionary<string, SettingRange> All => _ranges;

    /// <summary>Reads a reference configuration: one key a line, sections that open and close on lines of their own.</summary>
    public static SettingRanges Read(string reference)
    {
        var ranges = new SettingRanges();
        var sections = new Stack<string>();
        foreach (var line in reference.Split('\n').Select(line => line.TrimEnd()))
        {
            if (Section().Match(line) is { Success: true } section) sections.Push(section.Groups[1].Value);
            else if (line.Trim() == "}") sections.Pop();
            else if (Ranged().Match(line) is { Success: true } key)
            {
                ranges._ranges.Add(
                    string.Join('.', sections.Reverse().Append(key.Groups[1].Value)),
                    new(key.Groups[2].Value, key.Groups[3].Value));
            }
        }

        return ranges;
    }

    /// <summary>What a key's value should have been; null: it is right, or the key has no range.</summary>
    public SettingRange? Expected(string key, string value) =>
        _ranges.TryGetValue(key, out var range) && !range.Contains(value) ? range : null;

    /// <summary>Refuses a value out of its range, and two values that do not go together.</summary>
    /// <param name="config">The whole configuration, the reference below it.</param>
    /// <exception cref="ConfigurationException">There is one; the message names key, value and range.</exception>
    public void Check(Config config)
    {
        foreach (var key in _ranges.Keys)
        {
            if (Expected(key, config.GetString(key)) is { } range)
                throw new ConfigurationException($"{key} = {config.GetString(key)}: expected {range}");
        }

        foreach (var (low, high) in Ordered)
        {
            var (least, most) = (config.GetString(low), config.GetString(high));
            if (SettingRange.Amount(least) > SettingRange.Amount(most))
                throw new ConfigurationException($"{low} = {least}: expected at most {high} = {most}");
        }
    }

    [GeneratedRegex(@"^\s*([^#=\s]+) \{$")]
    private static partial Regex Section();

    [GeneratedRegex(@"^\s*([a-z-]+) = \S+ *# (-?[0-9.]+[a-z]*) to ([0-9.]+[a-z]*)$")]
    private static partial Regex Ranged();
}
