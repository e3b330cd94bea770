using BenchmarkDotNet.Attributes;
using Microsoft.Data.Sqlite;
using Rings.Actors.Storage;
using Rings.Protocol.Storage;

namespace Rings.Benchmarks.Storage;

/// <summary>
/// Durable writes of records of 1 KiB under random keys, 512 to a commit, <c>synchronous=FULL</c>, on the disk of the
/// working directory. Targets: the store alone 20,000 a second (50 µs), with each record verified 8,000 (125 µs).
/// </summary>
[InProcess]
[WarmupCount(1)]
[IterationCount(7)]
[InvocationCount(1)]
[MemoryDiagnoser]
public class StoreBenchmarks
{
    private const int Writes = 20_480;
    private const int Batch = 512;

    private readonly BenchmarkRecords _records = new(Writes);
    private string _folder = "";
    private SqliteRecordStore _store = null!;
    private LoneOwner _owner = null!;
    private SqliteConnection _bare = null!;

    [IterationSetup]
    public void Setup()
    {
        _folder = Directory.CreateDirectory(Path.Combine("artifacts", "store", Path.GetRandomFileName())).FullName;
        _store = SqliteRecordStore.Open(Path.Combine(_folder, "records.db"), new()).Store;
        _owner = new(_store);
        _bare = BareTable.Open(Path.Combine(_folder, "bare.db"));
    }

    [IterationCleanup]
    public void Cleanup()
    {
        _store.Dispose();
        _bare.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>SQLite alone: the same rows into the same table by one prepared statement.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Writes)]
    public void SqliteAlone()
    {
        foreach (var batch in _records.All.Chunk(Batch)) BareTable.Write(_bare, batch);
    }

    /// <summary>The store with records that were verified before.</summary>
    [Benchmark(OperationsPerInvoke = Writes)]
    public void Store()
    {
        foreach (var batch in _records.All.Chunk(Batch))
        {
            foreach (var (key, record) in batch) Merge(key, record);
            _store.Commit();
        }
    }

    /// <summary>What an owner does with a put: verification, merge, durable write, answer.</summary>
    [Benchmark(OperationsPerInvoke = Writes)]
    public int VerifiedPuts()
    {
        foreach (var batch in _records.All.Chunk(Batch))
        {
            foreach (var item in batch) _owner.Write(item);
            _owner.Commit();
        }

        return _owner.Stored == Writes ? _owner.Stored : throw new InvalidOperationException("A put was refused.");
    }

    private void Merge(Protocol.Did key, StoredRecord record)
    {
        var set = _store.Find(key) ?? new(key, new());
        var changed = new List<RecordSlot>(1);
        set.Merge(record, changed);
        _store.Write(set, changed);
    }
}
