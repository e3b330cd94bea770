using Rings.Protocol.Storage.Files;

namespace Rings.Actors.Files;

/// <summary>Writes parts in the order of the file; those that come early wait.</summary>
/// <param name="output">Takes the bytes.</param>
internal sealed class OrderedWriter(Stream output)
{
    private readonly SortedDictionary<long, ReadOnlyMemory<byte>> _waiting = [];
    private long _next;

    /// <summary>Parts that wait for an earlier one.</summary>
    public int Waiting => _waiting.Count;

    public async Task WriteAsync(FilePart part, CancellationToken cancel)
    {
        _waiting.Add(part.Offset, part.Content);
        while (_waiting.Remove(_next, out var content))
        {
            await output.WriteAsync(content, cancel).ConfigureAwait(false);
            _next += content.Length;
        }
    }
}
