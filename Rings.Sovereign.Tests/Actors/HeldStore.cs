using System.Collections.Immutable;
using Rings.Actors.Disk;
using Rings.Sovereign.Actors.Store;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Tests.Actors;

/// <summary>A disk that does not answer before the test lets it.</summary>
internal sealed class HeldStore : ISecretStore
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly MemorySecretStore _store = new();
    private readonly ManualResetEventSlim _isFree = new();

    /// <summary>From now on it answers.</summary>
    public void Free() => _isFree.Set();

    public (ImmutableArray<SecretEntry> Entries, ImmutableArray<(SecretEntryKind Kind, byte[] Key)> Damaged) Load() => _store.Load();

    public void Keep(SecretEntry entry) => _store.Keep(entry);

    public void Begin() => _store.Begin();

    public void Commit()
    {
        if (!_isFree.Wait(Longest)) throw new InvalidOperationException("The test has not let the disk answer.");
        _store.Commit();
    }

    public void Rollback() => _store.Rollback();

    public StoreException? Probe() => _store.Probe();

    public void Dispose() => _store.Dispose();
}
