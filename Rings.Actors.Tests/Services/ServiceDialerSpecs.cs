using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Rings.Actors.Public;
using Rings.Actors.Services;
using Rings.Protocol;
using Rings.Protocol.Services;
using Rings.Protocol.Streams;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Services;

/// <summary>How a stream to a service is opened where several provide it; the providers are played by the test.</summary>
public sealed class ServiceDialerSpecs : IServices, IRingsStreams
{
    private static readonly ImmutableArray<Did> Dids = [.. Enumerable.Range(1, 3).Select(Did.Zero.Finger)];
    private static readonly RingUrl Url = new(Did.Zero.Finger(100), ServiceName.Web);

    private readonly Dictionary<Did, TaskCompletionSource<IStreamOpenOutcome>> _providers =
        Dids.ToDictionary(did => did, _ => new TaskCompletionSource<IStreamOpenOutcome>());

    private readonly List<Did> _asked = [];
    private readonly List<Did> _cancelled = [];
    private readonly List<(Did Provider, bool IsGood)> _noted = [];
    private readonly CancellationTokenSource _leash = new(TimeSpan.FromSeconds(30));

    [Fact]
    public async Task A_silent_provider_is_joined_by_the_next_which_gets_the_stream_and_the_silent_one_is_given_up()
    {
        var stream = NewStream();
        _providers[Dids[1]].SetResult(new StreamOpened(stream));

        var outcome = await OpenAsync();

        Assert.Same(stream, Assert.IsType<StreamOpened>(outcome).Stream);
        Assert.Equal(Dids[..2], _asked);
        Assert.Equal([(Dids[0], false), (Dids[1], true)], _noted);
        Assert.Equal([Dids[0]], _cancelled);
    }

    [Fact]
    public async Task One_that_accepts_late_is_reset()
    {
        var (late, stream) = (NewStream(), NewStream());
        _providers[Dids[1]].SetResult(new StreamOpened(stream));
        await OpenAsync();

        _providers[Dids[0]].SetResult(new StreamOpened(late));

        Assert.True((await late.Pipes.Outgoing.ReadAsync(_leash.Token)).IsCompleted);
        Assert.False(stream.Pipes.Outgoing.TryRead(out _));
    }

    [Fact]
    public async Task One_that_fails_makes_place_for_the_next_at_once()
    {
        _providers[Dids[0]].SetResult(new StreamNotOpened(StreamOpenFailure.Unreachable, "why"));
        _providers[Dids[1]].SetResult(new StreamRefused(StreamCode.Busy, "why"));
        _providers[Dids[2]].SetResult(new StreamOpened(NewStream()));

        Assert.IsType<StreamOpened>(await OpenAsync());

        Assert.Equal([(Dids[0], false), (Dids[1], false), (Dids[2], true)], _noted);
        Assert.Empty(_cancelled);
    }

    [Fact]
    public async Task Where_none_takes_it_the_last_word_stands_and_who_says_no_is_well()
    {
        foreach (var did in Dids) _providers[did].SetResult(new StreamRefused(StreamCode.NotFound, "why"));

        Assert.Equal(new StreamRefused(StreamCode.NotFound, "why"), await OpenAsync());

        Assert.Equal(Dids.Select(did => (did, true)), _noted);
    }

    [Fact]
    public async Task Whoever_gives_up_gives_all_of_them_up()
    {
        using var cancel = new CancellationTokenSource();
        var opening = new ServiceDialer(this, this, TimeProvider.System).OpenAsync(Url, cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
        Assert.Equal(_asked, _cancelled);
        Assert.Empty(_noted);
    }

    async Task<IStreamOpenOutcome> IRingsStreams.OpenStreamAsync(Did to, string protocol, StreamOptions? options, CancellationToken cancel)
    {
        var call = ServiceCall.Read(options!.Metadata.Span);
        Assert.Equal((Url.Owner, Url.Name, ServiceCall.Protocol), (call.Owner, call.Name, protocol));
        _asked.Add(to);
        using var given = cancel.Register(() => _cancelled.Add(to));
        return await _providers[to].Task;
    }

    Task<IFindOutcome> IServices.FindServiceAsync(Did owner, string name, CancellationToken cancel) =>
        Task.FromResult<IFindOutcome>(new ServiceFound(
            owner, name, true, ServiceKind.Tcp, ServiceAccess.Public, "",
            [.. Dids.Select(did => new ProviderStatus(did, true, 0, null, ""))]));

    Task IServices.NoteProviderAsync(Did owner, string name, Did provider, bool isGood, CancellationToken cancel)
    {
        _noted.Add((provider, isGood));
        return Task.CompletedTask;
    }

    IAsyncEnumerable<IncomingStream> IRingsStreams.StreamsAsync(string protocol, int backlog, CancellationToken cancel) =>
        throw new NotSupportedException();

    Task<IServiceOutcome> IServices.ServicesAsync(IServiceCommand command, CancellationToken cancel) => throw new NotSupportedException();

    Task<ITicketOutcome> IServices.TicketsAsync(ITicketCommand command, CancellationToken cancel) => throw new NotSupportedException();

    Task IServices.ReserveListenerAsync(IPEndPoint listener, CancellationToken cancel) => throw new NotSupportedException();

    Task IServices.ReleaseListenerAsync(IPEndPoint listener, CancellationToken cancel) => throw new NotSupportedException();

    Task<ServiceCalls> IServices.ServeAsync(ServiceOffer offer, int backlog, CancellationToken cancel) => throw new NotSupportedException();

    Task<ServiceCalls> IServices.ServeHttpAsync(int backlog, CancellationToken cancel) => throw new NotSupportedException();

    Task<Socket> IServices.DialTargetAsync(ServiceTarget target, CancellationToken cancel) => throw new NotSupportedException();

    Task<OpenStreams> IRingsStreams.ListStreamsAsync(CancellationToken cancel) => throw new NotSupportedException();

    private Task<IStreamOpenOutcome> OpenAsync() => new ServiceDialer(this, this, TimeProvider.System).OpenAsync(Url, _leash.Token);

    private static RingsStream NewStream() => new(
        Dids[0], ServiceCall.Protocol, ReadOnlyMemory<byte>.Empty,
        new StreamPipes(0, ActorRefs.Nobody, new SetView(new StreamWay(true, 1, null, DateTimeOffset.UnixEpoch))));
}
