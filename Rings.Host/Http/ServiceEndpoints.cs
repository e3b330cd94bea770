using System.Text.Json;
using System.Text.Json.Nodes;
using Rings.Actors.Public;
using Rings.AspNetCore.Proxy;
using Rings.Host.Events;
using Rings.Host.JsonRpc;
using Rings.Host.Rpc;
using Rings.Host.Services;
using Rings.Protocol.Services;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Http;

/// <summary>
/// Services, tunnels and proxies that last as long as the request that asked for them: <c>POST /serve</c> provides one,
/// <c>POST /forward</c> opens a tunnel, <c>POST /proxy</c> a proxy, <c>POST /entrance</c> an entrance, each with the parameters of its method as JSON. All
/// answer with server-sent events, and whatever ends the program that asked, ends them.
/// </summary>
/// <param name="node">The node.</param>
/// <param name="methods">Reads what is to be provided.</param>
/// <param name="entrances">Opens entrances.</param>
/// <param name="tls">Where TLS of callers ends.</param>
/// <param name="tunnels">Where tunnels are closed.</param>
/// <param name="time">The clock.</param>
internal sealed class ServiceEndpoints(
    IRings node, ServiceMethods methods, EntranceMethods entrances, TlsServing tls, Tunnels tunnels, TimeProvider time)
{
    private static readonly TimeSpan LookPace = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, JsonRpcMethod> _methods = methods.All().ToDictionary(method => method.Name);

    /// <summary>Adds the routes.</summary>
    public void Map(WebApplication app)
    {
        app.MapPost("/serve", context => AnswerAsync(context, TlsServing.Serve(_methods["registerService"]), ServeAsync));
        app.MapPost("/forward", context => AnswerAsync(context, _methods["openTunnel"], ForwardAsync));
        app.MapPost("/proxy", context => AnswerAsync(context, _methods["openProxy"], ProxyAsync));
        app.MapPost("/entrance", context => AnswerAsync(context, entrances.Open, EnterAsync));
    }

    private async Task ServeAsync(HttpContext context, JsonRpcArguments arguments)
    {
        var cancel = context.RequestAborted;
        var offer = methods.OfferOf(arguments) with { IsKept = false };
        if (arguments.OptionalText("kind") is null) offer = offer with { Kind = await KindOfAsync(offer, cancel) };
        await using var end = tls.Read(arguments, offer);
        var served = end is null
            ? ServiceJson.One(await node.ServicesAsync(new AddService(offer), cancel))
            : await end.BeginAsync(offer, cancel);
        try
        {
            // Whoever is on a list or meets an open door needs none.
            if (offer.Access == ServiceAccess.Closed && offer.Allowed.IsEmpty)
            {
                var made = await node.TicketsAsync(new CreateTicket(offer.Name, TicketBearer.First), cancel);
                served["link"] = (string?)ServiceJson.One(made)["link"];
            }

            await TellAsync(context, "served", served);
            await WatchAsync(context, offer.Name, end);
        }
        finally
        {
            await EndAsync(offer.Name);
        }
    }

    /// <summary>What the target speaks. Of one where nobody is yet, HTTP is thought: it is what most ports are for.</summary>
    private async Task<ServiceKind> KindOfAsync(ServiceOffer offer, CancellationToken cancel) =>
        offer.Host.Length > 0 || offer.IsCrossOrigin || !ServiceTarget.TryParse(offer.Target, out var target)
        || await TargetProbe.SpeaksHttpAsync(node, target, time, cancel) != false
            ? ServiceKind.Http
            : ServiceKind.Tcp;

    /// <summary>Tells the service again whenever who uses it has changed.</summary>
    private async Task WatchAsync(HttpContext context, string name, TlsServed? tlsEnd)
    {
        var before = "";
        using var timer = new PeriodicTimer(LookPace, time);
        while (await timer.WaitForNextTickAsync(context.RequestAborted))
        {
            if (tlsEnd?.Refresh() is { } wrong) await TellAsync(context, "trouble", new JsonObject { ["why"] = wrong });
            var all = ServiceJson.All(await node.ServicesAsync(ListServices.Instance, context.RequestAborted));
            if (all.FirstOrDefault(service => (string?)service!["name"] == name) is not { } now) return;
            var tickets = ServiceJson.All(await node.TicketsAsync(new ListTickets(name), context.RequestAborted));
            now["tries"] = new JsonArray([.. tickets.Select(ticket => ticket!["triedBy"]).Where(did => did is not null)
                .Select(did => did!.DeepClone())]);
            var told = now.ToJsonString();
            if (told == before) continue;
            before = told;
            await ServerSentEvents.TellAsync(context, "callers", told);
        }
    }

    private async Task EndAsync(string name)
    {
        try
        {
            await node.ServicesAsync(new RemoveService(name));
        }
        catch (Exception gone) when (gone is NodeStoppedException or TimeoutException)
        {
            // It ends with its node.
        }
    }

    private async Task ForwardAsync(HttpContext context, JsonRpcArguments arguments) =>
        await KeepAsync(context, await methods.OpenTunnelAsync(arguments));

    private async Task ProxyAsync(HttpContext context, JsonRpcArguments arguments) =>
        await KeepAsync(context, await methods.OpenProxyAsync(arguments));

    private async Task EnterAsync(HttpContext context, JsonRpcArguments arguments) =>
        await KeepAsync(context, await entrances.OpenAsync(arguments));

    private async Task KeepAsync(HttpContext context, Tunnel tunnel)
    {
        try
        {
            await TellAsync(context, "open", tunnel.ToJson());
            await foreach (var trouble in tunnel.TroublesAsync(context.RequestAborted))
                await TellAsync(context, "trouble", new JsonObject { ["why"] = trouble });
        }
        finally
        {
            await tunnels.CloseAsync(tunnel.Id);
        }
    }

    private static async Task AnswerAsync(
        HttpContext context, JsonRpcMethod method, Func<HttpContext, JsonRpcArguments, Task> answer)
    {
        if (await BodyReader.ReadAsync(context, InternalListener.MaxBody) is not { } body) return;
        try
        {
            using var parameters = JsonDocument.Parse(body);
            await answer(context, JsonRpcArguments.Bind(method, parameters.RootElement, null));
        }
        catch (Exception wrong) when (wrong is JsonRpcException or JsonException && !context.Response.HasStarted)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync(wrong.Message, context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked has gone: that ends it.
        }
    }

    private static Task TellAsync(HttpContext context, string type, JsonNode what) =>
        ServerSentEvents.TellAsync(context, type, what.ToJsonString());
}
