using Rings.Actors.Public;
using Rings.Protocol.Storage;
using Rings.Protocol.Storage.Files;
using Rings.Protocol.Text;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Files;

/// <summary>Puts Blobs, a bounded number at a time; the first that fails ends them all.</summary>
internal sealed class BlobPuts(IRecords node, FileTransferOptions options, IProgress<FileProgress>? progress)
{
    private readonly HashSet<Task> _underWay = [];
    private readonly Lock _gate = new();
    private long _stored;
    private int _parts;
    private int _copies = int.MaxValue;
    private DateTimeOffset _expires = DateTimeOffset.MaxValue;

    public async Task AddAsync(Blob blob, CancellationToken cancel)
    {
        if (_underWay.Count >= options.Parallel) await OneAsync().ConfigureAwait(false);
        _underWay.Add(PutAsync(blob, cancel));
    }

    public async Task FinishAsync()
    {
        while (_underWay.Count > 0) await OneAsync().ConfigureAwait(false);
    }

    /// <summary>Waits for the last, and says what became of them all.</summary>
    public async Task<StoredFile> FinishAsync(StoredFile file)
    {
        await FinishAsync().ConfigureAwait(false);
        return file with { Parts = _parts, Copies = _copies, Expires = _expires };
    }

    private async Task OneAsync()
    {
        var done = await Task.WhenAny(_underWay).ConfigureAwait(false);
        _underWay.Remove(done);
        await done.ConfigureAwait(false);
    }

    private async Task PutAsync(Blob blob, CancellationToken cancel)
    {
        var isManifest = blob.Hash != BlobHash.OfChunk(blob.Content.Span);
        var command = new PutBlob(blob.Content.ToArray(), isManifest, options.Life);
        for (var attempt = 1; ; attempt++)
        {
            switch (await node.PutAsync(command, cancel).ConfigureAwait(false))
            {
                case RecordStored stored:
                    Note(stored.Copies.Length, stored.Expires, isManifest ? 0 : blob.Content.Length);
                    return;

                case RecordStoredLocally stored:
                    Note(stored.Copies.Length, stored.Expires, isManifest ? 0 : blob.Content.Length);
                    return;

                case RecordInvalid invalid:
                    throw new FileTransferException(FileFailure.Refused, $"{invalid.Field}: expected {invalid.Expected}.");

                case RecordRefused { Reason: not StorageRefusal.Busy and not StorageRefusal.NotHere } refused:
                    throw new FileTransferException(
                        FileFailure.Refused, $"A part of it is not kept by {refused.Key}'s owner. {Words.Of(refused.Reason)}");

                case var last when attempt >= options.Attempts:
                    throw new FileTransferException(
                        FileFailure.Unreachable, $"A part could not be stored in {attempt} attempts: {last}.");
            }

            await Task.Delay(options.RetryAfter, options.Time, cancel).ConfigureAwait(false);
        }
    }

    private void Note(int copies, DateTimeOffset expires, int bytes)
    {
        long stored;
        lock (_gate)
        {
            _parts++;
            _copies = Math.Min(_copies, copies);
            if (expires < _expires) _expires = expires;
            stored = _stored += bytes;
        }

        progress?.Report(new(stored, null));
    }
}
