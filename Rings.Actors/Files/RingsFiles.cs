using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Storage;
using Rings.Protocol.Storage.Files;

namespace Rings.Actors.Files;

/// <summary>Stores files in the ring as Blobs under manifests, and fetches them, verified, from whoever holds them.</summary>
/// <param name="node">The node that puts and gets.</param>
/// <param name="options">Bounds and times.</param>
public sealed class RingsFiles(IRecords node, FileTransferOptions? options = null)
{
    private readonly FileTransferOptions _options = options ?? new();

    /// <summary>Stores a file.</summary>
    /// <param name="content">Its bytes; read once.</param>
    /// <param name="mediaType">What it is: up to 127 bytes.</param>
    /// <param name="progress">Told as parts are acknowledged.</param>
    /// <param name="cancel">Ends it; what was stored stays until it expires.</param>
    /// <exception cref="FileTransferException">A part was not acknowledged.</exception>
    public async Task<StoredFile> PutAsync(
        Stream content, string mediaType, IProgress<FileProgress>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        var packer = new FilePacker();
        var puts = new BlobPuts(node, _options, progress);
        var buffer = new byte[RecordLimits.MaxValueBytes];
        int read;
        while ((read = await content.ReadAsync(buffer, cancel).ConfigureAwait(false)) > 0)
        {
            foreach (var blob in packer.Add(buffer.AsSpan(0, read)))
                await puts.AddAsync(blob, cancel).ConfigureAwait(false);
        }

        var last = packer.Finish(mediaType);
        foreach (var blob in last) await puts.AddAsync(blob, cancel).ConfigureAwait(false);
        return await puts.FinishAsync(new(last[^1].Hash, packer.Size)).ConfigureAwait(false);
    }

    /// <summary>Stores the manifest of files that are stored already: a small web site.</summary>
    /// <exception cref="ProtocolException">A path is not relative and plain, or there are too many.</exception>
    /// <exception cref="FileTransferException">The manifest was not acknowledged.</exception>
    public async Task<StoredFile> PutDirectoryAsync(
        IEnumerable<DirectoryEntry> entries, CancellationToken cancel = default)
    {
        var blob = Blob.Manifest(DirectoryManifest.Of(entries).ToBytes());
        var puts = new BlobPuts(node, _options, null);
        await puts.AddAsync(blob, cancel).ConfigureAwait(false);
        return await puts.FinishAsync(new(blob.Hash, blob.Content.Length)).ConfigureAwait(false);
    }

    /// <summary>Fetches a file and writes it, from its first byte to its last.</summary>
    /// <param name="root">The file's root.</param>
    /// <param name="output">Takes the bytes; each was verified before.</param>
    /// <param name="maxSize">A file that states more is refused.</param>
    /// <param name="known">
    /// Gives a Blob that is at hand already, or null: to go on after an interruption. It is verified like any other.
    /// </param>
    /// <param name="progress">Told as parts are verified.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>The file's bytes and what it is.</returns>
    /// <exception cref="FileTransferException">The file could not be had.</exception>
    public async Task<(long Size, string MediaType)> GetAsync(
        BlobHash root, Stream output, long maxSize, Func<BlobHash, byte[]?>? known = null,
        IProgress<FileProgress>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var fetch = new FileFetch(root, maxSize);
        var gets = new BlobGets(node, _options, known, ended.Token);
        try
        {
            await FetchAsync(fetch, gets, new OrderedWriter(output), progress, cancel).ConfigureAwait(false);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
        }

        return (fetch.Received, fetch.MediaType);
    }

    /// <summary>
    /// Stores once more all that a file consists of, so that the ring keeps it for another
    /// <see cref="FileTransferOptions.Life"/>.
    /// </summary>
    /// <param name="root">The file's root.</param>
    /// <param name="maxSize">A file that states more is refused.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="FileTransferException">A part could not be had, or was not acknowledged.</exception>
    public async Task RenewAsync(BlobHash root, long maxSize, CancellationToken cancel = default)
    {
        var puts = new BlobPuts(node, _options, null);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var fetch = new FileFetch(root, maxSize);
        var gets = new BlobGets(node, _options, null, ended.Token);
        try
        {
            while (!fetch.IsComplete)
            {
                foreach (var hash in fetch.Want(_options.Parallel)) gets.Begin(hash);
                var (wanted, content) = await gets.NextAsync().ConfigureAwait(false);
                Accept(fetch, wanted, content);
                await puts.AddAsync(new Blob(wanted, content), cancel).ConfigureAwait(false);
            }
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
        }

        await puts.FinishAsync().ConfigureAwait(false);
    }

    /// <summary>What a root stands for: the directory, or null where it is a file's.</summary>
    /// <exception cref="FileTransferException">The root could not be had, or is neither.</exception>
    public async Task<DirectoryManifest?> FindDirectoryAsync(BlobHash root, CancellationToken cancel = default)
    {
        var content = await new BlobGets(node, _options, null, cancel).GetAsync(root).ConfigureAwait(false);
        try
        {
            if (root != BlobHash.OfManifest(content)) throw new ProtocolException("Blob", "a manifest");
            return DirectoryManifest.IsDirectory(content) ? DirectoryManifest.Read(content) : null;
        }
        catch (ProtocolException wrong)
        {
            throw new FileTransferException(
                FileFailure.Damaged, $"{root} is not the root of a file: {wrong.Message}", wrong);
        }
    }

    private async Task FetchAsync(
        FileFetch fetch, BlobGets gets, OrderedWriter writer, IProgress<FileProgress>? progress, CancellationToken cancel)
    {
        while (!fetch.IsComplete)
        {
            // Many at a time, for a holder that is asked for several wakes up once for all of them.
            if (gets.UnderWay == 0 || (writer.Waiting < _options.Ahead && gets.UnderWay <= _options.Parallel / 2))
            {
                foreach (var hash in fetch.Want(_options.Parallel)) gets.Begin(hash);
            }

            var (wanted, content) = await gets.NextAsync().ConfigureAwait(false);
            foreach (var part in Accept(fetch, wanted, content))
                await writer.WriteAsync(part, cancel).ConfigureAwait(false);
            progress?.Report(new(fetch.Received, fetch.Size));
        }
    }

    private static IReadOnlyList<FilePart> Accept(FileFetch fetch, BlobHash hash, byte[] content)
    {
        try
        {
            return fetch.Accept(hash, content);
        }
        catch (ProtocolException wrong)
        {
            var reason = wrong.Field == "file" ? FileFailure.TooLarge : FileFailure.Damaged;
            throw new FileTransferException(reason, $"The file is not as it should be. {wrong.Message}", wrong);
        }
    }
}
