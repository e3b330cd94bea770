using Rings.Protocol;
using Rings.Sovereign.Proofs.Statements;

namespace Rings.Sovereign.Proofs.Live;

/// <summary>The tags that a verifier has seen: the same one a second time is the same owner.</summary>
internal sealed class TagBook
{
    /// <summary>
    /// Tags that are remembered. Then no new one is taken: if an old one were forgotten, its second proof would not be noticed.
    /// </summary>
    public const int MaxTags = 65_536;

    private readonly Dictionary<ProofMark, Instant> _seen = [];

    /// <summary>Whether its tags can be remembered.</summary>
    public bool HasRoomFor(ProofStatement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return statement.Tags.Count(tag => !_seen.ContainsKey(tag)) <= MaxTags - _seen.Count;
    }

    /// <summary>A statement was proven.</summary>
    /// <returns>When a tag in it was seen first; null: each is new.</returns>
    public Instant? Note(ProofStatement statement, Instant now)
    {
        ArgumentNullException.ThrowIfNull(statement);
        Instant? before = null;
        foreach (var tag in statement.Tags)
        {
            if (_seen.TryGetValue(tag, out var first)) before = before < first ? before : first;
            else if (_seen.Count < MaxTags) _seen[tag] = now;
        }

        return before;
    }
}
