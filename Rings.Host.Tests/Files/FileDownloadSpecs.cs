using System.Collections.Immutable;
using Rings.Actors.Files;
using Rings.Host.Cli;
using Rings.Host.Files;
using Rings.Protocol.Storage;
using Rings.Protocol.Storage.Files;

namespace Rings.Host.Tests.Files;

public sealed class FileDownloadSpecs : IDisposable
{
    private const int Chunk = RecordLimits.MaxValueBytes;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rings-download-");
    private readonly Dictionary<BlobHash, byte[]> _ring = [];
    private readonly List<BlobHash> _asked = [];
    private readonly byte[] _bytes = new byte[(10 * Chunk) + 100];
    private readonly BlobHash _root;
    private int _patience = int.MaxValue;

    public FileDownloadSpecs()
    {
        new Random(1).NextBytes(_bytes);
        _root = Store(_bytes);
    }

    private string Target => Path.Combine(_folder.FullName, "file");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_file_is_there_when_all_of_it_is()
    {
        Assert.Equal((_bytes.Length, 0), await FetchAsync());

        Assert.Equal(_bytes, await File.ReadAllBytesAsync(Target));
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public async Task An_interrupted_run_is_gone_on_with_and_only_the_rest_is_asked_for()
    {
        _patience = 8;
        var broken = await Assert.ThrowsAsync<UserErrorException>(FetchAsync);
        var here = (int)new FileInfo(Target + ".part").Length;
        _patience = int.MaxValue;
        _asked.Clear();

        var (size, reused) = await FetchAsync();

        Assert.EndsWith($"What came is in {Target}.part: the same command goes on from there", broken.Message, StringComparison.Ordinal);
        Assert.InRange(here, Chunk, _bytes.Length - 1);
        Assert.Equal((_bytes.Length, here), (size, reused));
        Assert.Equal(_bytes, await File.ReadAllBytesAsync(Target));
        Assert.Empty(_asked.Intersect(_bytes[..here].Chunk(Chunk).Select(chunk => BlobHash.OfChunk(chunk))));
    }

    [Fact]
    public async Task What_lies_there_damaged_is_fetched_again()
    {
        var left = _bytes[..(4 * Chunk)];
        left[Chunk + 5] ^= 1;
        await File.WriteAllBytesAsync(Target + ".part", [.. left, 1, 2, 3]);

        Assert.Equal((_bytes.Length, 3 * Chunk), await FetchAsync());

        Assert.Equal(_bytes, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task What_is_left_of_another_and_longer_file_does_no_harm()
    {
        var other = new byte[_bytes.Length + Chunk];
        new Random(2).NextBytes(other);
        // The first chunk of the file lies where the file's second will be written.
        _bytes.AsSpan(0, Chunk).CopyTo(other.AsSpan(Chunk));
        await File.WriteAllBytesAsync(Target + ".part", other);

        await FetchAsync();

        Assert.Equal(_bytes, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task A_file_that_is_not_there_leaves_nothing()
    {
        _ring.Clear();

        var missing = await Assert.ThrowsAsync<UserErrorException>(FetchAsync);

        Assert.EndsWith("it expired, or never was.", missing.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public async Task A_second_run_at_once_is_refused()
    {
        await using var first = await PartialFile.OpenAsync(Target, default);

        await Assert.ThrowsAsync<IOException>(FetchAsync);
    }

    private BlobHash Store(byte[] content)
    {
        var packer = new FilePacker();
        var last = content.Chunk(Chunk).SelectMany(chunk => packer.Add(chunk)).ToList();
        last.AddRange(packer.Finish(""));
        foreach (var blob in last) _ring[blob.Hash] = blob.Content.ToArray();
        return last[^1].Hash;
    }

    private Task<(long Size, long Reused)> FetchAsync() => Download().ToFileAsync(_root, Target, default);

    private FileDownload Download() => new(Blobs(), WholeAsync, progress: null);

    private RemoteBlobs Blobs() => new((query, _) =>
    {
        _asked.Add(query.Hash);
        if (_asked.Count > _patience) throw new UserErrorException("the node broke off.");
        return Task.FromResult<ImmutableArray<byte[]>?>(_ring.TryGetValue(query.Hash, out var found) ? [found] : []);
    });

    /// <summary>What the running node does.</summary>
    private async Task<long> WholeAsync(BlobHash root, Stream output, CancellationToken cancel) => (await new RingsFiles(Blobs())
        .GetAsync(root, output, long.MaxValue, cancel: cancel)).Size;
}
