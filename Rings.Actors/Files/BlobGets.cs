using Rings.Actors.Public;
using Rings.Protocol.Storage;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Files;

/// <summary>Gets Blobs side by side, each from whoever owns it at the time.</summary>
internal sealed class BlobGets(
    IRecords node, FileTransferOptions options, Func<BlobHash, byte[]?>? known, CancellationToken cancel)
{
    private readonly HashSet<Task<(BlobHash Hash, byte[] Content)>> _underWay = [];

    /// <summary>Those that were begun and have not arrived.</summary>
    public int UnderWay => _underWay.Count;

    public void Begin(BlobHash hash) => _underWay.Add(FetchAsync(hash));

    /// <summary>The next that arrives.</summary>
    /// <exception cref="FileTransferException">It could not be had.</exception>
    public async Task<(BlobHash Hash, byte[] Content)> NextAsync()
    {
        var done = await Task.WhenAny(_underWay).ConfigureAwait(false);
        _underWay.Remove(done);
        return await done.ConfigureAwait(false);
    }

    /// <summary>One Blob: the first try asks its owner alone, for the bytes verify themselves; later ones a quorum.</summary>
    /// <exception cref="FileTransferException">It could not be had.</exception>
    public async Task<byte[]> GetAsync(BlobHash hash)
    {
        for (var attempt = 1; ; attempt++)
        {
            var consistency = attempt == 1 ? Consistency.One : Consistency.Quorum;
            var reply = await node.GetAsync(new GetBlob(hash, consistency), cancel).ConfigureAwait(false);
            if (reply is RecordsFound { Records: [var record, ..] }) return record.Value;
            if (reply is RecordsFound { IsFinal: true } && consistency == Consistency.Quorum)
                throw new FileTransferException(FileFailure.Missing, $"The ring has no {hash}: it expired, or never was.");
            if (attempt >= options.Attempts)
            {
                throw new FileTransferException(
                    FileFailure.Unreachable, $"{hash} could not be fetched in {attempt} attempts.");
            }

            if (attempt > 1) await Task.Delay(options.RetryAfter, options.Time, cancel).ConfigureAwait(false);
        }
    }

    private async Task<(BlobHash Hash, byte[] Content)> FetchAsync(BlobHash hash) => known?.Invoke(hash) is { } content
        ? (hash, content)
        : (hash, await GetAsync(hash).ConfigureAwait(false));
}
