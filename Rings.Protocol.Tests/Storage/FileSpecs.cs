using CsCheck;
using Rings.Protocol.Storage;
using Rings.Protocol.Storage.Files;

namespace Rings.Protocol.Tests.Storage;

public class FileSpecs
{
    private const int Chunk = RecordLimits.MaxValueBytes;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Chunk)]
    [InlineData(Chunk + 1)]
    [InlineData((512 * Chunk) + 5)]
    public void A_file_comes_back_whatever_order_its_pieces_come_in(int size)
    {
        var content = Content(size);
        var (blobs, root) = Pack(content, "text/plain");
        Assert.All(blobs.Values, blob => Assert.InRange(blob.Length, 0, Chunk));
        Gen.Int[0, 1000].Sample(seed =>
        {
            var fetch = new FileFetch(root, long.MaxValue);
            Assert.Equal(content, Fetch(fetch, blobs, new Random(seed)));
            Assert.Equal((size, size, "text/plain"), (fetch.Size, fetch.Received, fetch.MediaType));
        }, iter: size > Chunk * 2 ? 2 : 20);
    }

    [Fact]
    public void The_same_bytes_have_the_same_root_however_they_came()
    {
        var content = Content(200_000);

        Gen.Int[1, 70_000].Array[1, 50].Sample(steps =>
        {
            var packer = new FilePacker();
            var at = 0;
            foreach (var step in steps)
            {
                var taken = Math.Min(step, content.Length - at);
                packer.Add(content.AsSpan(at, taken));
                at += taken;
            }

            packer.Add(content.AsSpan(at));
            Assert.Equal(Pack(content, "a/b").Root, packer.Finish("a/b")[^1].Hash);
        }, iter: 20);
    }

    [Fact]
    public void The_first_of_the_file_is_wanted_first_whichever_manifest_came_first()
    {
        var (blobs, root) = Pack(Content(1100 * Chunk), "");
        var fetch = new FileFetch(root, long.MaxValue);
        fetch.Want(8);
        fetch.Accept(root, blobs[root]);
        foreach (var manifest in fetch.Want(8).Reverse()) fetch.Accept(manifest, blobs[manifest]);

        var first = fetch.Want(3);

        Assert.Equal([0, Chunk, 2 * Chunk], first.Select(hash => fetch.Accept(hash, blobs[hash])[0].Offset));
    }

    [Fact]
    public void Bytes_that_are_not_of_their_name_are_refused_and_asked_for_again()
    {
        var (blobs, root) = Pack(Content(100_000), "");
        var fetch = new FileFetch(root, long.MaxValue);
        fetch.Want(8);
        fetch.Accept(root, blobs[root]);
        var chunk = fetch.Want(8)[0];
        var forged = blobs[chunk].ToArray();
        forged[5] ^= 1;

        Assert.Throws<ProtocolException>(() => fetch.Accept(chunk, forged));
        Assert.Throws<ProtocolException>(() => fetch.Accept(BlobHash.OfChunk([1]), new byte[] { 1 }));
        Assert.Equal(0, fetch.Received);
        fetch.Failed(chunk);
        Assert.Equal(chunk, fetch.Want(8)[0]);
        Assert.Equal(Chunk, fetch.Accept(chunk, blobs[chunk])[0].Content.Length);
    }

    [Fact]
    public void Fetching_goes_on_with_what_is_at_hand()
    {
        var content = Content(300_000);
        var (blobs, root) = Pack(content, "");
        var local = blobs.Where((_, i) => i % 2 == 0).ToDictionary();
        var (asked, fetch) = (0, new FileFetch(root, long.MaxValue));
        while (!fetch.IsComplete)
        {
            foreach (var hash in fetch.Want(4))
            {
                if (!local.ContainsKey(hash)) asked++;
                fetch.Accept(hash, blobs[hash]);
            }
        }

        Assert.Equal(blobs.Count - local.Count, asked);
    }

    [Fact]
    public void No_more_is_under_way_than_allowed_and_repeated_chunks_are_fetched_once()
    {
        var (blobs, root) = Pack(new byte[20 * Chunk], "");
        var fetch = new FileFetch(root, long.MaxValue);
        Assert.Equal([root], fetch.Want(3));
        fetch.Accept(root, blobs[root]);

        var zeros = Assert.Single(fetch.Want(3));
        Assert.Equal(20, fetch.Accept(zeros, blobs[zeros]).Count);
        Assert.True(fetch.IsComplete);
        Assert.Equal(2, blobs.Count);
    }

    [Fact]
    public void A_manifest_that_lies_about_sizes_or_depth_is_refused()
    {
        var chunk = Blob.Chunk(Content(10));
        FileNode Node(int depth, long size, params FileChild[] children) => new(depth, size, [.. children], "");
        void Refused(FileNode root, params Blob[] below)
        {
            var manifest = Blob.Manifest(root.ToBytes());
            var blobs = below.Append(manifest).ToDictionary(blob => blob.Hash, blob => blob.Content);
            Assert.Throws<ProtocolException>(() => Fetch(new(manifest.Hash, 1 << 20), blobs, new Random(1)));
        }

        var low = Blob.Manifest(Node(1, 10, new FileChild(chunk.Hash, 10)).ToBytes());
        Refused(Node(1, 11, new FileChild(chunk.Hash, 10)), chunk);
        Refused(Node(1, 9, new FileChild(chunk.Hash, 9)), chunk);
        Refused(Node(1, 0, new FileChild(chunk.Hash, 0)), chunk);
        Refused(Node(1, Chunk + 1, new FileChild(chunk.Hash, Chunk + 1)), chunk);
        Refused(Node(5, 10, new FileChild(low.Hash, 10)), low, chunk);
        Refused(Node(3, 10, new FileChild(low.Hash, 10)), low, chunk);
        Refused(Node(2, 9, new FileChild(low.Hash, 9)), low, chunk);
        Refused(Node(2, 2 << 20, new FileChild(low.Hash, 2 << 20)), low, chunk);
    }

    [Fact]
    public void A_directory_is_read_back_and_finds_its_files()
    {
        var entries = new[] { "index.html", "css/site.css", "a/b/c" }
            .Select((path, i) => new DirectoryEntry(path, BlobHash.OfChunk([(byte)i]), i, "text/plain")).ToList();

        var read = DirectoryManifest.Read(DirectoryManifest.Of(entries).ToBytes());

        Assert.Equal(["a/b/c", "css/site.css", "index.html"], read.Entries.Select(entry => entry.Path));
        Assert.Equal(entries[1], read.Find("css/site.css"));
        Assert.Null(read.Find("css"));
    }

    [Theory]
    [InlineData("12:30.txt")]
    [InlineData("100%25.txt")]
    [InlineData("h#q?.txt")]
    [InlineData("end ")]
    [InlineData("...")]
    public void A_path_may_have_what_some_disks_have_not(string path) =>
        Assert.NotNull(DirectoryManifest.Of([new(path, BlobHash.OfChunk([]), 0, "")]).Find(path));

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("../up")]
    [InlineData("a/../../up")]
    [InlineData("a//b")]
    [InlineData("./a")]
    [InlineData("a\\b")]
    [InlineData("a\u009bb")]
    [InlineData("a\nb")]
    public void A_path_that_leads_elsewhere_is_refused(string path) => Assert.Equal(
        "Directory.path",
        Assert.Throws<ProtocolException>(
            () => DirectoryManifest.Of([new(path, BlobHash.OfChunk([]), 0, "")])).Field);

    [Fact]
    public void Paths_stand_there_once_and_in_a_manifest_of_a_Blobs_size()
    {
        var entry = new DirectoryEntry("a", BlobHash.OfChunk([]), 0, "");

        Assert.Throws<ProtocolException>(() => DirectoryManifest.Of([entry, entry]));
        Assert.Throws<ProtocolException>(() => DirectoryManifest.Of(
            Enumerable.Range(0, 1000).Select(i => entry with { Path = $"file {i}" })));
        Assert.Throws<ProtocolException>(() => FileNode.Read(DirectoryManifest.Of([entry]).ToBytes()));
        Assert.Throws<ProtocolException>(() => DirectoryManifest.Read([1, 2, 3]));
    }

    private static byte[] Content(int size)
    {
        var content = new byte[size];
        new Random(size).NextBytes(content);
        return content;
    }

    private static (Dictionary<BlobHash, ReadOnlyMemory<byte>> Blobs, BlobHash Root) Pack(byte[] content,
        string mediaType)
    {
        var packer = new FilePacker();
        List<Blob> blobs = [.. packer.Add(content), .. packer.Finish(mediaType)];
        return (blobs.DistinctBy(blob => blob.Hash).ToDictionary(blob => blob.Hash, blob => blob.Content),
            blobs[^1].Hash);
    }

    private static byte[] Fetch(FileFetch fetch, Dictionary<BlobHash, ReadOnlyMemory<byte>> blobs, Random random)
    {
        var content = Array.Empty<byte>();
        var underWay = new List<BlobHash>();
        while (!fetch.IsComplete)
        {
            underWay.AddRange(fetch.Want(16));
            var index = random.Next(underWay.Count);
            var hash = underWay[index];
            underWay.RemoveAt(index);
            foreach (var part in fetch.Accept(hash, blobs[hash]))
            {
                if (content.Length == 0) content = new byte[fetch.Size!.Value];
                part.Content.Span.CopyTo(content.AsSpan((int)part.Offset));
            }
        }

        return content;
    }
}
