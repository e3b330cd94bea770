using System.Collections.Immutable;
using Akka.Actor;
using Rings.Actors.Disk;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Actors.Store;

/// <summary>What is kept before anything else happens, and what is heard of that.</summary>
internal static class SecretStoreProtocol
{
    /// <summary>Keep these, all or none. Answered by <see cref="EntriesKept"/> or <see cref="EntriesNotKept"/>.</summary>
    public sealed record KeepEntries(ImmutableArray<SecretEntry> Entries) : StoreCommand<ISecretStore>
    {
        public override object Refused => EntriesNotKept.Instance;

        public override object Write(ISecretStore store)
        {
            foreach (var entry in Entries) store.Keep(entry);
            return EntriesKept.Instance;
        }
    }

    /// <summary>They are on the disk.</summary>
    public sealed record EntriesKept : INoSerializationVerificationNeeded
    {
        public static readonly EntriesKept Instance = new();
    }

    /// <summary>The disk did not take them: none is there.</summary>
    public sealed record EntriesNotKept : INoSerializationVerificationNeeded
    {
        public static readonly EntriesNotKept Instance = new();
    }
}
