using System.Security.Cryptography;
using Rings.Actors.Sessions;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Wire;

namespace Rings.Actors.Tests.Sessions;

public sealed class SqliteSessionStoreSpecs : IDisposable
{
    private static readonly Instant Now = Instant.FromUnixMilliseconds(1_800_000_000_000);

    private readonly string _folder = Directory.CreateTempSubdirectory("rings-sessions").FullName;

    private string Path => System.IO.Path.Combine(_folder, "sessions.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_kept_survives_the_process()
    {
        var mail = Mail(1);
        using (var store = SqliteSessionStore.Open(Path).Store)
        {
            store.KeepHello(Bytes(32, 1), Now);
            store.KeepPrekeys([Prekey(7)]);
            store.KeepPosted(mail);
        }

        using var again = SqliteSessionStore.Open(Path).Store;
        var (hash, until) = Assert.Single(again.Hellos());
        Assert.Equal(Bytes(32, 1), hash);
        Assert.Equal(Now, until);
        var prekey = Assert.Single(again.Prekeys());
        Assert.Equal(7u, prekey.Id);
        Assert.Equal(Prekey(7).Key.ToArray(), prekey.Key.ToArray());
        Assert.Equal(Prekey(7).BundleHash.ToArray(), prekey.BundleHash.ToArray());
        Assert.Equal(Now, prekey.Issued);
        Assert.Equal(mail, Assert.Single(again.Posted()));
    }

    /// <summary>A key of X25519 alone, and one with the seed of ML-KEM-768 behind it.</summary>
    [Theory]
    [InlineData(32)]
    [InlineData(96)]
    public void A_prekey_of_each_kind_opens_letters_after_the_process(int length)
    {
        var secret = Prekey(7) with { Key = Bytes(length, 9) };
        using (var store = SqliteSessionStore.Open(Path).Store) store.KeepPrekeys([secret]);

        var (again, aside) = SqliteSessionStore.Open(Path);

        using (again)
        {
            Assert.Null(aside);
            Assert.Equal(secret.Key.ToArray(), Assert.Single(again.Prekeys()).Key.ToArray());
        }
    }

    [Theory]
    [InlineData(31)]
    [InlineData(64)]
    [InlineData(97)]
    public void A_prekey_of_no_kind_is_damage(int length)
    {
        using (var store = SqliteSessionStore.Open(Path).Store) store.KeepPrekeys([Prekey(7) with { Key = Bytes(length, 9) }]);

        var (again, aside) = SqliteSessionStore.Open(Path);

        using (again) Assert.Empty(again.Prekeys());
        Assert.NotNull(aside);
    }

    [Fact]
    public void Hellos_whose_time_is_over_and_mail_that_was_fetched_are_forgotten()
    {
        using var store = SqliteSessionStore.Open(Path).Store;
        var (fetched, waiting) = (Mail(1), Mail(2));
        store.KeepHello(Bytes(32, 1), Now);
        store.KeepHello(Bytes(32, 2), Now + TimeSpan.FromSeconds(2));
        store.KeepPosted(fetched);
        store.KeepPosted(waiting);

        store.Forget(Now + TimeSpan.FromSeconds(1));
        store.ForgetPosted(fetched);

        Assert.Equal(Bytes(32, 2), Assert.Single(store.Hellos()).Hash);
        Assert.Equal(waiting, Assert.Single(store.Posted()));
    }

    [Fact]
    public void An_erased_prekey_is_nowhere_in_the_files()
    {
        using (var store = SqliteSessionStore.Open(Path).Store)
        {
            Keep(store, Prekey(1), Prekey(2));
            Assert.True(IsInFiles(Prekey(1)));
            Keep(store, Prekey(2));
            Assert.False(IsInFiles(Prekey(1)));
            Assert.True(IsInFiles(Prekey(2)));
        }

        Assert.False(IsInFiles(Prekey(1)));
        Assert.True(IsInFiles(Prekey(2)));
    }

    [Fact]
    public void Nobody_but_the_owner_may_read_the_file()
    {
        if (OperatingSystem.IsWindows()) return;
        using var store = SqliteSessionStore.Open(Path).Store;

        foreach (var file in Directory.EnumerateFiles(_folder))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    private static void Keep(SqliteSessionStore store, params PrekeySecret[] secrets)
    {
        store.Begin();
        store.KeepPrekeys(secrets);
        store.Commit();
    }

    private static PrekeySecret Prekey(byte number) =>
        new(number, SHA256.HashData([number, 0]), SHA256.HashData([number, 1]), Now);

    private static PostedMail Mail(byte number) =>
        new(Did.Parse("0x00000000000000000000000000000000000000ff", null), MessageId.Read(Bytes(16, number)), Now);

    private static byte[] Bytes(int count, byte value) => [.. Enumerable.Repeat(value, count)];

    private bool IsInFiles(PrekeySecret secret) => Directory.EnumerateFiles(_folder).Any(file =>
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray().AsSpan().IndexOf(secret.Key.Span) >= 0;
    });
}
