using Rings.Protocol;
using Rings.Protocol.Storage;

namespace Rings.Simulation.Nemesis;

/// <summary>
/// Says which promises a history breaks. Of each slot the highest (seq, hash) stands, so each read can be judged by
/// itself: by the acknowledged writes before it, and by all writes that had begun when it ended.
/// </summary>
/// <param name="history">The history.</param>
internal sealed class HistoryChecker(History history)
{
    private readonly ILookup<Did, Operation> _writes =
        history.Operations.Where(operation => operation.Written is not null).ToLookup(operation => operation.Key);

    /// <summary>All that is broken, in the order of the reads that show it.</summary>
    public IReadOnlyList<Anomaly> Check() => [.. history.Operations
        .Where(operation => operation is { Written: null, Ended: not null })
        .SelectMany(read => Inventions(read).Concat(Omissions(read)))];

    /// <summary>The operations that concern an anomaly: the slot's writes and the read.</summary>
    public IEnumerable<Operation> Concerning(Anomaly anomaly) => _writes[anomaly.Read.Key]
        .Where(write => anomaly.Write is null || write.Written!.Slot == anomaly.Write.Written!.Slot)
        .Where(write => write.Invoked <= anomaly.Read.Ended)
        .Append(anomaly.Read);

    private IEnumerable<Anomaly> Inventions(Operation read) =>
        from record in read.Seen
        where !_writes[read.Key].Any(write => write.Invoked <= read.Ended && write.Written!.Hash == record.Hash)
        select new Anomaly(Guarantee.NoInvention, read, null);

    private IEnumerable<Anomaly> Omissions(Operation read)
    {
        if (read.Result != OperationResult.Final)
            return read.IsLast ? [new(Guarantee.NoLostWrite, read, null)] : [];
        if (!read.IsLast && history.IsDivided(read)) return [];
        return
            from write in _writes[read.Key]
            where write.Result == OperationResult.Stored && write.Ended < read.Invoked
            let broken = Judge(read, write.Written!)
            where broken is not null
            select new Anomaly(broken.Value, read, write);
    }

    private Guarantee? Judge(Operation read, StoredRecord written)
    {
        var seen = read.Seen.FirstOrDefault(record => record.Slot == written.Slot);
        if (written.IsRemoval)
            return seen is null || seen.Supersedes(written.Fields.Seq, written.Hash) ? null : Guarantee.NoResurrection;
        if (seen is null ? MayBeRemoved(read, written) : !written.Supersedes(seen.Fields.Seq, seen.Hash)) return null;
        return read.IsLast ? Guarantee.NoLostWrite : Guarantee.NoStaleRead;
    }

    private bool MayBeRemoved(Operation read, StoredRecord written) => _writes[read.Key].Any(other =>
        other.Written!.IsRemoval
        && other.Written.Slot == written.Slot
        && other.Invoked <= read.Ended
        && other.Written.Supersedes(written.Fields.Seq, written.Hash));
}
