using Google.Protobuf;
using Rings.Protocol.Storage;
using Rings.Protocol.Storage.Files;

namespace Rings.Protocol.Tests.Storage;

/// <summary>The longest and the deepest that a file and a directory may be, and what is just beyond (protocol.md, 6).</summary>
public sealed class FileBoundSpecs
{
    private const long Chunk = 32 * 1024;

    private static readonly DirectoryEntry Entry = new("a", BlobHash.OfChunk([]), 0, "");

    [Fact]
    public void A_node_of_a_file_has_at_most_512_children_of_at_most_what_its_depth_holds()
    {
        Assert.Null(FieldOf(1, 512, 1, ""));
        Assert.Equal("FileNode.children", FieldOf(1, 513, 1, ""));
        Assert.Null(FieldOf(1, 1, Chunk, ""));
        Assert.Equal("FileNode.size", FieldOf(1, 1, Chunk + 1, ""));
        Assert.Null(FieldOf(4, 1, Chunk * 512 * 512 * 512, ""));
        Assert.Equal("FileNode.size", FieldOf(4, 1, (Chunk * 512 * 512 * 512) + 1, ""));
        Assert.Equal("FileNode.size", FieldOf(1, 1, 0, ""));
        Assert.Equal("FileNode.depth", FieldOf(0, 1, 1, ""));
        Assert.Equal("FileNode.depth", FieldOf(5, 1, 1, ""));
    }

    [Fact]
    public void A_media_type_has_at_most_127_bytes()
    {
        Assert.Null(FieldOf(1, 1, 1, new string('t', 127)));
        Assert.Equal("FileNode.media_type", FieldOf(1, 1, 1, new string('t', 128)));
        Assert.Equal("FileNode.media_type", FieldOf(1, 1, 1, new string('ü', 64)));
        Assert.Null(FieldOf(Entry with { MediaType = new string('t', 127) }));
        Assert.Equal("Directory.media_type", FieldOf(Entry with { MediaType = new string('t', 128) }));
    }

    [Fact]
    public void A_path_has_at_most_1024_bytes_and_a_file_no_less_than_none()
    {
        Assert.Null(FieldOf(Entry with { Path = new string('p', 1024) }));
        Assert.Equal("Directory.path", FieldOf(Entry with { Path = new string('p', 1025) }));
        Assert.Equal("Directory.path", FieldOf(Entry with { Path = new string('ü', 513) }));
        Assert.Equal("Directory.size", FieldOf(Entry with { Size = -1 }));
        Assert.Equal("Directory.path", FieldOf(Entry, Entry));
    }

    [Fact]
    public void A_directory_is_read_in_its_one_order_only()
    {
        var message = Proto.Manifest.Parser.ParseFrom(DirectoryManifest.Of([Entry, Entry with { Path = "b" }]).ToBytes());
        (message.Directory.Entries[0], message.Directory.Entries[1]) = (message.Directory.Entries[1], message.Directory.Entries[0]);

        Assert.Equal("Directory.entries", FieldOf(message));
        message.Directory.Entries.RemoveAt(0);
        Assert.Null(FieldOf(message));
        message.Directory.Entries[0].Size = 1UL << 63;
        Assert.Equal("Directory.size", FieldOf(message));
        message.Directory.Entries[0].Root = ByteString.Empty;
        Assert.Equal("Directory.root", FieldOf(message));
        Assert.Equal("Manifest", FieldOf(new Proto.Manifest { File = new() }));
    }

    [Fact]
    public void A_manifest_says_which_it_is_and_is_no_longer_than_a_chunk()
    {
        Assert.True(DirectoryManifest.IsDirectory(DirectoryManifest.Of([Entry]).ToBytes()));
        Assert.False(DirectoryManifest.IsDirectory(new FileNode(1, 0, [], "").ToBytes()));
        var longest = new byte[(int)Chunk + 1];
        Assert.Contains("32768", Assert.Throws<ProtocolException>(() => DirectoryManifest.Read(longest)).Message, StringComparison.Ordinal);
        Assert.Null(DirectoryManifest.Of([Entry]).Find("b"));
        Assert.Equal(Entry, DirectoryManifest.Of([Entry]).Find("a"));
    }

    [Fact]
    public void A_file_is_fetched_up_to_its_longest_and_bytes_that_were_not_asked_for_are_refused()
    {
        var chunk = Blob.Chunk(new byte[10]);
        var root = Blob.Manifest(new FileNode(1, 10, [new(chunk.Hash, 10)], "text/plain").ToBytes());

        Assert.Equal("file", Assert.Throws<ProtocolException>(() => Begun(root, 9)).Field);
        var fetch = Begun(root, 10);
        Assert.Equal((10L, "text/plain", 0L, false), (fetch.Size!.Value, fetch.MediaType, fetch.Received, fetch.IsComplete));
        Assert.Equal("Blob", Assert.Throws<ProtocolException>(() => fetch.Accept(chunk.Hash, chunk.Content)).Field);
        Assert.Equal([chunk.Hash], fetch.Want(1));
        Assert.Empty(fetch.Want(1));
        fetch.Failed(root.Hash);
        Assert.Equal("Blob.content", Assert.Throws<ProtocolException>(() => fetch.Accept(chunk.Hash, new byte[9])).Field);
        fetch.Failed(chunk.Hash);
        Assert.Equal([chunk.Hash], fetch.Want(1));
        Assert.Equal(0, Assert.Single(fetch.Accept(chunk.Hash, chunk.Content)).Offset);
        Assert.True(fetch.IsComplete);
    }

    private static FileFetch Begun(Blob root, long most)
    {
        var fetch = new FileFetch(root.Hash, most);
        Assert.Equal([root.Hash], fetch.Want(8));
        Assert.Empty(fetch.Accept(root.Hash, root.Content));
        return fetch;
    }

    /// <summary>Which field of a node with such children is refused, or null.</summary>
    private static string? FieldOf(int depth, int children, long each, string mediaType)
    {
        var node = new FileNode(
            depth, children * each, [.. Enumerable.Repeat(new FileChild(BlobHash.OfChunk([]), each), children)], mediaType);
        return Field(() => FileNode.Read(node.ToBytes()));
    }

    private static string? FieldOf(params DirectoryEntry[] entries) => Field(() => DirectoryManifest.Of(entries));

    private static string? FieldOf(Proto.Manifest manifest) => Field(() => DirectoryManifest.Read(manifest.ToByteArray()));

    private static string? Field(Action read) => (Xunit.Record.Exception(read) as ProtocolException)?.Field;
}
