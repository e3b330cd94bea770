using Rings.Protocol;
using Rings.Protocol.Storage;

namespace Rings.Actors.Storage;

/// <summary>What all placements of one thing hold together.</summary>
/// <param name="places">How many placements were asked.</param>
internal sealed class Gathering(int places)
{
    private readonly Dictionary<(Did Author, RecordTag Tag), StoredRecord> _records = [];
    private int _open = places;
    private int _missing = places;

    /// <summary>Records of any placement, each once, the newest word of each.</summary>
    public IReadOnlyCollection<StoredRecord> Records => _records.Values;

    /// <summary>Whether every placement said all that it had.</summary>
    public bool IsFinal => _missing == 0;

    /// <summary>Takes a placement's answer; true where it was the last.</summary>
    public bool Add(GetOutcome outcome)
    {
        if (outcome is GetOutcome.Found found)
        {
            if (found.IsFinal) _missing--;
            foreach (var record in found.Records)
            {
                var name = (record.Fields.Author, record.Fields.Tag);
                if (!_records.TryGetValue(name, out var known) || record.Supersedes(known.Fields.Seq, known.Hash))
                    _records[name] = record;
            }
        }

        return --_open == 0;
    }
}
