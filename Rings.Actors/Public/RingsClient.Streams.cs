using System.Runtime.CompilerServices;
using Akka.Actor;
using Rings.Protocol;
using Rings.Protocol.Streams;
using static Rings.Actors.Public.StreamCommands;

namespace Rings.Actors.Public;

/// <content>Streams: their bytes go by pipes of this process, never by Akka messages.</content>
public sealed partial class RingsClient
{
    private const string OtherProcess =
        "the node runs in another process of the cluster, and this is possible in the node's own process only";

    /// <inheritdoc/>
    public async Task<IStreamOpenOutcome> OpenStreamAsync(
        Did to, string protocol, StreamOptions? options = null, CancellationToken cancel = default)
    {
        var node = await FindAsync(cancel).ConfigureAwait(false);
        if (!IsHere(node)) return new StreamNotOpened(StreamOpenFailure.Unsupported, OtherProcess);
        var handle = new object();
        try
        {
            return await AskAsync<IStreamOpenOutcome>(
                new OpenStream(to, protocol, options ?? new StreamOptions(), handle), Patience, cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            node.Tell(new CancelOpening(to, handle));
            throw;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<IncomingStream> StreamsAsync(
        string protocol, int backlog = 64, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(backlog, 1);
        var node = await FindHereAsync("Nothing can be listened to", cancel).ConfigureAwait(false);
        var listener = new StreamListener(protocol, backlog);
        var reply = await AskAsync<RingsNodeProtocol.IReply>(new Listen(listener), ShortPatience, cancel)
            .ConfigureAwait(false);
        if (reply is ProtocolInUse taken) throw new InvalidOperationException($"Nothing can be listened to: {taken.Detail}.");
        try
        {
            await foreach (var stream in listener.Waiting.ReadAllAsync(cancel).ConfigureAwait(false)) yield return stream;
        }
        finally
        {
            node.Tell(new Unlisten(listener));
            while (listener.Waiting.TryRead(out var waiting)) waiting.Refuse(StreamCode.NotFound);
        }
    }

    /// <inheritdoc/>
    public async Task<OpenStreams> ListStreamsAsync(CancellationToken cancel = default)
    {
        await FindHereAsync("Its streams cannot be listed", cancel).ConfigureAwait(false);
        return await AskAsync<OpenStreams>(ListStreams.Instance, ShortPatience, cancel).ConfigureAwait(false);
    }

    /// <summary>The node, for what goes by objects of its process.</summary>
    /// <param name="otherwise">What cannot be done where it is in another.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InvalidOperationException">It is in another.</exception>
    private async Task<IActorRef> FindHereAsync(string otherwise, CancellationToken cancel)
    {
        var node = await FindAsync(cancel).ConfigureAwait(false);
        return IsHere(node) ? node : throw new InvalidOperationException($"{otherwise}: {OtherProcess}.");
    }

    private static bool IsHere(IActorRef node) => node is IInternalActorRef { IsLocal: true };
}
