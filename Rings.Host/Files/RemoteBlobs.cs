using System.Collections.Immutable;
using Akka;
using Akka.Streams.Dsl;
using Rings.Actors.Client;
using Rings.Protocol;
using static Rings.Actors.Node.RingsNodeProtocol;

namespace Rings.Host.Files;

/// <summary>
/// The Blobs of a node that runs in another process. It is a node to <see cref="Actors.Files.RingsFiles"/>, which asks for
/// Blobs and for nothing else.
/// </summary>
/// <param name="get">Asks the running node for a Blob: its bytes; none where the ring has none; null: nobody
/// knows.</param>
internal sealed class RemoteBlobs(Func<GetBlob, CancellationToken, Task<ImmutableArray<byte[]>?>> get) : IRings
{
    /// <inheritdoc/>
    public async Task<IReply> GetAsync(IRecordQuery query, CancellationToken cancel = default)
    {
        var blob = query as GetBlob ?? throw Unasked();
        return await get(blob, cancel) is { } found
            ? new RecordsFound(
                Did.Zero, [.. found.Select(bytes => new FoundRecord(Did.Zero, [], bytes, 0, default))], IsFinal: true, [], [])
            : new OwnerSilent(Did.Zero);
    }

    public Task<NodeStatus> GetStatusAsync(CancellationToken cancel = default) => throw Unasked();

    public Task<IReply> SendPlainAsync(
        Did to, string protocol, ReadOnlyMemory<byte> payload, bool awaitReceipt = true,
        CancellationToken cancel = default) => throw Unasked();

    public Task<IReply> LookupAsync(Did key, CancellationToken cancel = default) => throw Unasked();

    public Task<IReply> SendAsync(
        Did to, string protocol, ReadOnlyMemory<byte> payload, bool mail = true, CancellationToken cancel = default) =>
        throw Unasked();

    public Task<IReply> PutAsync(IRecordCommand record, CancellationToken cancel = default) => throw Unasked();

    public Task<IReply> ConnectAsync(Did peer, CancellationToken cancel = default) => throw Unasked();

    public Task<IReply> ConnectAsync(Uri seed, CancellationToken cancel = default) => throw Unasked();

    public Task DisconnectAsync(Did peer, CancellationToken cancel = default) => throw Unasked();

    public Task<IReply> CreateOfferAsync(Did to, CancellationToken cancel = default) => throw Unasked();

    public Task<IReply> AnswerOfferAsync(
        ReadOnlyMemory<byte> offer, string? address = null, CancellationToken cancel = default) => throw Unasked();

    public Task<IReply> AcceptAnswerAsync(ReadOnlyMemory<byte> answer, CancellationToken cancel = default) =>
        throw Unasked();

    public IAsyncEnumerable<Received> MessagesAsync(
        string protocol, int capacity = 256, CancellationToken cancel = default) => throw Unasked();

    public Source<Received, NotUsed> Messages(string protocol, int capacity = 256) => throw Unasked();

    public IAsyncEnumerable<IEvent> EventsAsync(int capacity = 256, CancellationToken cancel = default) =>
        throw Unasked();

    public Source<IEvent, NotUsed> Events(int capacity = 256) => throw Unasked();

    public Task LeaveAsync(CancellationToken cancel = default) => throw Unasked();

    private static NotSupportedException Unasked() => new("Only Blobs are asked for over HTTP.");
}
