using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Rings.Protocol;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Proofs.Live;

/// <summary>The tags that a verifier has seen: the same one a second time is the same owner.</summary>
internal sealed class TagBook
{
    /// <summary>
    /// Tags that are remembered. Then no new one is taken: if an old one were forgotten, its second proof would not be noticed.
    /// </summary>
    public const int MaxTags = 65_536;

    private readonly Dictionary<ProofMark, Instant> _seen = [];

    /// <summary>Takes in what was kept of an earlier run; entries that say something else are passed over.</summary>
    /// <returns>How many could not be read.</returns>
    public int Load(IEnumerable<SecretEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var unread = 0;
        foreach (var entry in entries)
        {
            if (entry.Kind == SecretEntryKind.ProofTag && Read(entry.Value) is (var mark, var at)) _seen[mark] = at;
            else unread++;
        }

        return unread;
    }

    /// <summary>What is to be kept before a proof of a statement counts: its tags that are new.</summary>
    public ImmutableArray<SecretEntry> Entries(ProofStatement statement, Instant now)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return [.. statement.Tags.Where(tag => !_seen.ContainsKey(tag)).Distinct().Select(tag => Write(tag, now))];
    }

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

    /// <summary>Time in milliseconds since 1970 (8 bytes) ‖ length of the words ‖ words ‖ tag in hex.</summary>
    private static SecretEntry Write(ProofMark mark, Instant at)
    {
        var (words, tag) = (Encoding.ASCII.GetBytes(mark.Words), Encoding.ASCII.GetBytes(mark.Tag));
        var time = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(time, at.UnixMilliseconds);
        return new(SecretEntryKind.ProofTag, TaggedHash.Of("rings/1 proof mark", words, tag), [.. time, (byte)words.Length, .. words, .. tag]);
    }

    private static (ProofMark Mark, Instant At)? Read(byte[]? value)
    {
        const int Head = sizeof(long) + 1;
        if (value is null || value.Length < Head || value.Length < Head + value[Head - 1]) return null;
        var tagAt = Head + value[Head - 1];
        return (
            new(Encoding.ASCII.GetString(value[Head..tagAt]), Encoding.ASCII.GetString(value[tagAt..])),
            Instant.FromUnixMilliseconds(BinaryPrimitives.ReadInt64BigEndian(value)));
    }
}
