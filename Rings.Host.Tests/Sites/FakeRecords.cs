using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Services;
using Rings.Protocol.Storage;
using Rings.Protocol.Storage.Files;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Tests.Sites;

/// <summary>A ring that keeps what it is given.</summary>
internal sealed class FakeRecords : IRecords
{
    private static readonly Did Owner = Did.Zero.Finger(5);

    public Dictionary<string, FoundRecord> Registers { get; } = [];

    public Dictionary<BlobHash, byte[]> Blobs { get; } = [];

    /// <summary>All that was put, in its order.</summary>
    public List<IRecordCommand> Puts { get; } = [];

    /// <summary>What becomes of puts.</summary>
    public IPutOutcome PutOutcome { get; set; } = new RecordStored(Owner, [Owner], DateTimeOffset.MaxValue);

    /// <summary>Whether nobody answers questions.</summary>
    public bool IsSilent { get; set; }

    public int Asked { get; set; }

    public void Put(Did owner, ServiceName name, byte[] value, Did? author = null) => Registers[$"{owner}/service/{name}"] =
        new FoundRecord(author ?? owner, [], value, 1, DateTimeOffset.MaxValue);

    public void Site(LocalHost host, DirectoryManifest directory)
    {
        var blob = Blob.Manifest(directory.ToBytes());
        Blobs[blob.Hash] = blob.Content.ToArray();
        var manifest = new ServiceManifest(host.Name, ServiceKind.Site, ServiceAccess.Public) { SiteRoot = blob.Hash };
        Put(host.Owner, host.Name, manifest.ToBytes());
    }

    public Task<IPutOutcome> PutAsync(IRecordCommand record, CancellationToken cancel = default)
    {
        lock (Puts) Puts.Add(record);
        if (record is PutBlob put)
        {
            var hash = put.IsManifest ? BlobHash.OfManifest(put.Content) : BlobHash.OfChunk(put.Content);
            lock (Blobs) Blobs[hash] = put.Content;
        }

        return Task.FromResult(PutOutcome);
    }

    public Task<IGetOutcome> GetAsync(IRecordQuery query, CancellationToken cancel = default)
    {
        Asked++;
        if (IsSilent) return Task.FromResult<IGetOutcome>(new OwnerSilent(Owner));
        FoundRecord? record = query switch
        {
            GetRegister get => Registers.GetValueOrDefault($"{get.Owner}/{get.Name}"),
            GetBlob get => Blobs.TryGetValue(get.Hash, out var bytes) ? new(Owner, [], bytes, 1, DateTimeOffset.MaxValue) : null,
            _ => throw new ArgumentOutOfRangeException(nameof(query)),
        };
        return Task.FromResult<IGetOutcome>(new RecordsFound(Owner, record is null ? [] : [record], true, [], []));
    }
}
