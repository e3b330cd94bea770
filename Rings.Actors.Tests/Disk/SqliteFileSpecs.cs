using Microsoft.Data.Sqlite;
using Rings.Actors.Disk;
using Rings.Actors.Messages;
using Rings.Actors.Services;
using Rings.Actors.Sessions;
using Rings.Actors.Storage;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Services;
using Rings.Protocol.Wire;

namespace Rings.Actors.Tests.Disk;

/// <summary>Every store, opened in each of the states that the world can leave its file in.</summary>
public sealed class SqliteFileSpecs : IDisposable
{
    private const byte Flip = 0x5a;

    private static readonly Instant Now = Instant.FromUnixMilliseconds(1_800_000_000_000);

    private readonly string _folder = Directory.CreateTempSubdirectory("rings-disk-").FullName;

    public static TheoryData<string> Stores => [.. StoreSchema.All.Select(schema => schema.File)];

    public void Dispose()
    {
        foreach (var folder in Directory.EnumerateDirectories(_folder, "*", SearchOption.AllDirectories).Append(_folder))
            Writable(folder);
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public void A_sound_file_is_opened_again_as_it_was(string store)
    {
        Fill(store);

        Assert.Null(Open(store));
        Assert.Empty(Aside(store));
    }

    /// <summary>Every region of the file: its header, its tree pages, its rows.</summary>
    [Theory]
    [MemberData(nameof(Stores))]
    public void Whatever_part_of_a_file_is_damaged_the_store_opens_and_says_so_or_is_as_it_was(string store)
    {
        Fill(store);
        var sound = File.ReadAllBytes(PathOf(store));
        var setAside = 0;
        for (var offset = 0; offset < sound.Length; offset += Math.Max(1, sound.Length / 24))
        {
            var damaged = (byte[])sound.Clone();
            for (var at = offset; at < Math.Min(sound.Length, offset + 64); at++) damaged[at] ^= Flip;
            Put(store, damaged);

            if (Open(store) is { } aside)
            {
                setAside++;
                Assert.True(File.Exists(aside));
            }

            Assert.Null(Open(store));
        }

        Assert.InRange(setAside, 3, 25);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public void A_file_that_was_cut_is_set_aside(string store)
    {
        Fill(store);
        Put(store, File.ReadAllBytes(PathOf(store))[..4096]);

        Assert.NotNull(Open(store));
        Assert.Null(Open(store));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public void A_file_that_is_none_is_set_aside(string store)
    {
        Put(store, [.. Enumerable.Range(0, 9000).Select(i => (byte)(i * 7))]);

        var aside = Open(store);

        Assert.Equal(9000, new FileInfo(aside!).Length);
        Assert.Null(Open(store));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public void A_file_of_a_later_version_is_refused_and_left_as_it_is(string store)
    {
        Fill(store);
        var schema = Schema(store);
        Execute(store, $"PRAGMA user_version = 99; PRAGMA application_id = {schema.Stamp(99)}");
        var before = File.ReadAllBytes(PathOf(store));

        var refused = Assert.Throws<StoreException>(() => Open(store));

        Assert.Equal(StoreTrouble.Newer, refused.Trouble);
        Assert.Equal($"{PathOf(store)} was written by a later version of this program", refused.Message);
        Assert.Equal(before, File.ReadAllBytes(PathOf(store)));
    }

    [Theory]
    [InlineData("PRAGMA user_version = 99")]
    [InlineData("PRAGMA user_version = 0")]
    [InlineData("PRAGMA application_id = 1381892355")]
    public void A_turned_bit_in_the_version_is_damage_and_no_later_version(string turned)
    {
        foreach (var schema in StoreSchema.All)
        {
            Fill(schema.File);
            Execute(schema.File, turned);

            Assert.NotNull(Open(schema.File));
        }
    }

    /// <summary>Files of the versions before the stamp are read, and stamped.</summary>
    [Theory]
    [MemberData(nameof(Stores))]
    public void A_file_without_a_stamp_is_brought_to_the_present_version(string store)
    {
        var schema = Schema(store);
        Execute(store, schema.Steps[0] + "PRAGMA user_version = 1");

        Assert.Null(Open(store));

        Assert.Equal(schema.Version, Read(store, "PRAGMA user_version"));
        Assert.Equal(schema.Stamp(schema.Version), Read(store, "PRAGMA application_id"));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public void A_file_that_another_has_open_is_refused(string store)
    {
        using var first = Hold(store);

        Assert.Equal(StoreTrouble.Busy, Assert.Throws<StoreException>(() => Open(store)).Trouble);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public void A_file_that_this_user_may_not_write_is_refused_by_that_name(string store)
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess) return;
        Fill(store);
        File.SetUnixFileMode(PathOf(store), UnixFileMode.UserRead);

        var refused = Assert.Throws<StoreException>(() => Open(store));

        Assert.Equal(StoreTrouble.Denied, refused.Trouble);
    }

    [Fact]
    public void A_record_of_this_node_that_was_changed_on_disk_is_not_signed_anew()
    {
        Fill("own.db");
        Execute("own.db", "UPDATE own SET hash = zeroblob(32)");

        Assert.NotNull(Open("own.db"));
    }

    /// <summary>A disk turns bits while the node runs, too: that is no word of whoever asked for the record.</summary>
    [Theory]
    [InlineData("UPDATE records SET record = zeroblob(40)")]
    [InlineData("UPDATE records SET hash = zeroblob(32)")]
    [InlineData("UPDATE records SET slot = 'text'")]
    public void A_row_that_was_changed_while_the_store_is_in_use_is_damage(string change)
    {
        var (key, record) = DiskRecords.Some(1).Single();
        SqliteRecordStore? store = null;
        using var file = SqliteFile.Open(PathOf("records.db"), StoreSchema.Records, file =>
        {
            store = new SqliteRecordStore(file, new());
            return file;
        }).Store;
        DiskRecords.Merge(store!, key, record);
        Assert.True(store!.Commit());
        file.Run(change);

        var damage = Assert.Throws<StoreException>(() => store.Find(key));

        Assert.Equal(StoreTrouble.Damaged, damage.Trouble);
        Assert.False(damage.IsPassing);
    }

    /// <summary>.NET tells of RLIMIT_FSIZE by an exception that is meant for arguments.</summary>
    [Fact]
    public void A_limit_on_the_size_of_files_is_a_full_disk()
    {
        var limit = new ArgumentOutOfRangeException("value", "the file would be too long");

        Assert.True(SystemError.IsOfFile(limit));
        Assert.Equal(StoreTrouble.Full, StoreException.Of("x", limit).Trouble);
        Assert.True(StoreException.Of("x", limit).IsPassing);
    }

    [Fact]
    public void What_was_given_up_is_not_there_and_the_store_goes_on()
    {
        using var store = SqliteReplayStore.Open(PathOf("replay.db"), Session().PublicKey).Store;
        store.Begin();
        store.Keep(Mark("given up"));
        store.Rollback();
        store.Rollback();
        store.Begin();
        store.Keep(Mark("kept"));
        store.Commit();

        Assert.Equal(DelegationId.Of("kept"u8), Assert.Single(store.Load()).Delegation);
        Assert.Null(store.Probe());
    }

    private static StoreSchema Schema(string store) => StoreSchema.All.Single(schema => schema.File == store);

    private static ReplayMark Mark(string delegation) =>
        new(DelegationId.Of(System.Text.Encoding.UTF8.GetBytes(delegation)), Lane.Message, 7, Now);

    private static SessionKey Session() => SessionKey.FromSeed(new byte[32]);

    private static void Writable(string folder)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private string PathOf(string store) => Path.Combine(_folder, store);

    private string[] Aside(string store) => Directory.GetFiles(_folder, $"{store}.damaged-*");

    private string? Open(string store)
    {
        var (opened, aside) = OpenStore(store);
        opened.Dispose();
        return aside;
    }

    private IDisposable Hold(string store) => OpenStore(store).Store;

    private (IDisposable Store, string? SetAside) OpenStore(string store) => store switch
    {
        "records.db" => SqliteRecordStore.Open(PathOf(store), new()),
        "own.db" => SqliteOwnRecordStore.Open(PathOf(store)),
        "replay.db" => SqliteReplayStore.Open(PathOf(store), Session().PublicKey),
        "services.db" => SqliteServiceStore.Open(PathOf(store)),
        _ => SqliteSessionStore.Open(PathOf(store)),
    };

    /// <summary>Rows in every table, and all of it in the file itself.</summary>
    private void Fill(string store)
    {
        foreach (var aside in Aside(store)) File.Delete(aside);
        File.Delete(PathOf(store));
        Open(store);
        var records = DiskRecords.Some(40);
        switch (store)
        {
            case "records.db":
                using (var kept = SqliteRecordStore.Open(PathOf(store), new()).Store)
                {
                    foreach (var (key, record) in records) DiskRecords.Merge(kept, key, record);
                    Assert.True(kept.Commit());
                }

                break;

            case "own.db":
                using (var own = SqliteOwnRecordStore.Open(PathOf(store)).Store)
                {
                    foreach (var (key, record) in records) own.Keep(new(key, record, TimeSpan.FromDays(1)));
                }

                break;

            case "replay.db":
                using (var replay = SqliteReplayStore.Open(PathOf(store), Session().PublicKey).Store)
                {
                    for (var i = 0; i < 100; i++) replay.Keep(Mark($"{i}"));
                    for (var i = 0; i < 100; i++) replay.KeepMessage(BitConverter.GetBytes(i), Now);
                    replay.KeepSequence(Session().PublicKey, 5);
                }

                break;

            case "services.db":
                using (var services = SqliteServiceStore.Open(PathOf(store)).Store)
                {
                    for (var i = 0; i < 100; i++)
                        services.Keep(new OfferedService(new(ServiceName.Parse($"s{i}"), default, default), Did.Zero, null));
                    services.Keep(Ticket.Of(TicketSecret.Of(new byte[32]), ServiceName.Parse("s1"), TicketBearer.First));
                }

                break;

            default:
                using (var sessions = SqliteSessionStore.Open(PathOf(store)).Store)
                {
                    for (var i = 0; i < 100; i++) sessions.KeepHello(BitConverter.GetBytes(i), Now);
                    sessions.KeepPrekeys([new(1, new byte[32], new byte[32], Now)]);
                }

                break;
        }
    }

    private void Put(string store, byte[] content)
    {
        File.Delete(PathOf(store) + "-wal");
        File.WriteAllBytes(PathOf(store), content);
    }

    private void Execute(string store, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={PathOf(store)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private long Read(string store, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={PathOf(store)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
