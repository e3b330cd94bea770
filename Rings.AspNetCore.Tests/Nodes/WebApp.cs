using System.Globalization;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Rings.AspNetCore.Server;

namespace Rings.AspNetCore.Tests.Nodes;

/// <summary>An application that uses all of HTTP that has to pass through a ring.</summary>
internal static class WebApp
{
    private const int Part = 64 * 1024;

    /// <summary>Adds its routes.</summary>
    public static void Map(WebApplication app)
    {
        app.UseWebSockets();
        app.MapGet("/who", context => context.Response.WriteAsync(
            $"{context.Features.Get<IRingsCaller>()?.Did.ToString() ?? "nobody"} {context.Request.Protocol} {context.Connection.RemoteIpAddress?.ToString() ?? "no address"}"));
        app.MapGet("/headers", context => context.Response.WriteAsync(string.Join(
            '\n', context.Request.Headers.Select(header => $"{header.Key}: {header.Value}"))));
        app.MapPost("/sum", SumAsync);
        app.MapGet("/bytes/{count:long}", SendAsync);
        app.MapGet("/trailers", TrailersAsync);
        app.MapPost("/refuse", context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        });
        app.Map("/echo", EchoAsync);
    }

    /// <summary>Answers with a stream of events, each as it comes.</summary>
    public static async Task TellAsync(HttpContext context, ChannelReader<string> events)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await foreach (var told in events.ReadAllAsync(context.RequestAborted))
            await context.Response.WriteAsync($"data: {told}\n\n", context.RequestAborted);
    }

    /// <summary>The bytes that <c>/bytes</c> sends, from their beginning.</summary>
    public static void Fill(Span<byte> part, long at)
    {
        for (var place = 0; place < part.Length; place++) part[place] = (byte)((at + place) * 31 >> 3);
    }

    /// <summary>The sum that <c>/sum</c> gives of what <c>/bytes</c> sends.</summary>
    public static string SumOf(long bytes)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var part = new byte[Part];
        for (var at = 0L; at < bytes; at += part.Length)
        {
            Fill(part, at);
            sum.AppendData(part.AsSpan(0, (int)Math.Min(part.Length, bytes - at)));
        }

        return Convert.ToHexStringLower(sum.GetHashAndReset());
    }

    private static async Task SumAsync(HttpContext context)
    {
        // What a client may send is this test's affair.
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
        var sum = await SHA256.HashDataAsync(context.Request.Body, context.RequestAborted);
        await context.Response.WriteAsync(Convert.ToHexStringLower(sum));
    }

    private static async Task SendAsync(HttpContext context)
    {
        var count = long.Parse((string)context.GetRouteValue("count")!, CultureInfo.InvariantCulture);
        context.Response.ContentLength = count;
        var part = new byte[Part];
        for (var at = 0L; at < count; at += part.Length)
        {
            Fill(part, at);
            await context.Response.Body.WriteAsync(part.AsMemory(0, (int)Math.Min(part.Length, count - at)), context.RequestAborted);
        }
    }

    private static async Task TrailersAsync(HttpContext context)
    {
        context.Response.DeclareTrailer("Sum");
        await context.Response.WriteAsync("body");
        await context.Response.Body.FlushAsync();
        context.Response.AppendTrailer("Sum", "42");
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[Part];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
            if (received.MessageType == WebSocketMessageType.Close) break;
            await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, context.RequestAborted);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", context.RequestAborted);
    }
}
