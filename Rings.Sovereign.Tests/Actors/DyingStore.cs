using System.Collections.Immutable;
using Rings.Actors.Context;
using Rings.Actors.Disk;
using Rings.Sovereign.Actors.Store;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Tests.Actors;

/// <summary>
/// A store whose process ends at one of its writes, before or after that is durable: the files are copied as they lie there,
/// and what the process still says is lost.
/// </summary>
internal sealed class DyingStore(SqliteSecretStore store, string folder, string copy, int at, bool isBefore, Action die) : ISecretStore
{
    private int _commits;

    public (ImmutableArray<SecretEntry> Entries, ImmutableArray<(SecretEntryKind Kind, byte[] Key)> Damaged) Load() => store.Load();

    public void Keep(SecretEntry entry) => store.Keep(entry);

    public void Begin() => store.Begin();

    public void Commit()
    {
        var isLast = ++_commits == at;
        if (isLast && isBefore) Die();
        store.Commit();
        if (isLast && !isBefore) Die();
    }

    public void Rollback() => store.Rollback();

    public StoreException? Probe() => store.Probe();

    public void Dispose() => store.Dispose();

    /// <summary>A store of this kind in a folder that lives until its end.</summary>
    public static StoreSource<ISecretStore> Source(
        StoreSchema schema, string folder, string copy, int at, bool isBefore, Action die)
    {
        Directory.CreateDirectory(folder);
        var secret = SharesKey.LoadOrCreate(folder, null, SystemRandom.Instance);
        return new(schema, () =>
        {
            var (store, aside) = SqliteSecretStore.Open(
                Path.Combine(folder, schema.File), new EntrySeal(secret, SystemRandom.Instance), schema);
            return (new DyingStore(store, folder, copy, at, isBefore, die), aside);
        });
    }

    private void Die()
    {
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var to = new FileStream(Path.Combine(copy, Path.GetFileName(file)), FileMode.Create);
            from.CopyTo(to);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(to.Name, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        die();
    }
}
