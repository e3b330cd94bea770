using Rings.Actors.Context;
using Rings.Actors.Disk;
using Rings.Sovereign.Actors.Store;

namespace Rings.Sovereign.Tests.Actors;

/// <summary>
/// Stores whose process ends at one of their writes, before or after that is durable: the files are copied as they lie there,
/// and what the process still says is lost.
/// </summary>
internal static class DyingStore
{
    /// <summary>A store of this kind; its files are in the folder.</summary>
    public static ISecretStore Of(SqliteSecretStore store, string folder, string copy, int at, bool isBefore, Action die) =>
        new FallingStore(store, at, isBefore, () =>
        {
            Copy(folder, copy);
            die();
        });

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
            return (Of(store, folder, copy, at, isBefore, die), aside);
        });
    }

    private static void Copy(string folder, string copy)
    {
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var to = new FileStream(Path.Combine(copy, Path.GetFileName(file)), FileMode.Create);
            from.CopyTo(to);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(to.Name, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
