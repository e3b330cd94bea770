using Rings.Protocol;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Public;

/// <summary>
/// Tells records apart that a watch tells again and again: each is new once, and again when its author replaced it.
/// </summary>
/// <param name="capacity">How many are remembered, the first ones forgotten first: more than a key can hold.</param>
internal sealed class SeenRecords(int capacity)
{
    private readonly Dictionary<(Did Author, string Tag), long> _seqs = [];
    private readonly Queue<(Did Author, string Tag)> _order = new();

    /// <summary>Those that are new, the oldest first.</summary>
    public IEnumerable<FoundRecord> New(IEnumerable<FoundRecord> records) =>
        [.. records.OrderBy(record => record.Seq).ThenBy(record => record.Author).Where(IsNew)];

    private bool IsNew(FoundRecord record)
    {
        var name = (record.Author, Convert.ToHexString(record.Tag));
        if (_seqs.TryGetValue(name, out var seq))
        {
            if (record.Seq <= seq) return false;
            _seqs[name] = record.Seq;
            return true;
        }

        if (_seqs.Count >= capacity) _seqs.Remove(_order.Dequeue());
        _seqs.Add(name, record.Seq);
        _order.Enqueue(name);
        return true;
    }
}
