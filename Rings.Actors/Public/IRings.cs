using Akka;
using Akka.Streams.Dsl;
using Rings.Protocol;

namespace Rings.Actors.Public;

/// <summary>A node, for code outside actors. Thread-safe; one per node.</summary>
/// <remarks>
/// Every call ends: with its outcome, with <see cref="OperationCanceledException"/>, with <see
/// cref="NodeStoppedException"/> when the node has stopped, or with <see cref="TimeoutException"/> when it did not answer
/// at all. What the network refuses is an outcome, not an exception. What is enumerated ends when the node stops.
/// </remarks>
public interface IRings : IRecords, IServices, IRingsStreams
{
    /// <summary>The node's state now.</summary>
    Task<RingsNodeProtocol.NodeStatus> GetStatusAsync(CancellationToken cancel = default);

    /// <summary>What the node holds now: records, mail under way, its delegation.</summary>
    Task<RingsNodeProtocol.NodeHoldings> GetHoldingsAsync(CancellationToken cancel = default);

    /// <summary>The records that this node put; see <see cref="RingsNodeProtocol.ListOwnRecords"/>.</summary>
    Task<RingsNodeProtocol.OwnRecords> GetOwnRecordsAsync(CancellationToken cancel = default);

    /// <summary>Letters of this node that nobody has fetched yet, as far as is known.</summary>
    Task<RingsNodeProtocol.PostedLetters> GetPostedAsync(CancellationToken cancel = default);

    /// <summary>Takes a letter of this node back; see <see cref="RingsNodeProtocol.WithdrawLetter"/>.</summary>
    /// <returns><see cref="RingsNodeProtocol.LetterWithdrawn"/> or <see cref="RingsNodeProtocol.LetterStays"/>.</returns>
    Task<RingsNodeProtocol.IWithdrawOutcome> WithdrawLetterAsync(string id, CancellationToken cancel = default);

    /// <summary>Sends a message in the clear; see <see cref="RingsNodeProtocol.SendPlain"/>.</summary>
    /// <returns>
    /// <see cref="RingsNodeProtocol.HandedOver"/>, <see cref="RingsNodeProtocol.Delivered"/> or <see
    /// cref="RingsNodeProtocol.NotSent"/>.
    /// </returns>
    Task<RingsNodeProtocol.ISendPlainOutcome> SendPlainAsync(
        Did to, string protocol, ReadOnlyMemory<byte> payload, bool awaitReceipt = true,
            CancellationToken cancel = default);

    /// <summary>Looks for the owner of a key.</summary>
    /// <returns><see cref="RingsNodeProtocol.LookupDone"/> or <see cref="RingsNodeProtocol.LookupFailed"/>.</returns>
    Task<RingsNodeProtocol.ILookupOutcome> LookupAsync(Did key, CancellationToken cancel = default);

    /// <summary>Looks for the owner of a key and names the nodes on the way.</summary>
    /// <returns><see cref="RingsNodeProtocol.Traced"/> or <see cref="RingsNodeProtocol.LookupFailed"/>.</returns>
    Task<RingsNodeProtocol.ITraceOutcome> TraceAsync(Did key, CancellationToken cancel = default);

    /// <summary>Sends a message end to end; see <see cref="RingsNodeProtocol.Send"/>.</summary>
    /// <returns>
    /// <see cref="RingsNodeProtocol.Delivered"/>, <see cref="RingsNodeProtocol.Mailed"/> or <see
    /// cref="RingsNodeProtocol.NotSent"/>.
    /// </returns>
    Task<RingsNodeProtocol.ISendOutcome> SendAsync(
        Did to, string protocol, ReadOnlyMemory<byte> payload, bool mail = true, CancellationToken cancel = default);

    /// <summary>Opens a link by an offer over the ring.</summary>
    /// <returns><see cref="RingsNodeProtocol.Connected"/> or <see cref="RingsNodeProtocol.LinkRefused"/>.</returns>
    Task<RingsNodeProtocol.IConnectOutcome> ConnectAsync(Did peer, CancellationToken cancel = default);

    /// <summary>Tells linked peers where this node answers offers over HTTP; see <see
    /// cref="RingsNodeProtocol.AnnounceListener"/>.</summary>
    Task AnnounceListenerAsync(ushort port, CancellationToken cancel = default);

    /// <summary>Opens a link to whoever answers at a seed.</summary>
    /// <returns><see cref="RingsNodeProtocol.Connected"/> or <see cref="RingsNodeProtocol.LinkRefused"/>.</returns>
    Task<RingsNodeProtocol.IConnectOutcome> ConnectAsync(Uri seed, CancellationToken cancel = default);

    /// <summary>Closes a link.</summary>
    Task DisconnectAsync(Did peer, CancellationToken cancel = default);

    /// <summary>Begins a link by hand.</summary>
    /// <returns><see cref="RingsNodeProtocol.OfferCreated"/> or <see cref="RingsNodeProtocol.LinkRefused"/>.</returns>
    Task<RingsNodeProtocol.IOfferOutcome> CreateOfferAsync(Did to, CancellationToken cancel = default);

    /// <summary>Answers an offer that came from outside the ring.</summary>
    /// <returns><see cref="RingsNodeProtocol.OfferAnswered"/> or <see cref="RingsNodeProtocol.LinkRefused"/>.</returns>
    Task<RingsNodeProtocol.IAnswerOutcome> AnswerOfferAsync(
        ReadOnlyMemory<byte> offer, string? address = null, CancellationToken cancel = default);

    /// <summary>Takes the answer to an offer made by hand; completes when the link is ready.</summary>
    /// <returns><see cref="RingsNodeProtocol.Connected"/> or <see cref="RingsNodeProtocol.LinkRefused"/>.</returns>
    Task<RingsNodeProtocol.IConnectOutcome> AcceptAnswerAsync(ReadOnlyMemory<byte> answer, CancellationToken cancel = default);

    /// <summary>
    /// The messages of a protocol from now on. While nobody reads, <paramref name="capacity"/> of them wait; then
    /// the node answers <c>Busy</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The protocol has a receiver already.</exception>
    IAsyncEnumerable<RingsNodeProtocol.Received> MessagesAsync(
        string protocol, int capacity = 256, CancellationToken cancel = default);

    /// <summary>The same as a stream's source.</summary>
    Source<RingsNodeProtocol.Received, NotUsed> Messages(string protocol, int capacity = 256);

    /// <summary>
    /// What a query finds, the oldest first, and then what comes, as its holders tell it: each record once, and again when
    /// its author replaces it. The end of an element is not told.
    /// </summary>
    /// <remarks>
    /// News takes a message's time; after a change of owner up to half of <c>rings.storage.watch-lease</c>. A consumer that
    /// is late loses nothing that is still in force then.
    /// </remarks>
    /// <param name="query">What is watched.</param>
    /// <param name="capacity">Tellings that may wait for the consumer.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="ArgumentException">A name is out of its range.</exception>
    /// <exception cref="InvalidOperationException">The node has too many watchers.</exception>
    IAsyncEnumerable<RingsNodeProtocol.FoundRecord> WatchAsync(
        RingsNodeProtocol.IRecordQuery query, int capacity = 256, CancellationToken cancel = default);

    /// <summary>As <see cref="WatchAsync"/>, for Akka.Streams.</summary>
    Source<RingsNodeProtocol.FoundRecord, NotUsed> Watch(RingsNodeProtocol.IRecordQuery query, int capacity = 256);

    /// <summary>
    /// What happens at the node from now on. A reader that falls <paramref name="capacity"/> behind loses the
    /// oldest.
    /// </summary>
    IAsyncEnumerable<RingsNodeProtocol.IEvent> EventsAsync(int capacity = 256, CancellationToken cancel = default);

    /// <summary>The same as a stream's source.</summary>
    Source<RingsNodeProtocol.IEvent, NotUsed> Events(int capacity = 256);

    /// <summary>Leaves the ring and stops the node.</summary>
    Task LeaveAsync(CancellationToken cancel = default);
}
