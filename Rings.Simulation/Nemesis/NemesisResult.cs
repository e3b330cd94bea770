using System.Text;

namespace Rings.Simulation.Nemesis;

/// <summary>What a run of the nemesis found.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="History">What happened.</param>
/// <param name="Faults">The faults that were done.</param>
/// <param name="Anomalies">The promises that were broken.</param>
/// <param name="Checker">What judged it.</param>
internal sealed record NemesisResult(
    ulong Seed, History History, IReadOnlyList<Fault> Faults, IReadOnlyList<Anomaly> Anomalies,
    HistoryChecker Checker)
{
    /// <summary>The first broken promise, with the operations and faults that concern it.</summary>
    public string Explain()
    {
        var anomaly = Anomalies[0];
        var text = new StringBuilder().AppendLine(
            $"seed {Seed}: {anomaly.Broken} is broken, as #{anomaly.Read.Number} shows"
            + (anomaly.Write is { } write ? $" of #{write.Number}" : ""));
        foreach (var fault in History.Faults) text.AppendLine($"  fault {fault}");
        foreach (var operation in Checker.Concerning(anomaly)) text.AppendLine($"  {operation}");
        return text.ToString();
    }
}
