using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rings.Simulation.Scenarios;

/// <summary>How a <see cref="Scenario"/> is written: camel case, comments allowed, unknown fields refused.</summary>
/// <remarks>By reflection: code made at build does not keep the defaults of properties that can only be
/// initialised.</remarks>
internal static class ScenarioJson
{
    /// <summary>The rules.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowOutOfOrderMetadataProperties = true,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };
}
