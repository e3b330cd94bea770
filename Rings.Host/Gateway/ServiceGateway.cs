using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Rings.Actors.Public;
using Rings.Actors.Services;
using Rings.AspNetCore.Client;
using Rings.AspNetCore.Pages;
using Rings.AspNetCore.Proxy;
using Rings.Host.Services;
using Rings.Protocol;
using Rings.Protocol.Services;
using Rings.Protocol.Streams;
using Yarp.ReverseProxy.Forwarder;

namespace Rings.Host.Gateway;

/// <summary>Passes requests of browsers of this machine on to services of the ring, as this node.</summary>
/// <param name="dialer">Opens streams to services.</param>
/// <param name="opened">Which closed services the node's owner has opened here, and by which tickets.</param>
/// <param name="self">This node.</param>
internal sealed class ServiceGateway(ServiceDialer dialer, OpenedServices opened, Did self) : IDisposable
{
    private readonly HttpMessageInvoker _ring = new(NewHandler(dialer, opened));

    /// <summary>Whether the node's owner has opened a service here.</summary>
    public bool IsOpened(LocalHost host) => opened.Find(host.Owner, host.Name) is not null;

    /// <summary>Passes a request on, and its answer back.</summary>
    public async Task AnswerAsync(HttpContext context, LocalHost host)
    {
        if (host.Owner == self)
        {
            await AnswerPage.WriteAsync(
                context, StatusCodes.Status502BadGateway, $"{host.Name} is a service of this very node: open its target itself, which 'rings service show {host.Name}' tells.");
            return;
        }

        Widen(context);
        PassingOn.TakeUpgrade(context.Request.Headers);
        var forwarder = context.RequestServices.GetRequiredService<IHttpForwarder>();
        var error = await forwarder.SendAsync(
            context, $"http://{new RingHost(host.Owner, host.Name)}/", _ring, PassingOn.Request, GatewayTransformer.Instance, context.RequestAborted);
        if (error != ForwarderError.None) await FailAsync(context, host);
    }

    /// <inheritdoc/>
    public void Dispose() => _ring.Dispose();

    private static SocketsHttpHandler NewHandler(ServiceDialer dialer, OpenedServices opened)
    {
        var handler = RingsHttpHandler.Create(dialer, host => opened.Find(host.Owner, host.Name)?.Ticket ?? default);
        handler.AllowAutoRedirect = false;
        handler.ActivityHeadersPropagator = null;
        return handler;
    }

    /// <summary>The bounds of this node's own pages are not those of services.</summary>
    private static void Widen(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body) body.MaxRequestBodySize = null;
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } up) up.MinDataRate = null;
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } down) down.MinDataRate = null;
    }

    private static async Task FailAsync(HttpContext context, LocalHost host)
    {
        if (context.RequestAborted.IsCancellationRequested) return;
        var failed = context.Features.Get<IForwarderErrorFeature>()?.Exception;
        var cause = failed is HttpRequestException { InnerException: { } inner } ? inner : failed;
        var (status, why) = cause switch
        {
            ServiceNotOpenedException { Outcome: { } outcome } not => (StatusOf(outcome), not.Message),
            NodeStoppedException or TimeoutException => (StatusCodes.Status503ServiceUnavailable, "The node behind this gateway has stopped"),
            _ => (StatusCodes.Status504GatewayTimeout, $"The provider of {host.Name} of {host.Owner} broke off: it may be gone. Try again"),
        };
        await AnswerPage.WriteAsync(context, status, $"{why.TrimEnd('.')}.");
    }

    private static int StatusOf(IStreamOpenOutcome outcome) => outcome.Match(
        opened: _ => StatusCodes.Status502BadGateway,
        refused: refused => refused.Code switch
        {
            StreamCode.NotFound => StatusCodes.Status404NotFound,
            StreamCode.Refused or StreamCode.Policy => StatusCodes.Status403Forbidden,
            StreamCode.Busy => StatusCodes.Status503ServiceUnavailable,
            StreamCode.TimedOut or StreamCode.PeerLost => StatusCodes.Status504GatewayTimeout,
            _ => StatusCodes.Status502BadGateway,
        },
        notOpened: failed => failed.Reason switch
        {
            StreamOpenFailure.Busy => StatusCodes.Status503ServiceUnavailable,
            StreamOpenFailure.Unreachable or StreamOpenFailure.TimedOut => StatusCodes.Status504GatewayTimeout,
            _ => StatusCodes.Status502BadGateway,
        });
}
