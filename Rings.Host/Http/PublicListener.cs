using System.Net;
using Rings.Host.JsonRpc;
using Rings.Protocol;
using Rings.Protocol.Limits;

namespace Rings.Host.Http;

/// <summary>
/// The listener for everybody: <c>nodeDid</c> and <c>answerOffer</c> alone, so that a newcomer can get its first link.
/// Limited per address; loopback is not. Pages of any origin may ask: there is nothing here that is not public.
/// </summary>
/// <param name="rpc">Answers <c>POST /</c>.</param>
/// <param name="time">The clock.</param>
internal sealed class PublicListener(JsonRpcServer rpc, TimeProvider time)
{
    /// <summary>The longest body, in bytes.</summary>
    public const int MaxBody = 64 * 1024;

    /// <summary>Requests per second from one address.</summary>
    public const int PerSecond = 10;

    /// <summary>Requests at once from one address.</summary>
    public const int Burst = 64;

    private const int MaxAddresses = 4096;

    private readonly Lock _lock = new();
    private readonly KeyedRateLimit<IPAddress> _limit = new(PerSecond, Burst, MaxAddresses);

    /// <summary>Adds the listener's routes.</summary>
    public void Map(WebApplication app)
    {
        app.Use(AdmitAsync);
        app.MapPost("/", AnswerAsync);
        app.MapMethods("/", ["OPTIONS"], PreflightAsync);
    }

    private static Task PreflightAsync(HttpContext context)
    {
        context.Response.Headers.AccessControlAllowMethods = "POST";
        context.Response.Headers.AccessControlAllowHeaders = "content-type";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private async Task AdmitAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.AccessControlAllowOrigin = "*";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (!IPAddress.IsLoopback(address) && !TryTake(address))
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter = "1";
            return;
        }

        await next(context);
    }

    private bool TryTake(IPAddress address)
    {
        lock (_lock) return _limit.TryTake(address, Instant.From(time.GetUtcNow()));
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (await BodyReader.ReadAsync(context, MaxBody) is not { } body) return;
        var address = context.Connection.RemoteIpAddress;
        var caller = address is null || IPAddress.IsLoopback(address) ? null : address.ToString();
        await JsonRpcResponse.WriteAsync(context, await rpc.AnswerAsync(body, context.RequestAborted, caller));
    }
}
