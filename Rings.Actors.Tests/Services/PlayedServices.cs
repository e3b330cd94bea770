using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Services;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Services;

/// <summary>Services whose providers are played by the test.</summary>
/// <param name="providers">Who provides whatever is asked for.</param>
/// <param name="answer">What becomes of a call to one of them.</param>
internal sealed class PlayedServices(
    ImmutableArray<Did> providers, Func<Did, ServiceCall, CancellationToken, Task<IStreamOpenOutcome>> answer) : IServices, IRingsStreams
{
    /// <summary>What was noted of providers.</summary>
    public List<(Did Provider, bool IsGood)> Noted { get; } = [];

    /// <summary>A stream without another end: what is written lies in its pipes.</summary>
    public static RingsStream NewStream() => new(
        Did.Zero.Finger(1), ServiceCall.Protocol, ReadOnlyMemory<byte>.Empty,
        new StreamPipes(0, ActorRefs.Nobody, new SetView(new StreamWay(true, 1, null, DateTimeOffset.UnixEpoch))));

    public Task<IStreamOpenOutcome> OpenStreamAsync(Did to, string protocol, StreamOptions? options, CancellationToken cancel)
    {
        Assert.Equal(ServiceCall.Protocol, protocol);
        return answer(to, ServiceCall.Read(options!.Metadata.Span), cancel);
    }

    public Task<IFindOutcome> FindServiceAsync(Did owner, string name, CancellationToken cancel) =>
        Task.FromResult<IFindOutcome>(new ServiceFound(
            owner, name, true, ServiceKind.Tcp, ServiceAccess.Public, "",
            [.. providers.Select(did => new ProviderStatus(did, true, 0, null, ""))]));

    public Task NoteProviderAsync(Did owner, string name, Did provider, bool isGood, CancellationToken cancel)
    {
        Noted.Add((provider, isGood));
        return Task.CompletedTask;
    }

    public IAsyncEnumerable<IncomingStream> StreamsAsync(string protocol, int backlog, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<IServiceOutcome> ServicesAsync(IServiceCommand command, CancellationToken cancel) => throw new NotSupportedException();

    public Task<ITicketOutcome> TicketsAsync(ITicketCommand command, CancellationToken cancel) => throw new NotSupportedException();

    public Task ReserveListenerAsync(IPEndPoint listener, CancellationToken cancel) => throw new NotSupportedException();

    public Task ReleaseListenerAsync(IPEndPoint listener, CancellationToken cancel) => throw new NotSupportedException();

    public Task<ServiceCalls> ServeAsync(ServiceOffer offer, int backlog, CancellationToken cancel) => throw new NotSupportedException();

    public Task<ServiceCalls> ServeHttpAsync(int backlog, CancellationToken cancel) => throw new NotSupportedException();

    public Task<Socket> DialTargetAsync(ServiceTarget target, CancellationToken cancel) => throw new NotSupportedException();

    public Task<OpenStreams> ListStreamsAsync(CancellationToken cancel) => throw new NotSupportedException();
}
