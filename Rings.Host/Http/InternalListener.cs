using System.Net;
using System.Text.Json.Nodes;
using OpenTelemetry.Metrics;
using Rings.Actors.Public;
using Rings.Host.Cli;
using Rings.Host.Events;
using Rings.Host.JsonRpc;
using Rings.Host.Rpc;
using Rings.Protocol.Ring;

namespace Rings.Host.Http;

/// <summary>
/// The listener for this node's owner: JSON-RPC, events and the dashboard. Everything but static files and
/// <c>/healthz</c> needs the token or a dashboard session.
/// </summary>
/// <param name="guard">Who may come in.</param>
/// <param name="rpc">Answers <c>POST /</c>.</param>
/// <param name="hub">Feeds <c>/events</c> and <c>/ws</c>.</param>
/// <param name="sessions">Trades one-time codes for cookies.</param>
/// <param name="node">Asked for its health.</param>
/// <param name="metrics">What <c>/metrics</c> shows.</param>
/// <param name="joinUrl">The address by which another node joins; null until the public listener stands.</param>
internal sealed class InternalListener(
    RequestGuard guard, JsonRpcServer rpc, EventHub hub, DashboardSessions sessions, IRings node,
    MeterProvider metrics, Func<string?> joinUrl)
{
    /// <summary>The longest body, in bytes: a message of 1 MiB in base64 and its wrapping.</summary>
    public const int MaxBody = 2 * 1024 * 1024;

    private const string ContentSecurityPolicy =
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

    /// <summary>Adds the listener's routes.</summary>
    public void Map(WebApplication app)
    {
        app.UseWebSockets();
        app.Use(AdmitAsync);
        app.UseOpenTelemetryPrometheusScrapingEndpoint(metrics, null, "/metrics", null, null);
        app.MapGet("/", context => DashboardAssets.SendAsync(context, "index.html"));
        foreach (var name in DashboardAssets.Names)
            app.MapGet("/" + name, context => DashboardAssets.SendAsync(context, name));
        app.MapPost("/", CallAsync);
        app.MapPost("/session", RedeemAsync);
        app.MapGet("/session", context => JsonRpcResponse.WriteAsync(
            context, new JsonObject { ["open"] = guard.IsTrusted(context.Request) }));
        app.MapGet("/join.svg", DrawJoinCodeAsync);
        app.MapGet("/healthz", context => HealthAsync(context, _ => null));
        app.MapGet("/readyz", context => HealthAsync(context, WhyNotReady));
        app.MapGet("/status", StatusAsync);
        new FileEndpoints(node).Map(app);
        new TopicEndpoints(node).Map(app);
        app.MapGet("/events", context => EventStreams.ServerSentEventsAsync(context, hub));
        app.MapGet("/ws", context => EventStreams.WebSocketAsync(context, hub));
    }

    private static bool IsOpenToAll(HttpRequest request) =>
        request.Path == "/healthz"
        || (HttpMethods.IsGet(request.Method) && IsAsset(request.Path))
        || request.Path == "/session";

    private static bool IsAsset(PathString path) =>
        path == "/" || (path.Value is { Length: > 1 } name && DashboardAssets.Names.Contains(name[1..]));

    private async Task AdmitAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        if (!guard.IsForUs(context.Request))
        {
            await RefuseAsync(context, HttpStatusCode.Forbidden, "Wrong Host or a foreign Origin.");
            return;
        }

        if (!IsOpenToAll(context.Request) && !guard.IsTrusted(context.Request))
        {
            await RefuseAsync(
                context, HttpStatusCode.Unauthorized, "Needs the node's access token: Authorization: Bearer TOKEN.");
            return;
        }

        await next(context);
    }

    private static string? WhyNotReady(RingsNodeProtocol.NodeStatus status) => status switch
    {
        { IsCutOff: true, SeedTroubles: [_, ..] troubles } => "no seed has led to a link: this node is a ring of its own\n"
            + string.Concat(troubles.Select(seed => Visible.Line($"{seed.Seed}: {seed.Reason}. {seed.Advice}") + "\n")),
        { IsCutOff: true } or { Phase: not RingPhase.Member } => "not yet\n",
        { Failing: [var failing, ..] } => Visible.Line(failing.Reason) + "\n",
        _ => null,
    };

    private async Task HealthAsync(HttpContext context, Func<RingsNodeProtocol.NodeStatus, string?> whyNot)
    {
        var why = await WhyNotAsync(whyNot, context.RequestAborted);
        context.Response.StatusCode = why is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        await context.Response.WriteAsync(why ?? "ok\n", context.RequestAborted);
    }

    private async Task<string?> WhyNotAsync(Func<RingsNodeProtocol.NodeStatus, string?> whyNot, CancellationToken cancel)
    {
        try
        {
            return whyNot(await node.GetStatusAsync(cancel));
        }
        catch (Exception silent) when (silent is TimeoutException or NodeStoppedException)
        {
            return "not yet\n";
        }
    }

    private async Task StatusAsync(HttpContext context) =>
        await JsonRpcResponse.WriteAsync(
            context, StatusJson.Inspect(await node.GetStatusAsync(context.RequestAborted)));

    private async Task DrawJoinCodeAsync(HttpContext context)
    {
        if (joinUrl() is not { } url)
        {
            await RefuseAsync(context, HttpStatusCode.ServiceUnavailable, "The public listener does not stand yet.");
            return;
        }

        context.Response.ContentType = "image/svg+xml";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsync(JoinCode.Draw(url), context.RequestAborted);
    }

    private static Task RefuseAsync(HttpContext context, HttpStatusCode status, string why)
    {
        context.Response.StatusCode = (int)status;
        return context.Response.WriteAsync(why + "\n", context.RequestAborted);
    }

    private async Task CallAsync(HttpContext context)
    {
        if (await BodyReader.ReadAsync(context, MaxBody) is not { } body) return;
        var answer = await rpc.AnswerAsync(body, context.RequestAborted);
        await JsonRpcResponse.WriteAsync(context, answer);
    }

    private async Task RedeemAsync(HttpContext context)
    {
        const int MaxCode = 100;
        if (await BodyReader.ReadAsync(context, MaxCode) is not { } body) return;
        if (sessions.Redeem(System.Text.Encoding.UTF8.GetString(body.Span)) is not { } secret)
        {
            await RefuseAsync(context, HttpStatusCode.Unauthorized, "This code was used, or is too old. Ask for another: rings dashboard");
            return;
        }

        context.Response.Cookies.Append(
            RequestGuard.Cookie, secret, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/" });
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
