using System.Collections.Immutable;
using Rings.Protocol.Ring;

namespace Rings.Protocol.Storage;

/// <content>Comparing with a neighbour: digests first, rows where they differ, then records.</content>
internal sealed partial class Replication
{
    /// <summary>Into how many parts a range is split whose digests differ.</summary>
    internal const int Parts = 16;

    /// <summary>Rows in one message.</summary>
    internal const int PageRows = 256;

    private void Begin(Comparison comparison, Instant now)
    {
        if (!comparison.Open.TryPop(out var range)) comparison.Finish(succeeded: true, now);
        else AskCompare(comparison, range, page: 0, now);
    }

    private void AskCompare(Comparison comparison, KeyRange range, int page, Instant now) =>
        Ask(RouteMode.Node, comparison.Peer, new StorageMessage.Compare(range, _store.Digest(range), page),
            _settings.NeighbourPatience, (answer, _, at) => TakeComparison(comparison, range, page, answer, at), now);

    private void TakeComparison(
        Comparison comparison, KeyRange range, int page, StorageMessage.Answer? answer, Instant now)
    {
        switch (answer)
        {
            case StorageMessage.Same same:
                comparison.Weigh(same.Standing);
                Begin(comparison, now);
                break;

            case StorageMessage.Differs differs:
                comparison.Weigh(differs.Standing);
                OpenParts(comparison, range, differs.Parts, now);
                break;

            case StorageMessage.Rows rows:
                comparison.Weigh(rows.Standing);
                comparison.Told.AddRange(rows.Page);
                if (page + 1 < rows.Pages) AskCompare(comparison, range, page + 1, now);
                else Reconcile(comparison, range, now);
                break;

            default:
                comparison.Finish(succeeded: false, now);
                break;
        }
    }

    private void OpenParts(Comparison comparison, KeyRange range, ImmutableArray<RangeDigest> digests, Instant now)
    {
        var parts = range.Split(Parts);
        if (parts.Count != digests.Length || parts.Count == 1)
        {
            comparison.Finish(succeeded: false, now);
            return;
        }

        for (var i = 0; i < parts.Count; i++)
        {
            if (_store.Digest(parts[i]) != digests[i]) comparison.Open.Push(parts[i]);
        }

        Begin(comparison, now);
    }

    /// <summary>Works out from the neighbour's rows what each side lacks.</summary>
    private void Reconcile(Comparison comparison, KeyRange range, Instant now)
    {
        var theirs = new Dictionary<(Did Key, RecordSlot Slot), RecordRow>();
        foreach (var row in comparison.Told.Where(row => range.Contains(row.Key))) theirs[(row.Key, row.Slot)] = row;
        comparison.Told.Clear();
        if (comparison.Pulls) comparison.Wanted.AddRange(theirs.Values.Where(IsNews));
        if (comparison.Pushes)
        {
            foreach (var (key, record) in RecordsOf(range))
            {
                if (!theirs.TryGetValue((key, record.Slot), out var row) || record.Supersedes(row.Seq, row.Hash))
                    comparison.Owed.Enqueue(new(key, record));
            }
        }

        Exchange(comparison, now);
    }

    private void Exchange(Comparison comparison, Instant now)
    {
        if (comparison.Wanted.Count > 0) FetchNext(comparison, now);
        else if (comparison.Owed.Count > 0) PushNext(comparison, now);
        else Begin(comparison, now);
    }

    private void FetchNext(Comparison comparison, Instant now)
    {
        ImmutableArray<RecordRow> rows = [.. comparison.Wanted.Take(PageRows)];
        Ask(RouteMode.Node, comparison.Peer, new StorageMessage.Fetch(rows), _settings.NeighbourPatience,
            (answer, _, at) =>
            {
                if (answer is not StorageMessage.Records { Taken: > 0 } records || records.Taken > rows.Length)
                {
                    comparison.Finish(succeeded: false, at);
                    return;
                }

                var (taken, unkept, isFull) = (new List<StoredRecord>(), new List<StoredRecord>(), false);
                foreach (var (key, record) in records.Items.Where(item => _map.Slack.Contains(item.Key)))
                {
                    var refusal = Keep(key, record, comparison.Peer, at);
                    if (refusal is null or StorageRefusal.Full or StorageRefusal.AuthorQuota) taken.Add(record);
                    if (refusal is StorageRefusal.Full or StorageRefusal.AuthorQuota) unkept.Add(record);
                    isFull |= refusal == StorageRefusal.Full;
                }

                comparison.Wanted.RemoveRange(0, records.Taken);
                AfterCommit(
                    then => AfterFetch(comparison, unkept, isFull, then),
                    then => AfterFetch(comparison, taken, isFull: true, then));
            }, now);
    }

    /// <summary>Who has no room for all of it is not in step; a reader borrows it.</summary>
    private void AfterFetch(Comparison comparison, List<StoredRecord> unkept, bool isFull, Instant now)
    {
        comparison.Borrowed?.AddRange(unkept);
        if (isFull && comparison.Borrowed is null) comparison.FinishFull(now);
        else Exchange(comparison, now);
    }

    private void PushNext(Comparison comparison, Instant now)
    {
        var batch = ImmutableArray.CreateBuilder<KeyedRecord>();
        for (var bytes = 0; comparison.Owed.TryPeek(out var next); batch.Add(comparison.Owed.Dequeue()))
        {
            bytes += next.Record.Bytes.Length;
            if (bytes > MaxPageBytes && batch.Count > 0) break;
        }

        Ask(RouteMode.Node, comparison.Peer, new StorageMessage.Replicate(batch.ToImmutable()),
            _settings.NeighbourPatience,
            (answer, _, at) =>
            {
                if (answer is not StorageMessage.Kept kept)
                {
                    comparison.Finish(succeeded: false, at);
                    return;
                }

                comparison.Pushed += batch.Count - kept.Rejected;
                Exchange(comparison, at);
            }, now);
    }

    private StorageMessage.Answer AnswerCompare(StorageMessage.Compare compare)
    {
        var standing = StandingIn(compare.Range);
        var digest = _store.Digest(compare.Range);
        if (compare.Page == 0 && digest == compare.Digest) return new StorageMessage.Same(standing);
        if (compare.Page == 0 && digest.Count > PageRows)
        {
            var parts = compare.Range.Split(Parts);
            if (parts.Count > 1) return new StorageMessage.Differs([.. parts.Select(_store.Digest)], standing);
        }

        return AnswerRows(compare, standing);
    }

    private StorageMessage.Rows AnswerRows(StorageMessage.Compare compare, Standing standing)
    {
        var rows = RecordsOf(compare.Range).Select(item => RecordRow.Of(item.Key, item.Record)).ToList();
        var pages = Math.Max(1, (rows.Count + PageRows - 1) / PageRows);
        ImmutableArray<RecordRow> page = [.. rows.Skip((int)Math.Min(int.MaxValue,
            (long)compare.Page * PageRows)).Take(PageRows)];
        return new(page, pages, standing);
    }

    private StorageMessage.Records AnswerFetch(ImmutableArray<RecordRow> rows)
    {
        var items = ImmutableArray.CreateBuilder<KeyedRecord>();
        var (bytes, taken) = (0, 0);
        foreach (var row in rows)
        {
            if (_store.Find(row.Key)?.Find(row.Slot) is { } record)
            {
                bytes += record.Bytes.Length;
                if (bytes > MaxPageBytes && items.Count > 0) break;
                items.Add(new(row.Key, record));
            }

            taken++;
        }

        return new(items.ToImmutable(), taken);
    }

    /// <summary>Whether a row tells of something that this node neither has nor had.</summary>
    private bool IsNews(RecordRow row)
    {
        if (_store.Find(row.Key) is not { } set) return true;
        if (set.Find(row.Slot) is { } held) return Exceeds(row, held.Fields.Seq, held.Hash);
        return !set.Marks.TryGetValue(row.Slot, out var mark) || Exceeds(row, mark.Seq, mark.Hash);
    }

    private static bool Exceeds(RecordRow row, long seq, BlobHash hash) =>
        row.Seq > seq || (row.Seq == seq && row.Hash > hash);

    private IEnumerable<KeyedRecord> RecordsOf(KeyRange range) =>
        from key in _store.Keys(range, int.MaxValue)
        from record in _store.Find(key)!.Records.OrderBy(record => record.Slot.ToBytes(), ByBytes)
        select new KeyedRecord(key, record);

    private static readonly Comparer<byte[]> ByBytes =
        Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right));
}
