using System.Collections.Immutable;
using System.Text;
using Google.Protobuf;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Storage.Files;

/// <summary>A manifest of a file, or of a part of one: its children in order.</summary>
/// <param name="Depth">1 where the children are chunks, up to 4.</param>
/// <param name="Size">Bytes of the file that lie below.</param>
/// <param name="Children">Up to 512.</param>
/// <param name="MediaType">What the file is; of the root alone.</param>
internal sealed record FileNode(int Depth, long Size, ImmutableArray<FileChild> Children, string MediaType)
{
    /// <summary>The most children.</summary>
    public const int MaxChildren = 512;

    /// <summary>The greatest depth: files of up to 2 PiB.</summary>
    public const int MaxDepth = 4;

    /// <summary>The most bytes of a media type.</summary>
    public const int MaxMediaType = 127;

    /// <summary>Reads a manifest of a file.</summary>
    /// <exception cref="ProtocolException">Too long, malformed, or its sizes do not add up.</exception>
    public static FileNode Read(ReadOnlySpan<byte> bytes)
    {
        var message = Manifests.Read(bytes).File ?? throw new ProtocolException("Manifest", "a file's");
        if (message.Depth is 0 or > MaxDepth) throw new ProtocolException("FileNode.depth", $"1 to {MaxDepth}");
        if (message.Children.Count > MaxChildren)
            throw new ProtocolException("FileNode.children", $"at most {MaxChildren}");
        if (Encoding.UTF8.GetByteCount(message.MediaType) > MaxMediaType)
            throw new ProtocolException("FileNode.media_type", $"at most {MaxMediaType} bytes");
        var most = MostBelow((int)message.Depth - 1);
        ImmutableArray<FileChild> children =
        [
            .. message.Children.Select(child => child.Size > 0 && child.Size <= (ulong)most
                ? new FileChild(BlobHash.Read(child.Hash.Span, "FileNode.hash"), (long)child.Size)
                : throw new ProtocolException("FileNode.size", $"1 to {most} for this depth")),
        ];
        var size = children.Sum(child => child.Size);
        return (ulong)size == message.Size
            ? new((int)message.Depth, size, children, message.MediaType)
            : throw new ProtocolException("FileNode.size", "the sum of the children's");
    }

    /// <summary>The manifest's bytes.</summary>
    public byte[] ToBytes() => new Proto.Manifest
    {
        File = new()
        {
            Depth = (uint)Depth,
            Size = (ulong)Size,
            Children =
            {
                Children.Select(child => new Proto.FileNode.Types.Child
                {
                    Hash = ProtoBytes.Wrap(child.Hash.ToArray()),
                    Size = (ulong)child.Size,
                }),
            },
            MediaType = MediaType,
        },
    }.ToByteArray();

    /// <summary>The most bytes of a file that lie below a node of a depth; 0 is a chunk.</summary>
    internal static long MostBelow(int depth)
    {
        long most = RecordLimits.MaxValueBytes;
        for (var i = 0; i < depth; i++) most *= MaxChildren;
        return most;
    }
}
