using Akka;
using Akka.Streams.Dsl;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Ring;
using Rings.Protocol.Services;
using Rings.Protocol.Streams;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Tests.Rpc;

/// <summary>A node that answers what the test put in and remembers what it was asked.</summary>
internal sealed class FakeRings : IRings
{
    public static readonly Did Self = Did.Zero.Finger(3);
    public static readonly Did Other = Did.Zero.Finger(159);

    public List<object> Asked { get; } = [];

    /// <summary>What watchers see.</summary>
    public List<FoundRecord> Seen { get; } = [];

    public IReply Reply { get; set; } = new Connected(Other);

    public NodeStatus Status { get; set; } = new(
        Self, new string('a', 40), RingPhase.Member, [Other], [Other], [Other], 2,
        [
            new LinkStatus(
                Other, LinkState.Ready, RingPhase.Member, true, false, TimeSpan.FromMilliseconds(
                    1.5), "127.0.0.1:1 host",
                "127.0.0.1:2 host", 1, 2, 300, 400, TimeSpan.FromSeconds(5)),
        ],
        ["chat/1"], TimeSpan.FromSeconds(61));

    public NodeHoldings Holdings { get; set; } = new(2048, 1L << 30, 3, null, DateTimeOffset.UnixEpoch.AddDays(1));

    public Task<NodeStatus> GetStatusAsync(CancellationToken cancel = default) => Task.FromResult(Status);

    public Task<NodeHoldings> GetHoldingsAsync(CancellationToken cancel = default) => Task.FromResult(Holdings);

    /// <summary>What this node put.</summary>
    public List<OwnRecordStatus> Own { get; } = [];

    /// <summary>Its letters that nobody has fetched.</summary>
    public List<PostedLetter> Posted { get; } = [];

    public Task<OwnRecords> GetOwnRecordsAsync(CancellationToken cancel = default) => Task.FromResult(new OwnRecords([.. Own]));

    public Task<PostedLetters> GetPostedAsync(CancellationToken cancel = default) => Task.FromResult(new PostedLetters([.. Posted]));

    public Task<IWithdrawOutcome> WithdrawLetterAsync(string id, CancellationToken cancel = default) => Ask<IWithdrawOutcome>(id);

    public Task<ISendPlainOutcome> SendPlainAsync(
        Did to, string protocol, ReadOnlyMemory<byte> payload, bool awaitReceipt = true, CancellationToken cancel = default) =>
        Ask<ISendPlainOutcome>((to, protocol, Convert.ToHexString(payload.Span), awaitReceipt));

    public Task<ILookupOutcome> LookupAsync(Did key, CancellationToken cancel = default) => Ask<ILookupOutcome>(key);

    public Task<ITraceOutcome> TraceAsync(Did key, CancellationToken cancel = default) => Ask<ITraceOutcome>(key);

    public Task<IConnectOutcome> ConnectAsync(Did peer, CancellationToken cancel = default) => Ask<IConnectOutcome>(peer);

    public Task<IConnectOutcome> ConnectAsync(Uri seed, CancellationToken cancel = default) => Ask<IConnectOutcome>(seed);

    public Task AnnounceListenerAsync(ushort port, CancellationToken cancel = default) => Ask<IReply>(port);

    public Task DisconnectAsync(Did peer, CancellationToken cancel = default) => Ask<IReply>(peer);

    public Task<IOfferOutcome> CreateOfferAsync(Did to, CancellationToken cancel = default) => Ask<IOfferOutcome>(to);

    public Task<IAnswerOutcome> AnswerOfferAsync(
        ReadOnlyMemory<byte> offer, string? address = null, CancellationToken cancel = default) =>
        Ask<IAnswerOutcome>((Convert.ToHexString(offer.Span), address));

    public Task<ISendOutcome> SendAsync(
        Did to, string protocol, ReadOnlyMemory<byte> payload, bool mail = true, CancellationToken cancel = default) =>
        Ask<ISendOutcome>(new Send(to, protocol, payload.ToArray(), mail));

    public Task<IPutOutcome> PutAsync(IRecordCommand record, CancellationToken cancel = default) => Ask<IPutOutcome>(record);

    public IAsyncEnumerable<FoundRecord> WatchAsync(
        IRecordQuery query, int capacity = 256, CancellationToken cancel = default) => Seen.ToAsyncEnumerable();

    public Source<FoundRecord, NotUsed> Watch(IRecordQuery query, int capacity = 256) => Source.From(Seen);

    public Task<IGetOutcome> GetAsync(IRecordQuery query, CancellationToken cancel = default) => Ask<IGetOutcome>(query);

    public Task<IConnectOutcome> AcceptAnswerAsync(ReadOnlyMemory<byte> answer, CancellationToken cancel = default) =>
        Ask<IConnectOutcome>(Convert.ToHexString(answer.Span));

    public IAsyncEnumerable<Received> MessagesAsync(
        string protocol, int capacity = 256, CancellationToken cancel = default) =>
        AsyncEnumerable.Empty<Received>();

    public Source<Received, NotUsed> Messages(string protocol, int capacity = 256) => Source.Empty<Received>();

    public IAsyncEnumerable<IEvent> EventsAsync(int capacity = 256, CancellationToken cancel = default) =>
        AsyncEnumerable.Empty<IEvent>();

    public Source<IEvent, NotUsed> Events(int capacity = 256) => Source.Empty<IEvent>();

    public Task<IServiceOutcome> ServicesAsync(IServiceCommand command, CancellationToken cancel = default) =>
        Ask<IServiceOutcome>(command);

    public Task<ITicketOutcome> TicketsAsync(ITicketCommand command, CancellationToken cancel = default) =>
        Ask<ITicketOutcome>(command);

    public Task<IFindOutcome> FindServiceAsync(Did owner, string name, CancellationToken cancel = default) =>
        Ask<IFindOutcome>(new FindService(owner, name));

    public Task NoteProviderAsync(
        Did owner, string name, Did provider, bool isGood, CancellationToken cancel = default)
    {
        Asked.Add(new NoteProvider(owner, name, provider, isGood));
        return Task.CompletedTask;
    }

    public Task ReserveListenerAsync(System.Net.IPEndPoint listener, CancellationToken cancel = default)
    {
        Asked.Add(listener);
        return Task.CompletedTask;
    }

    public Task<ServiceCalls> ServeAsync(ServiceOffer offer, int backlog = 64, CancellationToken cancel = default) =>
        throw new InvalidOperationException("This node provides no services.");

    public Task<ServiceCalls> ServeHttpAsync(int backlog = 64, CancellationToken cancel = default) =>
        throw new InvalidOperationException("This node provides no services.");

    public Task<System.Net.Sockets.Socket> DialTargetAsync(ServiceTarget target, CancellationToken cancel = default) =>
        Task.FromException<System.Net.Sockets.Socket>(new TargetException(StreamCode.TargetRefused, "nobody is there"));

    public Task ReleaseListenerAsync(System.Net.IPEndPoint listener, CancellationToken cancel = default)
    {
        Asked.Remove(listener);
        return Task.CompletedTask;
    }

    /// <summary>What becomes of streams; by default nobody can be reached.</summary>
    public Func<Did, StreamOptions?, IStreamOpenOutcome> Streams { get; set; } = (_, _) =>
        new StreamNotOpened(StreamOpenFailure.Unreachable, "nobody answered");

    public Task<IStreamOpenOutcome> OpenStreamAsync(
        Did to, string protocol, StreamOptions? options = null, CancellationToken cancel = default)
    {
        Asked.Add((to, protocol));
        return Task.FromResult(Streams(to, options));
    }

    public IAsyncEnumerable<IncomingStream> StreamsAsync(
        string protocol, int backlog = 64, CancellationToken cancel = default) => AsyncEnumerable.Empty<IncomingStream>();

    /// <summary>Its streams.</summary>
    public OpenStreams Open { get; set; } = new([], 0);

    public Task<OpenStreams> ListStreamsAsync(CancellationToken cancel = default) => Task.FromResult(Open);

    public Task LeaveAsync(CancellationToken cancel = default) => Task.CompletedTask;

    private Task<T> Ask<T>(object question)
        where T : IReply
    {
        Asked.Add(question);
        return Task.FromResult((T)Reply);
    }
}
