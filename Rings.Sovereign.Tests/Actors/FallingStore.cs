using System.Collections.Immutable;
using Rings.Actors.Disk;
using Rings.Sovereign.Actors.Store;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Tests.Actors;

/// <summary>A store on disk whose process falls at one of its writes, before or after that is durable.</summary>
internal sealed class FallingStore(SqliteSecretStore store, int at, bool isBefore, Action fall) : ISecretStore
{
    private int _commits;

    public (ImmutableArray<SecretEntry> Entries, ImmutableArray<(SecretEntryKind Kind, byte[] Key)> Damaged) Load() => store.Load();

    public void Keep(SecretEntry entry) => store.Keep(entry);

    public void Begin() => store.Begin();

    public void Commit()
    {
        var isLast = ++_commits == at;
        if (isLast && isBefore) fall();
        store.Commit();
        if (isLast && !isBefore) fall();
    }

    public void Rollback() => store.Rollback();

    public StoreException? Probe() => store.Probe();

    public void Dispose() => store.Dispose();
}
