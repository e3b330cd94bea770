namespace Rings.Protocol.Storage;

/// <summary>
/// One node going through a range with a neighbour, question by question, until neither lacks anything of it; or only
/// one of the two, as the mode says.
/// </summary>
/// <param name="peer">The neighbour.</param>
/// <param name="range">The range.</param>
/// <param name="mode">Which way records go.</param>
/// <param name="end">Told once, at the end.</param>
internal sealed class Comparison(Did peer, KeyRange range, ComparisonMode mode, Action<Comparison, Instant> end)
{
    /// <summary>Parts that are still to be compared.</summary>
    public Stack<KeyRange> Open { get; } = new([range]);

    /// <summary>Rows that the neighbour told of the part at hand.</summary>
    public List<RecordRow> Told { get; } = [];

    /// <summary>Rows to be fetched.</summary>
    public List<RecordRow> Wanted { get; } = [];

    /// <summary>Records to be sent.</summary>
    public Queue<KeyedRecord> Owed { get; } = [];

    public Did Peer => peer;

    public bool Pulls => mode != ComparisonMode.Push;

    public bool Pushes => mode != ComparisonMode.Pull;

    /// <summary>What the neighbour's word about all that was compared is worth.</summary>
    public Standing PeerStanding { get; private set; } = Standing.InStep;

    /// <summary>
    /// Takes valid records that the neighbour has and this node has no room for: whoever reads gets them all the same.
    /// Null: where there is no room the comparison ends.
    /// </summary>
    public List<StoredRecord>? Borrowed { get; init; }

    /// <summary>Records that the neighbour lacked and got.</summary>
    public int Pushed { get; set; }

    public bool Succeeded { get; private set; }

    /// <summary>Whether it ended because this node had no room for what the neighbour has.</summary>
    public bool WasFull { get; private set; }

    /// <summary>Notes what the neighbour's word about a part is worth.</summary>
    public void Weigh(Standing standing)
    {
        if (standing < PeerStanding) PeerStanding = standing;
    }

    /// <summary>There is no room here for what the neighbour has.</summary>
    public void FinishFull(Instant now)
    {
        WasFull = true;
        Finish(succeeded: false, now);
    }

    public void Finish(bool succeeded, Instant now)
    {
        Succeeded = succeeded;
        end(this, now);
    }
}
