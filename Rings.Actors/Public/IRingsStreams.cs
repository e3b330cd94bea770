using Akka;
using Akka.Streams.Dsl;
using Rings.Protocol;

namespace Rings.Actors.Public;

/// <summary>
/// Reliable byte streams to other nodes, end to end encrypted. For code in the process of the node: through an Akka
/// cluster nothing is opened.
/// </summary>
public interface IRingsStreams
{
    /// <summary>Opens a stream. Completes when the other end has accepted; at once where the options are optimistic.</summary>
    /// <param name="to">The other end.</param>
    /// <param name="protocol">What it is for, such as <c>chat/1</c>: 1 to 64 of letters, digits and <c>. _ - /</c>.</param>
    /// <param name="options">How; null: as <see cref="StreamOptions"/> says by default.</param>
    /// <param name="cancel">Gives it up.</param>
    Task<IStreamOpenOutcome> OpenStreamAsync(
        Did to, string protocol, StreamOptions? options = null, CancellationToken cancel = default);

    /// <summary>
    /// The streams of a protocol that others open to this node, from now on. Others than the first
    /// <paramref name="backlog"/> that were not taken from here yet are refused: the node is busy.
    /// </summary>
    /// <exception cref="InvalidOperationException">The protocol is taken already.</exception>
    IAsyncEnumerable<IncomingStream> StreamsAsync(string protocol, int backlog = 64, CancellationToken cancel = default);

    /// <summary>The streams that are open now, or being opened.</summary>
    /// <exception cref="InvalidOperationException">The node runs in another process.</exception>
    Task<OpenStreams> ListStreamsAsync(CancellationToken cancel = default);

    /// <summary>The same as a stream's source.</summary>
    Source<IncomingStream, NotUsed> Streams(string protocol, int backlog = 64) =>
        Source.From(() => StreamsAsync(protocol, backlog));
}
