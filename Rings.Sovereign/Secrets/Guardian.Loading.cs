using Rings.Protocol;

namespace Rings.Sovereign.Secrets;

/// <content>What lay on the disk.</content>
public sealed partial record Guardian
{
    /// <summary>A guardian from what its store holds. A share that cannot be read any more is told when it is claimed.</summary>
    /// <param name="place">Where it stands.</param>
    /// <param name="entries">What could be read; those of other machines are left out.</param>
    /// <param name="damaged">Kinds and keys of entries that could not.</param>
    public static Guardian Load(
        SecretPlace place, IEnumerable<SecretEntry> entries, IEnumerable<(SecretEntryKind Kind, byte[] Key)> damaged)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var guardian = New(place);
        foreach (var entry in entries) guardian = guardian.With(entry);
        var lost = damaged.Where(entry => entry.Kind == SecretEntryKind.Kept && entry.Key.Length == Did.Bytes + SecretId.Bytes);
        return guardian with { Damaged = guardian.Damaged.Union(lost.Select(entry => GuardianCodec.ReadKey(entry.Key))) };
    }

    private Guardian With(SecretEntry entry)
    {
        try
        {
            return entry.Kind switch
            {
                SecretEntryKind.Accepted => this with { Accepted = Accepted.Add(Did.Read(entry.Key)) },
                SecretEntryKind.Expected => this with { Expected = Expected.Add(Did.Read(entry.Key)) },
                SecretEntryKind.Kept => this with
                {
                    Kept = Kept.SetItem(GuardianCodec.ReadKey(entry.Key), GuardianCodec.ReadKept(entry.Value)),
                },
                SecretEntryKind.Claim => this with
                {
                    Claims = Claims.SetItem(SecretId.Read(entry.Key), GuardianCodec.ReadClaim(entry.Value)),
                },
                _ => this,
            };
        }
        catch (ProtocolException) when (entry.Kind == SecretEntryKind.Kept)
        {
            return this with { Damaged = Damaged.Add(GuardianCodec.ReadKey(entry.Key)) };
        }
    }
}
