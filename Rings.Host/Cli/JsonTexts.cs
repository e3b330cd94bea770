using System.Text.Json.Nodes;

namespace Rings.Host.Cli;

/// <summary>Lists in JSON.</summary>
internal static class JsonTexts
{
    /// <summary>What values are as text, each an element.</summary>
    public static JsonArray Of<T>(IEnumerable<T> values)
        where T : notnull => new([.. values.Select(value => (JsonNode?)value.ToString())]);
}
