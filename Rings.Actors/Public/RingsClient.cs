using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Akka;
using Akka.Actor;
using Akka.Streams.Dsl;
using Rings.Protocol;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Public;

/// <summary>The edge between tasks and actors: the one place where Ask belongs.</summary>
/// <param name="find">Finds the node, at once or when it has started.</param>
/// <param name="system">The system of this side, in which receivers live.</param>
public sealed partial class RingsClient(Func<CancellationToken, Task<IActorRef>> find, ActorSystem system) : IRings
{
    /// <summary>Longer than anything that a node waits for without being told to wait longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(11);

    /// <summary>Four times what one key holds.</summary>
    private const int SeenCapacity = 4096;

    private static readonly TimeSpan ShortPatience = TimeSpan.FromSeconds(30);

    private readonly Lazy<Task> _stopped = new(async () =>
        await (await find(CancellationToken.None).ConfigureAwait(false)).WatchAsync().ConfigureAwait(false));

    /// <summary>A client of a node that runs.</summary>
    /// <param name="node">The node, here or at another node of the same Akka cluster.</param>
    /// <param name="system">The system of this side, in which receivers live.</param>
    public RingsClient(IActorRef node, ActorSystem system)
        : this(_ => Task.FromResult(node), system)
    {
    }

    /// <summary>Ends when the node has left, or has failed for good.</summary>
    public Task Stopped => _stopped.Value;

    /// <inheritdoc/>
    public async Task<NodeStatus> GetStatusAsync(CancellationToken cancel = default) =>
        await AskAsync<NodeStatus>(GetStatus.Instance, ShortPatience, cancel).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<NodeHoldings> GetHoldingsAsync(CancellationToken cancel = default) =>
        await AskAsync<NodeHoldings>(GetHoldings.Instance, ShortPatience, cancel).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task<OwnRecords> GetOwnRecordsAsync(CancellationToken cancel = default) =>
        AskAsync<OwnRecords>(ListOwnRecords.Instance, ShortPatience, cancel);

    /// <inheritdoc/>
    public Task<PostedLetters> GetPostedAsync(CancellationToken cancel = default) =>
        AskAsync<PostedLetters>(ListPosted.Instance, ShortPatience, cancel);

    /// <inheritdoc/>
    public Task<IWithdrawOutcome> WithdrawLetterAsync(string id, CancellationToken cancel = default) =>
        AskAsync<IWithdrawOutcome>(new WithdrawLetter(id), Patience, cancel);

    /// <inheritdoc/>
    public Task<ISendPlainOutcome> SendPlainAsync(
        Did to, string protocol, ReadOnlyMemory<byte> payload, bool awaitReceipt = true,
            CancellationToken cancel = default) =>
        AskAsync<ISendPlainOutcome>(new SendPlain(to, protocol, payload.ToArray(), awaitReceipt), Patience, cancel);

    /// <inheritdoc/>
    public Task<ILookupOutcome> LookupAsync(Did key, CancellationToken cancel = default) =>
        AskAsync<ILookupOutcome>(new Lookup(key), Patience, cancel);

    /// <inheritdoc/>
    public Task<ITraceOutcome> TraceAsync(Did key, CancellationToken cancel = default) =>
        AskAsync<ITraceOutcome>(new Trace(key), Patience, cancel);

    /// <inheritdoc/>
    public Task<ISendOutcome> SendAsync(
        Did to, string protocol, ReadOnlyMemory<byte> payload, bool mail = true, CancellationToken cancel = default) =>
        AskAsync<ISendOutcome>(new Send(to, protocol, payload.ToArray(), mail), Patience, cancel);

    /// <inheritdoc/>
    public Task<IPutOutcome> PutAsync(IRecordCommand record, CancellationToken cancel = default) =>
        AskAsync<IPutOutcome>(record, Patience, cancel);

    /// <inheritdoc/>
    public Task<IGetOutcome> GetAsync(IRecordQuery query, CancellationToken cancel = default) =>
        AskAsync<IGetOutcome>(query, Patience, cancel);

    /// <inheritdoc/>
    public Task<IServiceOutcome> ServicesAsync(IServiceCommand command, CancellationToken cancel = default) =>
        AskAsync<IServiceOutcome>(command, ShortPatience, cancel);

    /// <inheritdoc/>
    public Task<ITicketOutcome> TicketsAsync(ITicketCommand command, CancellationToken cancel = default) =>
        AskAsync<ITicketOutcome>(command, ShortPatience, cancel);

    /// <inheritdoc/>
    public Task<IFindOutcome> FindServiceAsync(Did owner, string name, CancellationToken cancel = default) =>
        AskAsync<IFindOutcome>(new FindService(owner, name), ShortPatience, cancel);

    /// <inheritdoc/>
    public async Task NoteProviderAsync(
        Did owner, string name, Did provider, bool isGood, CancellationToken cancel = default) =>
        (await FindAsync(cancel).ConfigureAwait(false)).Tell(new NoteProvider(owner, name, provider, isGood));

    /// <inheritdoc/>
    public Task ReserveListenerAsync(System.Net.IPEndPoint listener, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return AskAsync<ListenerReserved>(
            new ReserveListener(listener.Address.ToString(), listener.Port), ShortPatience, cancel);
    }

    /// <inheritdoc/>
    public Task ReleaseListenerAsync(System.Net.IPEndPoint listener, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return AskAsync<ListenerReserved>(
            new ReleaseListener(listener.Address.ToString(), listener.Port), ShortPatience, cancel);
    }

    /// <inheritdoc/>
    public Task<IConnectOutcome> ConnectAsync(Did peer, CancellationToken cancel = default) =>
        AskAsync<IConnectOutcome>(new Connect(peer), Patience, cancel);

    /// <inheritdoc/>
    public Task<IConnectOutcome> ConnectAsync(Uri seed, CancellationToken cancel = default) =>
        AskAsync<IConnectOutcome>(new ConnectSeed(seed), Patience, cancel);

    /// <inheritdoc/>
    public Task AnnounceListenerAsync(ushort port, CancellationToken cancel = default) =>
        AskAsync<IReply>(new AnnounceListener(port), ShortPatience, cancel);

    /// <inheritdoc/>
    public Task DisconnectAsync(Did peer, CancellationToken cancel = default) =>
        AskAsync<IReply>(new Disconnect(peer), ShortPatience, cancel);

    /// <inheritdoc/>
    public Task<IOfferOutcome> CreateOfferAsync(Did to, CancellationToken cancel = default) =>
        AskAsync<IOfferOutcome>(new CreateOffer(to), Patience, cancel);

    /// <inheritdoc/>
    public Task<IAnswerOutcome> AnswerOfferAsync(
        ReadOnlyMemory<byte> offer, string? address = null, CancellationToken cancel = default) =>
        AskAsync<IAnswerOutcome>(new AnswerOffer(offer.ToArray(), address), Patience, cancel);

    /// <inheritdoc/>
    public Task<IConnectOutcome> AcceptAnswerAsync(ReadOnlyMemory<byte> answer, CancellationToken cancel = default) =>
        AskAsync<IConnectOutcome>(new AcceptAnswer(answer.ToArray()), Patience, cancel);

    /// <inheritdoc/>
    public async IAsyncEnumerable<Received> MessagesAsync(
        string protocol, int capacity = 256, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        // The node stops telling at the window, so the channel never drops.
        var messages = Channel.CreateBounded<object>(capacity + 1);
        var node = await FindAsync(cancel).ConfigureAwait(false);
        var receiver = system.ActorOf(ChannelReceiver.Props(node, messages.Writer));
        try
        {
            var reply = await AskAsync<IReply>(new RegisterProtocol(protocol, receiver, capacity), ShortPatience, cancel)
                .ConfigureAwait(false);
            if (reply is not ProtocolRegistered)
                throw new InvalidOperationException($"{protocol} has a receiver already, or is not a valid protocol name.");
            await foreach (var message in messages.Reader.ReadAllAsync(cancel).ConfigureAwait(false))
            {
                yield return (Received)message;
                node.Tell(new Taken(1), receiver);
            }
        }
        finally
        {
            system.Stop(receiver);
        }
    }

    /// <inheritdoc/>
    public Source<Received, NotUsed> Messages(string protocol, int capacity = 256) =>
        Source.From(() => MessagesAsync(protocol, capacity));

    /// <inheritdoc/>
    public async IAsyncEnumerable<FoundRecord> WatchAsync(
        IRecordQuery query, int capacity = 256, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        // What finds no room is told again when the watch is renewed.
        var seen = Channel.CreateBounded<object>(capacity);
        var records = new SeenRecords(SeenCapacity);
        var node = await FindAsync(cancel).ConfigureAwait(false);
        var watcher = system.ActorOf(ChannelReceiver.Props(node, seen.Writer));
        try
        {
            switch (await AskAsync<IReply>(new WatchRecords(query, watcher), ShortPatience, cancel).ConfigureAwait(false))
            {
                case RecordInvalid invalid:
                    throw new ArgumentException($"{invalid.Field}: expected {invalid.Expected}.", nameof(query));
                case RecordRefused:
                    throw new InvalidOperationException("The node has too many watchers: rings.storage.watchers.");
            }

            await foreach (var told in seen.Reader.ReadAllAsync(cancel).ConfigureAwait(false))
            {
                foreach (var record in records.New(((RecordsSeen)told).Records)) yield return record;
            }
        }
        finally
        {
            system.Stop(watcher);
        }
    }

    /// <inheritdoc/>
    public Source<FoundRecord, NotUsed> Watch(IRecordQuery query, int capacity = 256) =>
        Source.From(() => WatchAsync(query, capacity));

    /// <inheritdoc/>
    public async IAsyncEnumerable<IEvent> EventsAsync(
        int capacity = 256, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var events = Channel.CreateBounded<object>(
            new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest });
        var node = await FindAsync(cancel).ConfigureAwait(false);
        var subscriber = system.ActorOf(ChannelReceiver.Props(node, events.Writer));
        try
        {
            await AskAsync<IReply>(new Subscribe(subscriber), ShortPatience, cancel).ConfigureAwait(false);
            await foreach (var happened in events.Reader.ReadAllAsync(cancel).ConfigureAwait(false))
                yield return (IEvent)happened;
        }
        finally
        {
            system.Stop(subscriber);
        }
    }

    /// <inheritdoc/>
    public Source<IEvent, NotUsed> Events(int capacity = 256) => Source.From(() => EventsAsync(capacity));

    /// <inheritdoc/>
    public Task LeaveAsync(CancellationToken cancel = default) => AskAsync<IReply>(Leave.Instance, ShortPatience, cancel);

    private async Task<IActorRef> FindAsync(CancellationToken cancel)
    {
        try
        {
            return await find(cancel).WaitAsync(ShortPatience, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"The node has not started within {ShortPatience}: does the host run?", late);
        }
    }

    private async Task<T> AskAsync<T>(ICommand command, TimeSpan patience, CancellationToken cancel)
        where T : IReply
    {
        try
        {
            var node = await FindAsync(cancel).ConfigureAwait(false);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var asked = node.Ask<T>(command, patience, over.Token);
            // A node that stops has said its last word before its end is told.
            await Task.WhenAny(asked, _stopped.Value).ConfigureAwait(false);
            if (asked.IsCompleted) return await asked.ConfigureAwait(false);
            await over.CancelAsync().ConfigureAwait(false); // Or the question would be kept for all of its patience.
            throw new NodeStoppedException();
        }
        catch (AskTimeoutException silent)
        {
            throw new TimeoutException($"The node did not answer {command.GetType().Name} within {patience}.", silent);
        }
    }

    /// <summary>Puts what it is told into a channel; the channel ends with it, and it with the node.</summary>
    private sealed class ChannelReceiver(IActorRef node, ChannelWriter<object> writer) : UntypedActor
    {
        public static Props Props(IActorRef node, ChannelWriter<object> writer) =>
            Akka.Actor.Props.Create(() => new ChannelReceiver(node, writer));

        protected override void PreStart() => Context.Watch(node);

        protected override void OnReceive(object message)
        {
            if (message is Received or IEvent) writer.TryWrite(message);
            else if (message is Terminated) Context.Stop(Self);
        }

        protected override void PostStop() => writer.TryComplete();
    }
}
