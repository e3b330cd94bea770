using System.Globalization;
using Rings.Simulation.Storage;

namespace Rings.Simulation.Reports;

/// <summary>The tables of the trials of storage.</summary>
internal static class StorageTables
{
    /// <summary>What was kept, and how soon it was safe again.</summary>
    public static TextTable Kept(IEnumerable<StorageRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var table = new TextTable(
            "trial", "nodes", "changes", "stored", "not stored", "lost", "unexplained", "missing", "reads",
            "available %", "final %", "stale", "repair p50 s", "p99", "max", "all copies after s");
        foreach (var row in rows)
            table.Add(
                row.Trial, Whole(row.Nodes), Whole(row.Changes), Whole(row.Acknowledged), Whole(row.Unacknowledged),
                Whole(row.Lost), Whole(row.Unexplained), Whole(row.Missing), Whole(row.Readings.Count),
                Number(100 * row.Readings.Availability), Number(100 * row.Readings.Finality),
                Whole(row.Readings.Stale), Number(Percentile.Of(row.Repairs, 0.5)),
                Number(Percentile.Of(row.Repairs, 0.99)), Number(Percentile.Of(row.Repairs, 1)),
                row.SecondsToAllCopies is { } seconds ? Number(seconds) : "never");
        return table;
    }

    /// <summary>What it cost.</summary>
    public static TextTable Cost(IEnumerable<StorageRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var table = new TextTable(
            "trial", "mean hops", "put p99 ms", "get p99 ms", "puts and gets B/node/s", "copies B/node/s",
            "comparing B/node/s", "copies moved per change");
        foreach (var row in rows)
            table.Add(
                row.Trial, Number(row.MeanHops), Whole((long)row.PutP99), Whole((long)row.GetP99),
                Number(row.OperationBytes), Number(row.CopyBytes), Number(row.CompareBytes),
                Number(row.MovedPerChange));
        return table;
    }

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Whole(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
