using System.Collections.Immutable;
using System.Text;
using Google.Protobuf;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Storage.Files;

/// <summary>Files by their paths: what is stored of a small web site.</summary>
public sealed class DirectoryManifest
{
    /// <summary>The most bytes of a path.</summary>
    public const int MaxPathBytes = 1024;

    private DirectoryManifest(ImmutableArray<DirectoryEntry> entries) => Entries = entries;

    /// <summary>The files, in the order of their paths.</summary>
    public ImmutableArray<DirectoryEntry> Entries { get; }

    /// <summary>Puts files together.</summary>
    /// <exception cref="ProtocolException">
    /// A path is not relative and plain or stands there twice, or the manifest is longer than a Blob.
    /// </exception>
    public static DirectoryManifest Of(IEnumerable<DirectoryEntry> entries)
    {
        ImmutableArray<DirectoryEntry> ordered = [.. entries.OrderBy(entry => entry.Path, StringComparer.Ordinal)];
        for (var i = 0; i < ordered.Length; i++)
        {
            Check(ordered[i]);
            if (i > 0 && ordered[i].Path == ordered[i - 1].Path)
                throw new ProtocolException("Directory.path", "each path once");
        }

        var manifest = new DirectoryManifest(ordered);
        return manifest.ToBytes().Length <= RecordLimits.MaxValueBytes
            ? manifest
            : throw new ProtocolException("Directory", $"at most {RecordLimits.MaxValueBytes} bytes of manifest");
    }

    /// <summary>Reads a manifest of a directory.</summary>
    /// <exception cref="ProtocolException">
    /// Too long, malformed, out of order, or with a path that leads elsewhere.
    /// </exception>
    public static DirectoryManifest Read(ReadOnlySpan<byte> bytes)
    {
        var message = Manifests.Read(bytes).Directory ?? throw new ProtocolException("Manifest", "a directory's");
        var entries = message.Entries.Select(entry => new DirectoryEntry(
            entry.Path,
            BlobHash.Read(entry.Root.Span, "Directory.root"),
            entry.Size <= long.MaxValue ? (long)entry.Size : throw new ProtocolException("Directory.size",
                "below 2^63"),
            entry.MediaType)).ToList();
        var manifest = Of(entries);
        return manifest.Entries.SequenceEqual(entries)
            ? manifest
            : throw new ProtocolException("Directory.entries", "ascending paths");
    }

    /// <summary>Whether a manifest is a directory's.</summary>
    /// <exception cref="ProtocolException">Too long, or no manifest.</exception>
    public static bool IsDirectory(ReadOnlySpan<byte> bytes) => Manifests.Read(bytes).Directory is not null;

    /// <summary>The file of a path; null where there is none.</summary>
    public DirectoryEntry? Find(string path) => Entries.FirstOrDefault(entry => entry.Path == path);

    /// <summary>The manifest's bytes.</summary>
    public byte[] ToBytes() => new Proto.Manifest
    {
        Directory = new()
        {
            Entries =
            {
                Entries.Select(entry => new Proto.Directory.Types.Entry
                {
                    Path = entry.Path,
                    Root = ProtoBytes.Wrap(entry.Root.ToArray()),
                    Size = (ulong)entry.Size,
                    MediaType = entry.MediaType,
                }),
            },
        },
    }.ToByteArray();

    /// <summary>
    /// Whether a file may stand under this path: relative, its parts not empty and neither <c>.</c> nor <c>..</c>, without
    /// control characters and <c>\\</c>, up to <see cref="MaxPathBytes"/>. A colon may stand in it:
    /// whether the reader's disks have such names is the reader's to say.
    /// </summary>
    public static bool IsPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Encoding.UTF8.GetByteCount(path) <= MaxPathBytes
            && !path.Any(character => char.IsControl(character) || character == '\\')
            && path.Split('/').All(part => part is not ("" or "." or ".."));
    }

    private static void Check(DirectoryEntry entry)
    {
        if (!IsPath(entry.Path))
        {
            throw new ProtocolException(
                "Directory.path", $"a relative path of up to {MaxPathBytes} bytes without control characters, '\\', and . and .. parts");
        }

        if (entry.Size < 0) throw new ProtocolException("Directory.size", "0 or more");
        if (Encoding.UTF8.GetByteCount(entry.MediaType) > FileNode.MaxMediaType)
            throw new ProtocolException("Directory.media_type", $"at most {FileNode.MaxMediaType} bytes");
    }
}
