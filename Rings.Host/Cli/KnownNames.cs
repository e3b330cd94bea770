using System.Text.Json.Nodes;

namespace Rings.Host.Cli;

/// <summary>The running node's address book, to show names beside Dids.</summary>
/// <param name="names">Name by Did.</param>
internal sealed class KnownNames(IReadOnlyDictionary<string, string> names)
{
    /// <summary>Nobody has a name.</summary>
    public static KnownNames None { get; } = new(new Dictionary<string, string>());

    /// <summary>Reads what <c>listNames</c> gave. The name of a service is not its owner's.</summary>
    public static KnownNames Read(JsonNode? list) => new((list?.AsArray() ?? [])
        .Where(entry => entry!["service"] is null)
        .GroupBy(entry => (string)entry!["did"]!, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(group => group.Key, group => (string)group.First()!["name"]!, StringComparer.OrdinalIgnoreCase));

    /// <summary>The name of a node, and its Did where it has none.</summary>
    public string Of(string did) => Find(did) ?? did;

    /// <summary>The name of a node; null where it has none.</summary>
    public string? Find(string? did) => did is not null && names.TryGetValue(did, out var name) ? name : null;

    /// <summary>The Did of a name, or the text itself where nobody has that name.</summary>
    public string DidOf(string name) => names.FirstOrDefault(pair => pair.Value == name).Key ?? name;

    /// <summary>The Did, and the name behind it where it has one.</summary>
    public string Beside(string did) => Find(did) is { } name ? $"{did} ({name})" : did;
}
