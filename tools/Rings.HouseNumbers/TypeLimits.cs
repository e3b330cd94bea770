namespace Rings.HouseNumbers;

/// <summary>How large a type may be over all its parts, and which are still larger.</summary>
internal static class TypeLimits
{
    private static readonly (int Lines, int Fields) Actor = (600, 20);
    private static readonly (int Lines, int Fields) Other = (1200, 40);

    /// <summary>
    /// Types that are over the limit, with a ceiling of what they measure today. A number here only falls, and a type
    /// that has come below the limit is taken off.
    /// </summary>
    private static readonly Dictionary<string, (int Lines, int Fields)> Ceilings = new()
    {
        ["Rings.Protocol.Ring.ChordRing"] = (1651, 40),
    };

    /// <summary>What is wrong with the types of a project.</summary>
    public static IEnumerable<string> Check(IEnumerable<SourceFile> files)
    {
        foreach (var parts in files.SelectMany(file => file.Types).GroupBy(part => part.Name, StringComparer.Ordinal))
        {
            var (lines, fields) = (parts.Sum(part => part.Lines), parts.Sum(part => part.Fields));
            var limit = parts.Any(part => part.IsActor) ? Actor : Other;
            var isKnown = Ceilings.TryGetValue(parts.Key, out var ceiling);
            var (mostLines, mostFields) = isKnown ? ceiling : limit;
            if (lines > mostLines) yield return $"{parts.Key}: {lines} lines in all its parts, at most {mostLines}";
            if (fields > mostFields) yield return $"{parts.Key}: {fields} fields, at most {mostFields}";
        }
    }
}
