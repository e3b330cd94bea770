using Rings.Actors.Files;
using Rings.Actors.Public;
using Rings.Host.Cli;
using Rings.Host.Http;
using Rings.Protocol.Storage;

namespace Rings.Host.Files;

/// <summary>
/// Fetches files. Of what is not here yet the running node sends the verified whole; a file that an interrupted run began
/// goes on by the Blobs that it lacks.
/// </summary>
/// <param name="blobs">Where the Blobs come from.</param>
/// <param name="whole">Has the node fetch, verify and write a file: its root, where to; gives its bytes.</param>
/// <param name="progress">Told as parts are verified.</param>
internal sealed class FileDownload(
    IRecords blobs, Func<BlobHash, Stream, CancellationToken, Task<long>> whole, IProgress<FileProgress>? progress)
{
    private readonly RingsFiles _files = new(blobs);

    /// <summary>Fetches into a file.</summary>
    /// <param name="root">The file's root.</param>
    /// <param name="target">The file; it is there when all of it is.</param>
    /// <param name="cancel">Interrupts it.</param>
    /// <returns>The file's bytes, and how many of them an earlier run had left.</returns>
    /// <exception cref="UserErrorException">It is not whole; what came is kept for the next run.</exception>
    public async Task<(long Size, long Reused)> ToFileAsync(BlobHash root, string target, CancellationToken cancel)
    {
        await using var partial = await PartialFile.OpenAsync(target, cancel);
        try
        {
            var size = partial.HasBegun
                ? await GoOnAsync(root, partial, cancel)
                : await whole(root, partial.Output, cancel);
            await partial.FinishAsync(size);
            return (size, partial.Reused);
        }
        catch (Exception error) when (error is FileTransferException or UserErrorException or OperationCanceledException)
        {
            var why = error is OperationCanceledException ? "the file is not whole." : error.Message;
            var then = partial.HasBegun ? $" What came is in {partial.Path}: the same command goes on from there" : "";
            throw new UserErrorException(why + then, error);
        }
    }

    private async Task<long> GoOnAsync(BlobHash root, PartialFile partial, CancellationToken cancel) => (await _files.GetAsync(
        root, partial.Output, FileEndpoints.MaxFile, partial.Known, progress, cancel)).Size;
}
