using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Rings.Actors.Public;
using Rings.AspNetCore.Pages;
using Rings.AspNetCore.Server;
using Rings.AspNetCore.Tls;
using Rings.Protocol.Services;
using Rings.Protocol.Streams;
using Yarp.ReverseProxy.Forwarder;

namespace Rings.AspNetCore.Proxy;

/// <summary>
/// The end of a node's services of kind HTTP: takes their callers' requests, and passes them on to the targets with the
/// caller's Did in <c>Rings-Caller</c>, which no caller can write himself.
/// </summary>
public sealed class HttpServiceProxy : IAsyncDisposable
{
    /// <summary>Requests of one caller that are under way.</summary>
    internal const int RequestsPerCaller = 256;

    /// <summary>Requests under way on one connection over HTTP/2.</summary>
    private const int StreamsPerConnection = 64;

    private const int Backlog = 64;

    /// <summary>How long a target has to begin its answer to a request that it has whole.</summary>
    internal static readonly TimeSpan AnswerWithin = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan HeadersWithin = TimeSpan.FromSeconds(10);

    private readonly WebApplication _app;
    private readonly IHttpForwarder _forwarder;
    private readonly TimeProvider _time;
    private readonly CallerPlaces _places = new(RequestsPerCaller);

    private HttpServiceProxy(WebApplication app)
    {
        _app = app;
        _forwarder = app.Services.GetRequiredService<IHttpForwarder>();
        _time = app.Services.GetRequiredService<TimeProvider>();
        app.Run(AnswerAsync);
    }

    /// <summary>Starts it. One for a node; until there is one, services of kind HTTP refuse everybody.</summary>
    /// <param name="rings">The node.</param>
    /// <param name="time">The clock of the time-outs.</param>
    /// <param name="logging">Where it logs; null: nowhere.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InvalidOperationException">The node has one already.</exception>
    public static Task<HttpServiceProxy> StartAsync(
        IRings rings, TimeProvider time, ILoggerFactory? logging = null, CancellationToken cancel = default) =>
        StartAsync(rings, time, logging, null, cancel);

    /// <summary>The same, where the TLS of some callers ends here; null: of none.</summary>
    internal static async Task<HttpServiceProxy> StartAsync(
        IRings rings, TimeProvider time, ILoggerFactory? logging, TlsEnds? tls, CancellationToken cancel)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddHttpForwarder();
        builder.Services.AddSingleton(rings);
        builder.Services.Replace(ServiceDescriptor.Singleton(time));
        if (logging is not null) builder.Services.AddSingleton(logging);
        RingsWebHost.AddTransport(builder.Services);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, tls));
        var proxy = new HttpServiceProxy(builder.Build());
        try
        {
            await proxy._app.StartAsync(cancel).ConfigureAwait(false);
            return proxy;
        }
        catch (Exception)
        {
            await proxy.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Sockets and streams of events never end by themselves: they are cut off.
        await _app.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    private static void Configure(KestrelServerOptions kestrel, TlsEnds? tls)
    {
        var limits = kestrel.Limits;
        kestrel.AddServerHeader = false;
        // How much goes, and how slowly, is the affair of a caller and a target. A path that broke may stand still for a while.
        limits.MaxRequestBodySize = null;
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
        limits.RequestHeadersTimeout = HeadersWithin;
        limits.Http2.MaxStreamsPerConnection = StreamsPerConnection;
        var intake = new RingsIntake("ring services of kind http", Backlog, (rings, stop) => rings.ServeHttpAsync(Backlog, stop), tls);
        // Each connection has its own to the target: what a target ties to a connection belongs to one caller.
        RingsWebHost.Listen(kestrel, intake, end => end.Use(next => async connection =>
        {
            using var target = new HttpMessageInvoker(TargetHandler.Create(connection.Features.Get<RingsConnection>()!.Call.DialAsync));
            connection.Features.Set(target);
            await next(connection).ConfigureAwait(false);
        }));
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var connection = context.Features.Get<RingsConnection>()!;
        var (service, request) = (connection.Call.Service, context.Request);
        var origin = request.Headers.Origin.Count == 0 ? null : request.Headers.Origin.ToString();
        if (IsTunnel(context))
        {
            await AnswerPage.WriteAsync(
                context, StatusCodes.Status405MethodNotAllowed, $"{service.Name} is no proxy: only web sockets are connected.").ConfigureAwait(false);
        }
        else if (!service.IsCrossOrigin && HostRules.IsForeign(origin, request.Host.Value ?? ""))
        {
            await AnswerPage.WriteAsync(
                context, StatusCodes.Status403Forbidden, $"A page of {origin} asked for this. {service.Name} takes requests of its own pages only.")
                .ConfigureAwait(false);
        }
        else if (!_places.TryTake(connection.Did))
        {
            await AnswerPage.WriteAsync(
                context, StatusCodes.Status503ServiceUnavailable, $"{RequestsPerCaller} requests of yours are under way. Try again when some have ended.")
                .ConfigureAwait(false);
        }
        else
        {
            try
            {
                await ForwardAsync(context, connection).ConfigureAwait(false);
            }
            finally
            {
                _places.Give(connection.Did);
            }
        }
    }

    /// <summary>Whether it asks for a tunnel: in HTTP/2 that is how web sockets begin (RFC 8441), and nothing else may.</summary>
    private static bool IsTunnel(HttpContext context) =>
        HttpMethods.IsConnect(context.Request.Method)
        && context.Features.Get<IHttpExtendedConnectFeature>() is not { IsExtendedConnect: true, Protocol: "websocket" };

    private async Task ForwardAsync(HttpContext context, RingsConnection connection)
    {
        var call = connection.Call;
        var headers = context.Request.Headers;
        foreach (var name in headers.Keys.Where(CallerHeaders.IsReserved).ToList()) headers.Remove(name);
        PassingOn.TakeUpgrade(headers);
        var hasBody = context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;
        using var patience = new CancellationTokenSource(hasBody ? Timeout.InfiniteTimeSpan : AnswerWithin, _time);
        var transformer = new ServiceTransformer(
            call.Caller, connection.Source?.Address, HostRules.Of(call.Service), () => patience.CancelAfter(Timeout.InfiniteTimeSpan));
        var client = context.Features.Get<HttpMessageInvoker>()!;
        var error = await _forwarder.SendAsync(context, "http://target/", client, PassingOn.Request, transformer, patience.Token)
            .ConfigureAwait(false);
        if (error != ForwarderError.None) await FailAsync(context, call, patience.IsCancellationRequested).ConfigureAwait(false);
    }

    private static async Task FailAsync(HttpContext context, AdmittedCall call, bool isLate)
    {
        if (context.RequestAborted.IsCancellationRequested) return;
        var failed = context.Features.Get<IForwarderErrorFeature>()?.Exception;
        var target = failed as TargetException ?? failed?.InnerException as TargetException;
        call.Note(target?.Message ?? (isLate
            ? $"{call.Service.Target} did not answer within {AnswerWithin.TotalMinutes:0} min"
            : $"{call.Service.Target} broke off: {failed?.Message ?? "no reason is known"}"));
        // The owner is told what stands where; a caller learns no more than a code of a stream would tell him.
        var (status, why) = target?.Code switch
        {
            StreamCode.Busy => (StatusCodes.Status503ServiceUnavailable, "has no room now. Try again in a moment."),
            StreamCode.TimedOut => (StatusCodes.Status504GatewayTimeout, "did not answer."),
            StreamCode.TargetRefused => (StatusCodes.Status502BadGateway, "is not running: its connection was refused."),
            StreamCode.TargetUnreachable => (StatusCodes.Status502BadGateway, "cannot be reached from its provider."),
            _ when isLate => (StatusCodes.Status504GatewayTimeout, "did not answer in time."),
            _ => (StatusCodes.Status502BadGateway, "broke off, or did not answer in HTTP."),
        };
        var service = call.Service;
        await AnswerPage.WriteAsync(
            context, status, $"The program behind {service.Name} of {service.Owner} {why} Its owner sees more with: rings service show {service.Name}")
            .ConfigureAwait(false);
    }
}
