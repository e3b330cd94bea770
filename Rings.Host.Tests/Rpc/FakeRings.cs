using Akka;
using Akka.Streams.Dsl;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Ring;
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

    public Task<IReply> SendPlainAsync(
        Did to, string protocol, ReadOnlyMemory<byte> payload, bool awaitReceipt = true, CancellationToken cancel = default) =>
        Ask((to, protocol, Convert.ToHexString(payload.Span), awaitReceipt));

    public Task<IReply> LookupAsync(Did key, CancellationToken cancel = default) => Ask(key);

    public Task<IReply> TraceAsync(Did key, CancellationToken cancel = default) => Ask(key);

    public Task<IReply> ConnectAsync(Did peer, CancellationToken cancel = default) => Ask(peer);

    public Task<IReply> ConnectAsync(Uri seed, CancellationToken cancel = default) => Ask(seed);

    public Task AnnounceListenerAsync(ushort port, CancellationToken cancel = default) => Ask(port);

    public Task DisconnectAsync(Did peer, CancellationToken cancel = default) => Ask(peer);

    public Task<IReply> CreateOfferAsync(Did to, CancellationToken cancel = default) => Ask(to);

    public Task<IReply> AnswerOfferAsync(
        ReadOnlyMemory<byte> offer, string? address = null, CancellationToken cancel = default) =>
        Ask((Convert.ToHexString(offer.Span), address));

    public Task<IReply> SendAsync(
        Did to, string protocol, ReadOnlyMemory<byte> payload, bool mail = true, CancellationToken cancel = default) =>
        Ask(new Send(to, protocol, payload.ToArray(), mail));

    public Task<IReply> PutAsync(IRecordCommand record, CancellationToken cancel = default) => Ask(record);

    public IAsyncEnumerable<FoundRecord> WatchAsync(
        IRecordQuery query, int capacity = 256, CancellationToken cancel = default) => Seen.ToAsyncEnumerable();

    public Source<FoundRecord, NotUsed> Watch(IRecordQuery query, int capacity = 256) => Source.From(Seen);

    public Task<IReply> GetAsync(IRecordQuery query, CancellationToken cancel = default) => Ask(query);

    public Task<IReply> AcceptAnswerAsync(ReadOnlyMemory<byte> answer, CancellationToken cancel = default) =>
        Ask(Convert.ToHexString(answer.Span));

    public IAsyncEnumerable<Received> MessagesAsync(
        string protocol, int capacity = 256, CancellationToken cancel = default) =>
        AsyncEnumerable.Empty<Received>();

    public Source<Received, NotUsed> Messages(string protocol, int capacity = 256) => Source.Empty<Received>();

    public IAsyncEnumerable<IEvent> EventsAsync(int capacity = 256, CancellationToken cancel = default) =>
        AsyncEnumerable.Empty<IEvent>();

    public Source<IEvent, NotUsed> Events(int capacity = 256) => Source.Empty<IEvent>();

    public Task LeaveAsync(CancellationToken cancel = default) => Task.CompletedTask;

    private Task<IReply> Ask(object question)
    {
        Asked.Add(question);
        return Task.FromResult(Reply);
    }
}
