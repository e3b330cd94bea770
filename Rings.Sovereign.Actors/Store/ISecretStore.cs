using System.Collections.Immutable;
using Rings.Actors.Disk;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Actors.Store;

/// <summary>Keeps the entries of owner, guardian and claimant.</summary>
internal interface ISecretStore : IGroupStore
{
    /// <summary>All that can be read, and kinds and keys of what cannot: an entry that was altered.</summary>
    (ImmutableArray<SecretEntry> Entries, ImmutableArray<(SecretEntryKind Kind, byte[] Key)> Damaged) Load();

    /// <summary>Writes an entry, or removes it where it has no value.</summary>
    /// <exception cref="StoreException">The disk did not take it.</exception>
    void Keep(SecretEntry entry);
}
