namespace Rings.Sovereign.Secrets;

/// <content>What lay on the disk.</content>
public sealed partial record SecretOwner
{
    /// <summary>An owner from what its store holds.</summary>
    /// <param name="place">Where it stands.</param>
    /// <param name="entries">What could be read; those of other machines are left out.</param>
    /// <exception cref="Protocol.ProtocolException">An entry was never written so.</exception>
    public static SecretOwner Load(SecretPlace place, IEnumerable<SecretEntry> entries) => New(place) with
    {
        Secrets = System.Collections.Immutable.ImmutableDictionary.ToImmutableDictionary(
            entries.Where(entry => entry.Kind == SecretEntryKind.Own),
            entry => SecretId.Read(entry.Key), entry => OwnerCodec.Read(entry.Value)),
    };
}
