using Rings.Simulation.Runs;

namespace Rings.Simulation.Reports;

/// <summary>The outcome of a scenario, as a line of JSON.</summary>
internal sealed record ScenarioLine(
    string Scenario,
    ulong Seed,
    int Nodes,
    long LookUps,
    double MeanHops,
    int P99Hops,
    double Retries,
    double FailuresPer10000,
    double FramesPerNodeMinute,
    double LinksPerNode,
    double? SecondsToIdeal,
    long Events,
    long InvariantChecks,
    string TraceHash,
    string[] Failures)
{
    /// <summary>The line of a report.</summary>
    public static ScenarioLine From(ScenarioReport report) => new(
        report.Scenario.Name,
        report.Scenario.Seed,
        report.Scenario.Nodes,
        report.LookUps.Count,
        report.LookUps.Hops.Mean,
        report.LookUps.Hops.Percentile(0.99),
        report.LookUps.MeanRetries,
        report.LookUps.FailuresPer10000,
        report.FramesPerNodeMinute,
        report.LinksPerNode,
        report.SecondsToIdeal,
        report.Events,
        report.InvariantChecks,
        report.TraceHash,
        [.. report.Failures()]);
}
