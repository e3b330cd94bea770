namespace Rings.HouseNumbers;

/// <summary>How large a type may be over all its parts.</summary>
internal static class TypeLimits
{
    private static readonly (int Lines, int Fields) Actor = (600, 20);
    private static readonly (int Lines, int Fields) Other = (1200, 40);

    /// <summary>What is wrong with the types of a project.</summary>
    public static IEnumerable<string> Check(IEnumerable<SourceFile> files)
    {
        foreach (var parts in files.SelectMany(file => file.Types).GroupBy(part => part.Name, StringComparer.Ordinal))
        {
            var (lines, fields) = (parts.Sum(part => part.Lines), parts.Sum(part => part.Fields));
            var (mostLines, mostFields) = parts.Any(part => part.IsActor) ? Actor : Other;
            if (lines > mostLines) yield return $"{parts.Key}: {lines} lines in all its parts, at most {mostLines}";
            if (fields > mostFields) yield return $"{parts.Key}: {fields} fields, at most {mostFields}";
        }
    }
}
