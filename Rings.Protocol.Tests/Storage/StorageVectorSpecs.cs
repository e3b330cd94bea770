using System.Text.Json.Nodes;
using Rings.Protocol.Identity;
using Rings.Protocol.Storage;
using Rings.Protocol.Storage.Files;

namespace Rings.Protocol.Tests.Storage;

/// <summary>What <c>vectors/storage.json</c> says of records, of files and of manifests.</summary>
public class StorageVectorSpecs
{
    private static readonly JsonNode File = Repository.Vectors("storage.json");

    private static readonly RingId Ring = RingId.Read(Convert.FromHexString(Text(File, "ring")));

    [Fact]
    public void Records_are_judged_as_the_vectors_say() => Assert.Equal(43, Each("judged_records", vector =>
        Assert.Equal((Text(vector, "name"), Text(vector, "verdict")), (Text(vector, "name"), VerdictOn(vector)))));

    [Fact]
    public void Bodies_are_refused_or_unknown_as_the_vectors_say()
    {
        Assert.Equal(11, Each("refused_messages", vector =>
            Assert.Throws<ProtocolException>(() => StorageCodec.Read(Hex(vector, "body")))));
        Assert.Equal(2, Each("unsupported_messages", vector => Assert.Null(StorageCodec.Read(Hex(vector, "body")))));
    }

    [Fact]
    public void Files_are_cut_as_the_vectors_say() => Assert.Equal(6, Each("files", vector =>
    {
        var size = vector["size"]!.GetValue<int>();
        var packer = new FilePacker();
        var blobs = packer.Add([.. Enumerable.Range(0, size).Select(static i => (byte)(i % 251))])
            .Concat(packer.Finish(Text(vector, "media_type"))).ToList();
        var manifests = vector["manifests"]!.AsArray();

        Assert.Equal(Text(vector, "root"), blobs[^1].Hash.ToString());
        Assert.Equal(vector["chunks"]!.GetValue<int>() + manifests.Count, blobs.Count);
        foreach (var manifest in manifests)
        {
            var blob = Assert.Single(blobs, blob => blob.Hash.ToString() == Text(manifest!, "hash"));
            Assert.Equal(blob.Hash, BlobHash.OfManifest(blob.Content.Span));
            Assert.True(manifest!["bytes"] is null || Hex(manifest, "bytes").AsSpan().SequenceEqual(blob.Content.Span));
        }
    }));

    [Fact]
    public void Directories_both_ways() => Assert.Equal(2, Each("directories", vector =>
    {
        var manifest = DirectoryManifest.Read(Hex(vector, "bytes"));

        Assert.Equal(Hex(vector, "bytes"), manifest.ToBytes());
        Assert.Equal(Text(vector, "hash"), BlobHash.OfManifest(manifest.ToBytes()).ToString());
        Assert.Equal(
            vector["entries"]!.AsArray().Select(entry => (Text(entry!, "path"), Text(entry!, "root"))),
            manifest.Entries.Select(entry => (entry.Path, entry.Root.ToString())));
    }));

    [Fact]
    public void Manifests_that_do_not_add_up_or_lead_elsewhere_are_refused() =>
        Assert.Equal(14, Each("refused_manifests", vector => Assert.Throws<ProtocolException>(() =>
        {
            var bytes = Hex(vector, "bytes");
            if (DirectoryManifest.IsDirectory(bytes)) DirectoryManifest.Read(bytes);
            else FileNode.Read(bytes);
        })));

    private static string VerdictOn(JsonNode vector)
    {
        try
        {
            var rules = new RecordRules(Ring, new(Ring, new()), new());
            var at = Instant.FromUnixMilliseconds(vector["at_ms"]!.GetValue<long>());
            return rules.Check(
                StoredRecord.Read(Hex(vector, "bytes")), Did.Parse(Text(vector, "key")), default, at).ToString();
        }
        catch (ProtocolException)
        {
            return "Malformed";
        }
    }

    private static int Each(string name, Action<JsonNode> check)
    {
        var vectors = File[name]!.AsArray();
        foreach (var vector in vectors) check(vector!);
        return vectors.Count;
    }

    private static string Text(JsonNode vector, string name) => vector[name]!.GetValue<string>();

    private static byte[] Hex(JsonNode vector, string name) => Convert.FromHexString(Text(vector, name));
}
