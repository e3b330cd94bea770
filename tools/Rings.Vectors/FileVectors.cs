using System.Text.Json.Nodes;
using Rings.Protocol;
using Rings.Protocol.Storage;
using Rings.Protocol.Storage.Files;
using static Rings.Vectors.VectorBytes;

namespace Rings.Vectors;

/// <summary>
/// File trees (section 5.5). Byte i of a file is i mod 251, so the chunks follow from its size; every manifest is there
/// in full but those of 512 children, of which the hash is enough.
/// </summary>
internal static class FileVectors
{
    private static readonly int[] Sizes = [0, 1, 32_768, 32_769, 100_000, (512 * 32_768) + 1];

    public static JsonArray Files() => new([.. Sizes.Select(static size => (JsonNode)File(size))]);

    public static JsonArray Directories()
    {
        var entries = new DirectoryEntry[]
        {
            new("a/b.txt", BlobHash.OfManifest([1]), 1, "text/plain"),
            new("index.html", BlobHash.OfManifest([2]), 70_000, "text/html"),
        };
        return new(GoodOf("empty", []), GoodOf("two files", entries));
    }

    /// <summary>Manifests that a reader refuses, although their hash is right.</summary>
    public static JsonArray Refused()
    {
        var child = Child(5);
        var entry = Entry("a", 1);
        return new(
            FileOf("a size that is not the sum of the children's", 1, 6, child),
            FileOf("depth 0", 0, 5, child),
            FileOf("depth 5", 5, 5, child),
            FileOf("an empty child", 1, 0, Child(0)),
            FileOf("a chunk of more than 32,768 bytes", 1, 32_769, Child(32_769)),
            FileOf("a child with a hash of 31 bytes", 1, 5, Field(3, [.. Field(1, Bytes(0, 31)), 0x10, 5])),
            FileOf("513 children", 1, 513, [.. Enumerable.Repeat(Child(1), 513).SelectMany(static bytes => bytes)]),
            DirectoryOf("the same path twice", entry, entry),
            DirectoryOf("paths out of order", Entry("b", 1), entry),
            DirectoryOf("a path from the root", Entry("/a", 1)),
            DirectoryOf("a path that leads upwards", Entry("a/../../b", 1)),
            DirectoryOf("an empty path", Entry("", 1)),
            DirectoryOf("a path with a backslash", Entry("a\\b", 1)),
            DirectoryOf("a path of 1,025 bytes", Entry(new string('a', 1025), 1)));
    }

    private static JsonObject File(int size)
    {
        var packer = new FilePacker();
        var blobs = packer.Add([.. Enumerable.Range(0, size).Select(static i => (byte)(i % 251))])
            .Concat(packer.Finish("text/plain")).ToList();
        var chunks = blobs.Count(blob => blob.Hash == BlobHash.OfChunk(blob.Content.Span));
        return new JsonObject
        {
            ["size"] = size,
            ["media_type"] = "text/plain",
            ["chunks"] = chunks,
            ["root"] = blobs[^1].Hash.ToString(),
            ["manifests"] = new JsonArray([.. blobs.Where(blob => blob.Hash == BlobHash.OfManifest(blob.Content.Span))
                .Select(static blob => (JsonNode)new JsonObject
                {
                    ["hash"] = blob.Hash.ToString(),
                    ["bytes"] = blob.Content.Length < 1000 ? Hex(blob.Content.Span) : null,
                })]),
        };
    }

    private static JsonObject GoodOf(string name, DirectoryEntry[] entries)
    {
        var bytes = DirectoryManifest.Of(entries).ToBytes();
        return new JsonObject
        {
            ["name"] = name,
            ["entries"] = new JsonArray([.. entries.Select(static entry => (JsonNode)new JsonObject
            {
                ["path"] = entry.Path,
                ["root"] = entry.Root.ToString(),
                ["size"] = entry.Size,
                ["media_type"] = entry.MediaType,
            })]),
            ["bytes"] = Hex(bytes),
            ["hash"] = BlobHash.OfManifest(bytes).ToString(),
        };
    }

    private static JsonObject FileOf(string name, byte depth, int size, byte[] children) => RefusedOf(
        name, Field(1, [0x08, depth, 0x10, .. Varint(size), .. children]));

    private static JsonObject DirectoryOf(string name, params byte[][] entries) => RefusedOf(
        name, Field(2, [.. entries.SelectMany(static entry => entry)]));

    private static JsonObject RefusedOf(string name, byte[] manifest)
    {
        try
        {
            _ = DirectoryManifest.IsDirectory(manifest)
                ? DirectoryManifest.Read(manifest).Entries.Length
                : FileNode.Read(manifest).Children.Length;
        }
        catch (ProtocolException)
        {
            return new JsonObject { ["name"] = name, ["bytes"] = Hex(manifest) };
        }

        throw new InvalidOperationException($"'{name}' is read.");
    }

    private static byte[] Child(int size) => Field(3, [.. Field(1, Bytes(0, 32)), 0x10, .. Varint(size)]);

    private static byte[] Entry(string path, byte size) => Field(1,
        [.. Field(1, System.Text.Encoding.UTF8.GetBytes(path)), .. Field(2, Bytes(0, 32)), 0x18, size]);
}
