using System.Text.Json.Serialization;
using Rings.Simulation.Experiments;

namespace Rings.Simulation.Reports;

/// <summary>How results are written as JSON lines.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ExperimentRow))]
[JsonSerializable(typeof(ScalePoint))]
[JsonSerializable(typeof(SampleLine))]
[JsonSerializable(typeof(ScenarioLine))]
internal sealed partial class ReportJson : JsonSerializerContext;
