using Rings.Protocol.Crypto;

namespace Rings.Protocol.Storage;

/// <summary>
/// All that one key holds: for each slot the record with the highest (seq, hash). Merging is a join: commutative,
/// associative, idempotent, whatever the order in which records come.
/// </summary>
/// <remarks>
/// Limits are kept as a join, too. An author's elements rank newest first; the <see cref="RecordLimits.PerKey"/>
/// smallest (rank, SHA-256(key ‖ author)) stay. Both orders only ever move an element back as more become known, so
/// what one holder dropped no order of merging brings back; and no author can push out the others. For a record that is
/// gone a mark stays, until nothing lower could be accepted any more.
/// </remarks>
/// <param name="key">The key.</param>
/// <param name="limits">Bounds.</param>
internal sealed class RecordSet(Did key, RecordLimits limits)
{
    private readonly Dictionary<RecordSlot, StoredRecord> _records = [];
    private readonly Dictionary<RecordSlot, RecordMark> _marks = [];

    /// <summary>The key.</summary>
    public Did Key => key;

    /// <summary>Records that are kept, hidden ones and removals included.</summary>
    public IReadOnlyCollection<StoredRecord> Records => _records.Values;

    /// <summary>What is remembered of records that are gone.</summary>
    public IReadOnlyDictionary<RecordSlot, RecordMark> Marks => _marks;

    /// <summary>Whether nothing is left, not even a mark.</summary>
    public bool IsEmpty => _records.Count == 0 && _marks.Count == 0;

    /// <summary>The record in a slot; null where there is none.</summary>
    public StoredRecord? Find(RecordSlot slot) => _records.GetValueOrDefault(slot);

    /// <summary>Takes back a record that a store kept.</summary>
    public void Restore(StoredRecord record) => _records[record.Slot] = record;

    /// <summary>Takes back a mark that a store kept.</summary>
    public void Restore(RecordSlot slot, RecordMark mark) => _marks[slot] = mark;

    /// <summary>Merges a record that was found valid.</summary>
    /// <param name="record">The record.</param>
    /// <param name="changed">
    /// Slots whose content changed are added here: the record's own, and those that gave way.
    /// </param>
    public MergeOutcome Merge(StoredRecord record, ICollection<RecordSlot> changed)
    {
        var slot = record.Slot;
        if (_marks.TryGetValue(slot, out var mark) && !record.Supersedes(mark.Seq, mark.Hash))
            return MergeOutcome.Superseded;
        if (_records.TryGetValue(slot, out var held))
        {
            if (held.Hash == record.Hash) return MergeOutcome.Known;
            if (!record.Supersedes(held.Fields.Seq, held.Hash)) return MergeOutcome.Superseded;
        }

        _records[slot] = record;
        _marks.Remove(slot);
        changed.Add(slot);
        Trim(slot, changed);
        return _records.ContainsKey(slot) ? MergeOutcome.Added : MergeOutcome.OverLimit;
    }

    /// <summary>What readers see: values in force, without what was removed, newest first.</summary>
    public IReadOnlyList<StoredRecord> Visible(Instant now) =>
    [
        .. _records.Values
            .Where(record => !record.IsRemoval && record.Expires > now && !IsEnded(record))
            .OrderByDescending(record => record.Fields.Seq).ThenByDescending(record => record.Hash),
    ];

    /// <summary>Drops what is expired and marks that guard against nothing any more.</summary>
    /// <param name="now">The time.</param>
    /// <param name="changed">Slots whose content changed are added here.</param>
    public void Prune(Instant now, ICollection<RecordSlot> changed)
    {
        foreach (var (slot, record) in _records.Where(entry => entry.Value.Expires <= now).ToList())
        {
            _records.Remove(slot);
            _marks[slot] = new(record.Fields.Seq, record.Hash);
            changed.Add(slot);
        }

        foreach (var (slot, _) in _marks.Where(entry => now - new Instant(entry.Value.Seq) >= limits.MaxLife).ToList())
        {
            _marks.Remove(slot);
            changed.Add(slot);
        }

        while (_marks.Count > limits.Marks)
        {
            var oldest = _marks.MinBy(entry => (entry.Value.Seq, entry.Value.Hash)).Key;
            _marks.Remove(oldest);
            changed.Add(oldest);
        }
    }

    /// <summary>When <see cref="Prune"/> has something to do next; null if never.</summary>
    public Instant? NextExpiry()
    {
        Instant? next = null;
        foreach (var record in _records.Values) next = Earlier(next, record.Expires);
        foreach (var mark in _marks.Values) next = Earlier(next, new Instant(mark.Seq) + limits.MaxLife);
        return next;
    }

    private static Instant Earlier(Instant? left, Instant right) => left is { } known && known < right ? known : right;

    /// <summary>Whether the Set's owner ended an element.</summary>
    private bool IsEnded(StoredRecord record)
    {
        var author = record.Fields.Author;
        return Ends(new(SlotRole.OwnerEndsTag, author, record.Fields.Tag), record)
            || Ends(new(SlotRole.OwnerEndsAuthor, author, default), record);
    }

    private bool Ends(RecordSlot slot, StoredRecord record) =>
        _records.TryGetValue(slot, out var end) && end.Fields.Seq >= record.Fields.Seq;

    private void Trim(RecordSlot added, ICollection<RecordSlot> changed)
    {
        if (added.Role != SlotRole.Author)
        {
            var ends = _records.Where(entry => entry.Key.Role != SlotRole.Author).ToList();
            if (ends.Count > limits.OwnerRemovals)
                Drop(ends.MinBy(entry => (entry.Value.Fields.Seq, entry.Value.Hash)).Key, changed);
            return;
        }

        var own = _records.Where(entry => entry.Key.Role == SlotRole.Author
            && entry.Key.Author == added.Author).ToList();
        if (own.Count > limits.PerAuthor)
            Drop(own.MinBy(entry => (entry.Value.Fields.Seq, entry.Value.Hash)).Key, changed);
        if (_records.Keys.Count(slot => slot.Role == SlotRole.Author) > limits.PerKey) Drop(LastRanked(), changed);
    }

    private RecordSlot LastRanked() => _records
        .Where(entry => entry.Key.Role == SlotRole.Author)
        .GroupBy(entry => entry.Key.Author)
        .Select(group => (
            Rank: group.Count(),
            Weight: Weight(group.Key),
            Oldest: group.MinBy(entry => (entry.Value.Fields.Seq, entry.Value.Hash)).Key))
        .MaxBy(author => (author.Rank, author.Weight)).Oldest;

    private BlobHash Weight(Did author) =>
        BlobHash.Read(Hash.Sha256([.. key.ToByteArray(), .. author.ToByteArray()]));

    private void Drop(RecordSlot slot, ICollection<RecordSlot> changed)
    {
        _records.Remove(slot);
        changed.Add(slot);
    }
}
