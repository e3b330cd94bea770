using Rings.Host.Cli;
using Rings.Protocol.Storage;

namespace Rings.Host.Files;

/// <summary>
/// A file on its way: it grows as <c>NAME.part</c> and takes its name when it is whole. What an earlier run left there is
/// at hand again, chunk by chunk, each verified when it is asked for.
/// </summary>
internal sealed class PartialFile : IAsyncDisposable
{
    private const int Chunk = RecordLimits.MaxValueBytes;

    private readonly string _target;
    private readonly FileStream _file;
    private readonly Dictionary<BlobHash, (long Offset, int Length)> _chunks = [];

    private PartialFile(string target)
    {
        _target = target;
        _file = Begin(Path);
    }

    /// <summary>Where it grows.</summary>
    public string Path => _target + ".part";

    /// <summary>Takes the file's bytes, from its first on.</summary>
    public Stream Output => _file;

    /// <summary>Whether something came that a later run can go on from.</summary>
    public bool HasBegun => _file.Length > 0;

    /// <summary>Bytes that <see cref="Known"/> gave.</summary>
    public long Reused { get; private set; }

    /// <summary>Opens it and looks at what is there.</summary>
    /// <param name="target">The file's name when it is whole.</param>
    /// <param name="cancel">Ends the look.</param>
    /// <exception cref="IOException">Another run is at it, or it cannot be there.</exception>
    public static async Task<PartialFile> OpenAsync(string target, CancellationToken cancel)
    {
        var partial = new PartialFile(target);
        try
        {
            await partial.LookAsync(cancel);
            return partial;
        }
        catch
        {
            await partial.DisposeAsync();
            throw;
        }
    }

    /// <summary>A chunk that is at hand; null: it has to be fetched.</summary>
    public byte[]? Known(BlobHash hash)
    {
        if (!_chunks.TryGetValue(hash, out var place)) return null;
        var bytes = new byte[place.Length];
        // Another file may have been begun here under the same name, and this one's bytes may lie over it by now.
        if (RandomAccess.Read(_file.SafeFileHandle, bytes, place.Offset) < bytes.Length || BlobHash.OfChunk(bytes) != hash) return null;
        Reused += bytes.Length;
        return bytes;
    }

    /// <summary>The file is whole: gives it its name.</summary>
    /// <param name="size">Its bytes.</param>
    public async Task FinishAsync(long size)
    {
        _file.SetLength(size);
        _file.Flush(flushToDisk: true);
        await _file.DisposeAsync();
        File.Move(Path, _target, overwrite: true);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_file.SafeFileHandle.IsClosed) return;
        if (!HasBegun) File.Delete(Path);
        await _file.DisposeAsync();
    }

    /// <summary>Makes the file, or opens what an earlier run left. A link that somebody laid there is followed in neither
    /// case (CWE-59).</summary>
    private static FileStream Begin(string path)
    {
        try
        {
            return Open(path, FileMode.CreateNew);
        }
        catch (IOException) when (File.Exists(path) || new FileInfo(path).LinkTarget is not null)
        {
            return new FileInfo(path).LinkTarget is { } elsewhere
                ? throw new UserErrorException($"{path} is a link to {elsewhere}: what it leads to is not touched. Remove it")
                : Open(path, FileMode.Open);
        }
    }

    // Without a buffer: what is read at an offset must be what was written there.
    private static FileStream Open(string path, FileMode mode) => new(
        path, mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);

    private async Task LookAsync(CancellationToken cancel)
    {
        var buffer = new byte[Chunk];
        for (long offset = 0; ; offset += Chunk)
        {
            var length = await RandomAccess.ReadAsync(_file.SafeFileHandle, buffer, offset, cancel);
            if (length == 0) return;
            _chunks.TryAdd(BlobHash.OfChunk(buffer.AsSpan(0, length)), (offset, length));
        }
    }
}
