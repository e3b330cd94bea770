using System.Text.Json.Serialization;
using Rings.Simulation.Experiments;
using Rings.Simulation.Storage;

namespace Rings.Simulation.Reports;

/// <summary>How results are written as JSON lines.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ExperimentRow))]
[JsonSerializable(typeof(ScalePoint))]
[JsonSerializable(typeof(SampleLine))]
[JsonSerializable(typeof(ScenarioLine))]
[JsonSerializable(typeof(StorageRow))]
internal sealed partial class ReportJson : JsonSerializerContext;
