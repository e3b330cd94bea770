using System.Collections.Immutable;

namespace Rings.Protocol.Storage;

/// <summary>A get of this node's own: gathers pages until there are no more.</summary>
/// <param name="key">The key.</param>
/// <param name="consistency">How sure the answer has to be.</param>
/// <param name="end">Where the outcome goes.</param>
internal sealed class GetUnderWay(Did key, Consistency consistency, Action<GetOutcome> end)
{
    private readonly List<StoredRecord> _records = [];

    public Did Key => key;

    public Consistency Consistency => consistency;

    /// <summary>Records that pages told of so far, valid or not.</summary>
    public int Count { get; private set; }

    public void End(GetOutcome outcome) => end(outcome);

    /// <summary>Takes a page; true where another is wanted.</summary>
    /// <param name="page">The page, with its valid records.</param>
    /// <param name="told">How many records it had.</param>
    /// <param name="most">More than these no honest owner tells.</param>
    public bool Take(StorageMessage.Found page, int told, int most)
    {
        _records.AddRange(page.Page);
        Count += told;
        if (page.More && told > 0 && Count < most) return true;
        ImmutableArray<StoredRecord> records =
        [
            .. _records.DistinctBy(record => record.Slot)
                .OrderByDescending(record => record.Fields.Seq).ThenByDescending(record => record.Hash),
        ];
        end(new GetOutcome.Found(records, page.IsFinal, page.Agreed, page.Behind));
        return false;
    }
}
