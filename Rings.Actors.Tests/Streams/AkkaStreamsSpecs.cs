using System.Text;
using Akka.Actor;
using Akka.Configuration;
using Akka.IO;
using Akka.Streams;
using Akka.Streams.Dsl;
using Rings.Actors.Hosting;
using Rings.Actors.Public;
using Rings.Actors.Settings;
using Rings.Protocol;
using Rings.Protocol.Streams;
using Rings.Transport.InMemory;

namespace Rings.Actors.Tests.Streams;

/// <summary>Streams between two nodes as flows and sources, in real time over an in-memory link.</summary>
public sealed class AkkaStreamsSpecs : IAsyncLifetime
{
    private const string Protocol = "words/1";

    private readonly CancellationTokenSource _leash = new(TimeSpan.FromMinutes(1));
    private readonly InMemoryNetwork _network = new();
    private readonly ActorSystem _system = ActorSystem.Create(
        "flows", ConfigurationFactory.ParseString("akka.loglevel = ERROR").WithFallback(NodeSettings.ReferenceConfig()));

    private RingsClient _near = null!;
    private IRings _far = null!;
    private Did _to;

    public async Task InitializeAsync()
    {
        _near = Start("near");
        var far = Start("far");
        _far = far;
        _to = (await far.GetStatusAsync(_leash.Token)).Did;
        var offer = (RingsNodeProtocol.OfferCreated)await _near.CreateOfferAsync(_to, _leash.Token);
        var answer = (RingsNodeProtocol.OfferAnswered)await far.AnswerOfferAsync(offer.Offer, cancel: _leash.Token);
        Assert.IsType<RingsNodeProtocol.Connected>(await _near.AcceptAnswerAsync(answer.Answer, _leash.Token));
    }

    public async Task DisposeAsync()
    {
        await _system.Terminate();
        _leash.Dispose();
    }

    [Fact]
    public async Task A_dialled_flow_carries_both_directions_and_each_ends_by_itself()
    {
        using var materializer = _system.Materializer();
        // The far end answers in capitals, stream after stream.
        _ = _far.Streams(Protocol).RunForeach(
            incoming => Flow.Create<ByteString>().Select(Capitals).Join(incoming.Accept().AsFlow()).Run(materializer),
            materializer);

        var (opening, said) = Source.From(["one ", "two ", "three"]).Select(ByteString.FromString)
            .ViaMaterialized(_near.Dial(_to, Protocol), Keep.Right)
            .ToMaterialized(Sink.Aggregate<ByteString, string>("", (all, some) => all + some.ToString(Encoding.ASCII)), Keep.Both)
            .Run(materializer);

        Assert.Equal("ONE TWO THREE", await said.WaitAsync(_leash.Token));
        var opened = Assert.IsType<StreamOpened>(await opening);
        var end = await opened.Stream.Ended.WaitAsync(_leash.Token);
        Assert.Equal((StreamEndKind.Finished, 13L, 13L), (end.Kind, end.Acknowledged, end.Received));
    }

    [Fact]
    public async Task A_reset_fails_the_flow_with_its_code_and_a_failure_of_the_flow_is_a_reset()
    {
        using var materializer = _system.Materializer();
        var incoming = _far.Streams(Protocol).RunWith(Sink.Seq<IncomingStream>(), materializer);
        var listener = _far.StreamsAsync("other/1", cancel: _leash.Token).GetAsyncEnumerator(_leash.Token);
        var next = listener.MoveNextAsync().AsTask();
        var read = Source.Maybe<ByteString>().Via(_near.Dial(_to, "other/1")).RunWith(Sink.Ignore<ByteString>(), materializer);
        Assert.True(await next.WaitAsync(_leash.Token));
        listener.Current.Accept().Reset(777);

        var failed = await Assert.ThrowsAsync<StreamResetException>(() => read.WaitAsync(_leash.Token));

        Assert.Equal(777, failed.Code);
        next = listener.MoveNextAsync().AsTask();
        _ = Source.Failed<ByteString>(new InvalidOperationException("broken")).Via(_near.Dial(_to, "other/1"))
            .RunWith(Sink.Ignore<ByteString>(), materializer);
        Assert.True(await next.WaitAsync(_leash.Token));
        var end = await listener.Current.Accept().Ended.WaitAsync(_leash.Token);
        Assert.Equal((StreamEndKind.ResetByPeer, StreamCode.Cancelled), (end.Kind, end.Code));
        Assert.False(incoming.IsCompleted);
    }

    [Fact]
    public async Task What_is_not_opened_fails_the_flow_and_says_why()
    {
        using var materializer = _system.Materializer();
        var (opening, read) = Source.Maybe<ByteString>().ViaMaterialized(_near.Dial(_to, "nobody/1"), Keep.Right)
            .ToMaterialized(Sink.Ignore<ByteString>(), Keep.Both).Run(materializer);

        var failed = await Assert.ThrowsAsync<StreamResetException>(() => read.WaitAsync(_leash.Token));

        Assert.Equal(StreamCode.NotFound, failed.Code);
        Assert.IsType<StreamRefused>(await opening);
        var self = (await _near.GetStatusAsync(_leash.Token)).Did;
        await Assert.ThrowsAsync<IOException>(() => Source.Maybe<ByteString>().Via(_near.Dial(self, Protocol))
            .RunWith(Sink.Ignore<ByteString>(), materializer).WaitAsync(_leash.Token));
    }

    private static ByteString Capitals(ByteString bytes) =>
        ByteString.FromString(bytes.ToString(Encoding.ASCII).ToUpperInvariant());

    private RingsClient Start(string name) => new(
        _system.StartRingsNode(options => options.Ring("flows").Transport(_ => _network.CreateFactory(name)), name), _system);
}
