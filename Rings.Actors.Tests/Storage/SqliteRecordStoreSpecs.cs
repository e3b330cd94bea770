using Rings.Actors.Storage;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Storage;

namespace Rings.Actors.Tests.Storage;

public sealed class SqliteRecordStoreSpecs : IDisposable
{
    private static readonly Instant Now = Instant.FromUnixMilliseconds(1_795_341_600_000);

    private readonly string _folder = Directory.CreateTempSubdirectory("rings-store-").FullName;
    private readonly RecordLimits _limits = new();
    private readonly Signer _signer = NewSigner();

    private string Path => System.IO.Path.Combine(_folder, "records.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_committed_is_there_after_a_restart_and_nothing_else()
    {
        RangeDigest digest;
        using (var store = Open())
        {
            for (var i = 0; i < 20; i++) Merge(store, Register($"r{i}", 0, $"value {i}"));
            Merge(store, Register("r3", 1, "newer"));
            store.Commit();
            digest = store.Digest(KeyRange.All);
            Merge(store, Register("late", 0, "given up"));
            Assert.Equal(21, store.Keys(KeyRange.All, 100).Count);
        }

        using var again = Open();
        Assert.Equal(digest, again.Digest(KeyRange.All));
        Assert.Equal(20, again.Keys(KeyRange.All, 100).Count);
        var record = Assert.Single(again.Find(KeyOf("r3"))!.Visible(Now));
        Assert.Equal(Register("r3", 1, "newer").Hash, record.Hash);
        Assert.Null(again.Find(KeyOf("late")));
    }

    [Fact]
    public void It_behaves_as_the_store_in_memory_does()
    {
        using var store = Open();
        var model = new MemoryRecordStore(_limits);
        var random = new Random(7);
        for (var step = 0; step < 300; step++)
        {
            var name = $"r{random.Next(12)}";
            var action = random.Next(10);
            foreach (var one in new IRecordStore[] { store, model })
            {
                if (action == 0) one.Delete(KeyOf(name));
                else if (action == 1) Prune(one, Now + TimeSpan.FromSeconds(step));
                else Merge(one, Register(name, step, $"{step}", TimeSpan.FromSeconds(40)));
            }

            if (step % 50 == 0) store.Commit();
            Assert.Equal(model.Digest(KeyRange.All), store.Digest(KeyRange.All));
            Assert.Equal(model.Keys(KeyRange.All, 100), store.Keys(KeyRange.All, 100));
            Assert.Equal((model.Bytes, model.BytesOf(_signer.Account)), (store.Bytes, store.BytesOf(_signer.Account)));
            Assert.Equal(model.Find(KeyOf(name))?.Marks.Count, store.Find(KeyOf(name))?.Marks.Count);
        }
    }

    [Fact]
    public void Marks_outlive_a_restart_so_that_nothing_comes_back()
    {
        var record = Register("r", 0, "v", TimeSpan.FromSeconds(5));
        using (var store = Open())
        {
            Merge(store, record);
            Prune(store, Now + TimeSpan.FromSeconds(6));
            store.Commit();
        }

        using var again = Open();
        Assert.Equal(MergeOutcome.Superseded, again.Find(KeyOf("r"))!.Merge(record, []));
        Assert.Empty(again.Keys(KeyRange.All, 10));
    }

    [Fact]
    public void A_second_process_is_told_that_the_file_is_in_use()
    {
        using var store = Open();

        Assert.Contains("another process", Assert.ThrowsAny<IOException>(() => Open()).Message);
    }

    [Fact]
    public void A_damaged_file_is_set_aside_and_the_node_starts()
    {
        File.WriteAllBytes(Path, [.. Enumerable.Range(0, 9000).Select(i => (byte)i)]);

        var (store, aside) = SqliteRecordStore.Open(Path, _limits);
        using (store)
        {
            Assert.Equal(9000, new FileInfo(aside!).Length);
            Merge(store, Register("r", 0, "v"));
            store.Commit();
        }

        using var again = Open();
        Assert.Single(again.Keys(KeyRange.All, 10));
    }

    [Fact]
    public void A_record_that_was_changed_on_disk_is_damage()
    {
        using (var store = Open())
        {
            Merge(store, Register("r", 0, "v"));
            store.Commit();
        }

        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE records SET record = x'010203'";
            command.ExecuteNonQuery();
        }

        var (fresh, aside) = SqliteRecordStore.Open(Path, _limits);
        using (fresh) Assert.Empty(fresh.Keys(KeyRange.All, 10));
        Assert.NotNull(aside);
    }

    private static void Prune(IRecordStore store, Instant now)
    {
        foreach (var key in store.Expired(now, 100))
        {
            if (store.Find(key) is not { } set) continue;
            var changed = new List<RecordSlot>();
            set.Prune(now, changed);
            store.Write(set, changed);
        }
    }

    private void Merge(IRecordStore store, StoredRecord record)
    {
        var key = KeyOf(record.Fields.Name);
        var set = store.Find(key) ?? new(key, _limits);
        var changed = new List<RecordSlot>();
        set.Merge(record, changed);
        store.Write(set, changed);
    }

    private SqliteRecordStore Open() => SqliteRecordStore.Open(Path, _limits).Store;

    private Did KeyOf(string name) => StorageKey.OfRegister(_signer.Account, name);

    private StoredRecord Register(string name, int seconds, string value, TimeSpan? life = null) => StoredRecord.Sign(
        RecordKind.Register,
        new()
        {
            Name = name,
            Owner = _signer.Account,
            Author = _signer.Account,
            Value = System.Text.Encoding.UTF8.GetBytes(value),
            Seq = (Now + TimeSpan.FromSeconds(seconds)).UnixMicroseconds,
            Expires = Now + TimeSpan.FromSeconds(seconds) + (life ?? TimeSpan.FromDays(1)),
        },
        _signer);

    private static Signer NewSigner()
    {
        byte[] seed = [.. Enumerable.Repeat((byte)9, 32)];
        using var account = AccountKey.FromSecret(AccountKind.Ed25519, seed);
        var session = SessionKey.FromSeed(seed);
        return new(session, new DelegationDraft(
            account.Kind, account.Did, account.CarriedPublicKey.Span, session.PublicKey, RingId.OfPublic("test"),
            Now, Now + TimeSpan.FromDays(14), seed.AsSpan(0, 16)).Sign(account));
    }
}
