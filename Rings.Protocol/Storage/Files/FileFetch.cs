namespace Rings.Protocol.Storage.Files;

/// <summary>
/// Fetches a file from its root: says which Blobs are wanted next, verifies each that comes, from whichever holder and
/// in whatever order, and tells where its bytes belong.
/// </summary>
/// <remarks>
/// Holds no bytes. To go on after an interruption, begin anew and give it the Blobs that are at hand. A manifest cannot
/// make it want more than the root's size: sizes are stated from above and checked below.
/// </remarks>
internal sealed class FileFetch
{
    private readonly long _maxSize;
    private readonly PriorityQueue<Piece, (long Offset, int Depth)> _open = new();
    private readonly Dictionary<BlobHash, List<Piece>> _wanted = [];

    /// <summary>Begins.</summary>
    /// <param name="root">The hash of the file's root.</param>
    /// <param name="maxSize">A file that states more is refused.</param>
    public FileFetch(BlobHash root, long maxSize)
    {
        _maxSize = maxSize;
        Open(new Piece(root, 0, null, 0));
    }

    /// <summary>The file's bytes; null until the root is known.</summary>
    public long? Size { get; private set; }

    /// <summary>What the file is; empty until the root is known, or where it does not say.</summary>
    public string MediaType { get; private set; } = "";

    /// <summary>Verified bytes so far.</summary>
    public long Received { get; private set; }

    /// <summary>Whether all bytes were told.</summary>
    public bool IsComplete => Size == Received && _open.Count == 0 && _wanted.Count == 0;

    /// <summary>
    /// Blobs to be fetched now, in the order of the file. Each is named once, until <see cref="Failed"/>.
    /// </summary>
    /// <param name="most">How many may be under way at a time, those named before included.</param>
    public IReadOnlyList<BlobHash> Want(int most)
    {
        var hashes = new List<BlobHash>();
        while (_wanted.Count < most && _open.TryDequeue(out var piece, out _))
        {
            if (_wanted.TryGetValue(piece.Hash, out var same))
            {
                same.Add(piece);
                continue;
            }

            _wanted.Add(piece.Hash, [piece]);
            hashes.Add(piece.Hash);
        }

        return hashes;
    }

    /// <summary>A Blob could not be had: it is wanted again.</summary>
    public void Failed(BlobHash hash)
    {
        if (!_wanted.Remove(hash, out var pieces)) return;
        foreach (var piece in pieces) Open(piece);
    }

    /// <summary>Takes a Blob in.</summary>
    /// <param name="hash">Its name, as wanted.</param>
    /// <param name="content">Its bytes.</param>
    /// <returns>The file's parts that it gives: none for a manifest, several where the file repeats itself.</returns>
    /// <exception cref="ProtocolException">
    /// Nobody wanted it, or the bytes are not those of the name; it stays wanted. Or the file is not sound as stored:
    /// every holder would give the same.
    /// </exception>
    public IReadOnlyList<FilePart> Accept(BlobHash hash, ReadOnlyMemory<byte> content)
    {
        if (!_wanted.TryGetValue(hash, out var pieces)) throw new ProtocolException("Blob", "one that is wanted");
        var isChunk = pieces[0].Depth == 0 && pieces[0].Size is not null;
        if (hash != (isChunk ? BlobHash.OfChunk(content.Span) : BlobHash.OfManifest(content.Span)))
            throw new ProtocolException("Blob.content", $"the bytes of {hash}");
        var parts = new List<FilePart>();
        foreach (var piece in pieces)
        {
            if (isChunk) parts.Add(Take(piece, content));
            else Open(piece, FileNode.Read(content.Span));
        }

        _wanted.Remove(hash);
        return parts;
    }

    /// <summary>What is nearest to the file's beginning is wanted first, whenever its manifest came.</summary>
    private void Open(Piece piece) => _open.Enqueue(piece, (piece.Offset, -piece.Depth));

    private FilePart Take(Piece piece, ReadOnlyMemory<byte> content)
    {
        if (content.Length != piece.Size) throw new ProtocolException("FileNode.size", "the size of the chunk");
        Received += content.Length;
        return new(piece.Offset, content);
    }

    private void Open(Piece piece, FileNode node)
    {
        if (piece.Size is { } size)
        {
            if (node.Size != size || node.Depth != piece.Depth)
                throw new ProtocolException("FileNode", "the size and depth that the node above states");
        }
        else
        {
            if (node.Size > _maxSize) throw new ProtocolException("file", $"at most {_maxSize} bytes");
            (Size, MediaType) = (node.Size, node.MediaType);
        }

        var end = piece.Offset + node.Size;
        foreach (var child in node.Children.Reverse())
        {
            end -= child.Size;
            Open(new Piece(child.Hash, end, child.Size, node.Depth - 1));
        }
    }

    /// <param name="Hash">The Blob.</param>
    /// <param name="Offset">Where its first byte belongs.</param>
    /// <param name="Size">How many bytes of the file lie in it or below; null for the root.</param>
    /// <param name="Depth">0 for a chunk; of no meaning for the root.</param>
    private readonly record struct Piece(BlobHash Hash, long Offset, long? Size, int Depth);
}
