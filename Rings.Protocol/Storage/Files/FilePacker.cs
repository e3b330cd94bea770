namespace Rings.Protocol.Storage.Files;

/// <summary>
/// Cuts a file into chunks of 32 KiB and writes the manifests above them, as the bytes come: a tree with up to 512
/// children a node, whose root names the whole.
/// </summary>
internal sealed class FilePacker
{
    private readonly byte[] _chunk = new byte[RecordLimits.MaxValueBytes];
    private readonly List<List<FileChild>> _levels = [[]];
    private int _filled;

    /// <summary>Bytes taken in so far.</summary>
    public long Size { get; private set; }

    /// <summary>Takes bytes in, however many.</summary>
    /// <returns>The Blobs that are complete.</returns>
    public IReadOnlyList<Blob> Add(ReadOnlySpan<byte> bytes)
    {
        var blobs = new List<Blob>();
        while (!bytes.IsEmpty)
        {
            var taken = Math.Min(bytes.Length, _chunk.Length - _filled);
            bytes[..taken].CopyTo(_chunk.AsSpan(_filled));
            bytes = bytes[taken..];
            _filled += taken;
            Size += taken;
            if (_filled == _chunk.Length) CloseChunk(blobs);
        }

        return blobs;
    }

    /// <summary>Ends the file.</summary>
    /// <param name="mediaType">What it is.</param>
    /// <returns>The Blobs that were left; the last is the root.</returns>
    /// <exception cref="ProtocolException">
    /// The file is too large for four levels, or the media type too long.
    /// </exception>
    public IReadOnlyList<Blob> Finish(string mediaType)
    {
        var blobs = new List<Blob>();
        if (_filled > 0) CloseChunk(blobs);
        for (var level = 0; level < _levels.Count - 1; level++)
        {
            if (_levels[level].Count > 0) Rise(level, blobs);
        }

        blobs.Add(Close(_levels.Count - 1, mediaType).Blob);
        return blobs;
    }

    private void CloseChunk(List<Blob> blobs)
    {
        var blob = Blob.Chunk(_chunk.AsSpan(0, _filled).ToArray());
        blobs.Add(blob);
        Put(0, new(blob.Hash, _filled), blobs);
        _filled = 0;
    }

    /// <summary>A child for a level; a level that is full becomes a child of the next before.</summary>
    private void Put(int level, FileChild child, List<Blob> blobs)
    {
        if (level == _levels.Count) _levels.Add([]);
        if (_levels[level].Count == FileNode.MaxChildren) Rise(level, blobs);
        _levels[level].Add(child);
    }

    private void Rise(int level, List<Blob> blobs)
    {
        var (blob, size) = Close(level, "");
        blobs.Add(blob);
        Put(level + 1, new(blob.Hash, size), blobs);
    }

    private (Blob Blob, long Size) Close(int level, string mediaType)
    {
        var children = _levels[level];
        var node = new FileNode(level + 1, children.Sum(child => child.Size), [.. children], mediaType);
        children.Clear();
        var blob = Blob.Manifest(node.ToBytes());
        FileNode.Read(blob.Content.Span);
        return (blob, node.Size);
    }
}
