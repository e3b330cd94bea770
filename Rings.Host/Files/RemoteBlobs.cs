using System.Collections.Immutable;
using Rings.Actors.Public;
using Rings.Protocol;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Files;

/// <summary>
/// The Blobs of a node that runs in another process, for <see cref="Actors.Files.RingsFiles"/>.
/// </summary>
/// <param name="get">Asks the running node for a Blob: its bytes; none where the ring has none; null: nobody
/// knows.</param>
internal sealed class RemoteBlobs(Func<GetBlob, CancellationToken, Task<ImmutableArray<byte[]>?>> get) : IRecords
{
    /// <inheritdoc/>
    public async Task<IGetOutcome> GetAsync(IRecordQuery query, CancellationToken cancel = default)
    {
        var blob = query as GetBlob ?? throw Unasked();
        return await get(blob, cancel) is { } found
            ? new RecordsFound(
                Did.Zero, [.. found.Select(bytes => new FoundRecord(Did.Zero, [], bytes, 0, default))], IsFinal: true, [], [])
            : new OwnerSilent(Did.Zero);
    }

    /// <inheritdoc/>
    public Task<IPutOutcome> PutAsync(IRecordCommand record, CancellationToken cancel = default) => throw Unasked();

    private static NotSupportedException Unasked() => new("Only Blobs are asked for over HTTP.");
}
