using System.Globalization;
using Rings.Protocol;
using Rings.Protocol.Storage;
using Rings.Simulation.Engine;

namespace Rings.Simulation.Nemesis;

/// <summary>How an operation ended, as its user saw it.</summary>
internal enum OperationResult
{
    /// <summary>Its user learned nothing: it may have happened or not.</summary>
    Unknown,

    /// <summary>A write: acknowledged.</summary>
    Stored,

    /// <summary>A write: kept by fewer holders than make it acknowledged.</summary>
    StoredLocally,

    /// <summary>A write: refused.</summary>
    Refused,

    /// <summary>A read: what there is, for certain.</summary>
    Final,

    /// <summary>A read: what there is, as far as the owner knows.</summary>
    Unsure,
}

/// <summary>One operation of a user in a recorded history.</summary>
internal sealed class Operation
{
    /// <summary>Its number in the history.</summary>
    public required int Number { get; init; }

    /// <summary>The key.</summary>
    public required Did Key { get; init; }

    /// <summary>The node that it was given to.</summary>
    public required Did Node { get; init; }

    /// <summary>When it began.</summary>
    public required Instant Invoked { get; init; }

    /// <summary>What it wrote; null for a read.</summary>
    public StoredRecord? Written { get; init; }

    /// <summary>Whether the node was a ring of its own then, as after a start at which it reached nobody.</summary>
    public bool IsApart { get; init; }

    /// <summary>Whether it is one of the reads after all faults are over, which have to see everything.</summary>
    public bool IsLast { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    public Instant? Ended { get; private set; }

    /// <summary>How it ended.</summary>
    public OperationResult Result { get; private set; }

    /// <summary>What a read saw.</summary>
    public IReadOnlyList<StoredRecord> Seen { get; private set; } = [];

    /// <summary>Notes how a write ended.</summary>
    public void End(PutOutcome outcome, Instant now) => (Ended, Result) = (now, outcome switch
    {
        PutOutcome.Stored => OperationResult.Stored,
        PutOutcome.StoredLocally => OperationResult.StoredLocally,
        PutOutcome.Refused => OperationResult.Refused,
        _ => OperationResult.Unknown,
    });

    /// <summary>Notes how a read ended.</summary>
    public void End(GetOutcome outcome, Instant now)
    {
        Ended = now;
        if (outcome is not GetOutcome.Found found) return;
        (Result, Seen) = (found.IsFinal ? OperationResult.Final : OperationResult.Unsure, found.Records);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var what = Written is null ? "get" : Written.IsRemoval ? "remove" : "put";
        var said = Written is null ? $"[{string.Join(' ', Seen.Select(Name))}]" : Name(Written);
        var ended = Ended is { } at ? $"at {Seconds(at)}" : "";
        return $"{Seconds(Invoked)} #{Number} {what} {Describe.Did(Key)} {said} through {Describe.Did(Node)}: "
            + $"{Result} {ended}".TrimEnd();
    }

    private static string Name(StoredRecord record) =>
        $"{Describe.Did(record.Fields.Author)}/{record.Fields.Tag}@{record.Fields.Seq % 10_000_000_000}"
        + (record.IsRemoval ? "-" : "");

    private static string Seconds(Instant at) =>
        (at - VirtualTime.Start).TotalSeconds.ToString("F3", CultureInfo.InvariantCulture);
}
