namespace Rings.Simulation.Storage;

/// <summary>What a trial of storage found.</summary>
internal sealed record StorageRow
{
    /// <summary>The trial.</summary>
    public required string Trial { get; init; }

    /// <summary>Nodes at the start.</summary>
    public required int Nodes { get; init; }

    /// <summary>Joins, departures and crashes.</summary>
    public required int Changes { get; init; }

    /// <summary>Puts that were acknowledged (<c>Stored</c>).</summary>
    public required int Acknowledged { get; init; }

    /// <summary>Puts that ended otherwise.</summary>
    public required int Unacknowledged { get; init; }

    /// <summary>Acknowledged records of which no copy is left.</summary>
    public required int Lost { get; init; }

    /// <summary>Of the lost ones, those that had fewer than w copies one repair time earlier: these ought not to be
    /// lost.</summary>
    public required int Unexplained { get; init; }

    /// <summary>Acknowledged records that a last reading of all did not find, the lost ones not counted.</summary>
    public required int Missing { get; init; }

    /// <summary>Reads at <c>Quorum</c> while the trial went on.</summary>
    public required Readings Readings { get; init; }

    /// <summary>Seconds from the crash of a holder until all copies were there again.</summary>
    public required IReadOnlyList<double> Repairs { get; init; }

    /// <summary>Mean links that a question crossed on its way to the owner.</summary>
    public required double MeanHops { get; init; }

    /// <summary>Milliseconds of virtual time that a put took at the 99th percentile.</summary>
    public required double PutP99 { get; init; }

    /// <summary>Milliseconds of virtual time that a get took at the 99th percentile.</summary>
    public required double GetP99 { get; init; }

    /// <summary>Bytes per node and second of puts and gets, on their way and back.</summary>
    public required double OperationBytes { get; init; }

    /// <summary>Bytes per node and second that bring records to holders: with writes, hand-overs and repairs.</summary>
    public required double CopyBytes { get; init; }

    /// <summary>Bytes per node and second of digests and rows.</summary>
    public required double CompareBytes { get; init; }

    /// <summary>Copies that a join, departure or crash brought to other nodes, on average; 0 without any.</summary>
    public required double MovedPerChange { get; init; }

    /// <summary>Seconds after the last change until every record had all its copies; null where that never came.</summary>
    public double? SecondsToAllCopies { get; init; }

    /// <summary>Whether the promises were kept.</summary>
    public bool IsMet => Unexplained == 0 && Missing == 0 && Readings.Stale == 0 && SecondsToAllCopies is not null;
}
