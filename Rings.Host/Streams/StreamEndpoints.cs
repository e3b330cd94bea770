using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Rings.Actors.Public;
using Rings.Actors.Services;
using Rings.Host.Cli;
using Rings.Host.JsonRpc;
using Rings.Host.Rpc;
using Rings.Protocol;
using Rings.Protocol.Streams;

namespace Rings.Host.Streams;

/// <summary>
/// <c>GET /streams/connect?to=DID&amp;protocol=NAME</c> opens a stream to a node, <c>GET /streams/listen?protocol=NAME</c>
/// takes the first that comes; both are WebSockets. The first message is text and says with whom; then binary messages are
/// the stream's bytes. A close with status 1000 is the half close; others say in words what went wrong. Where nothing comes
/// of it the first message says why.
/// <c>GET /streams/service</c> opens a stream to a service, which the header <c>Rings-Service</c> names, percent-encoded:
/// it may hold a ticket, which does not belong into an address.
/// </summary>
/// <param name="node">The node.</param>
/// <param name="read">Reads services.</param>
/// <param name="dialer">Opens streams to them.</param>
internal sealed class StreamEndpoints(IRings node, ArgumentReader read, ServiceDialer dialer)
{
    /// <summary>Streams that come and go by this way at a time.</summary>
    public const int Most = 256;

    private int _open;

    /// <summary>Adds the routes.</summary>
    public void Map(WebApplication app)
    {
        app.MapGet("/streams/connect", context => ServeAsync(context, ConnectAsync));
        app.MapGet("/streams/listen", context => ServeAsync(context, ListenAsync));
        app.MapGet("/streams/service", context => ServeAsync(context, UseAsync));
    }

    private async Task ServeAsync(HttpContext context, Func<HttpContext, WebSocket, Task<RingsStream?>> open)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync("This is for WebSockets.\n", context.RequestAborted);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        try
        {
            if (Interlocked.Increment(ref _open) > Most)
                await SocketStream.RefuseAsync(socket, $"{Most} streams are open by this way already", context.RequestAborted);
            else if (await open(context, socket) is { } stream)
            {
                await using (stream)
                {
                    await SayAsync(socket, stream, context.RequestAborted);
                    await SocketStream.CarryAsync(socket, stream, context.RequestAborted);
                }
            }
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task<RingsStream?> ConnectAsync(HttpContext context, WebSocket socket)
    {
        var query = context.Request.Query;
        if (DidText.Read(query["to"].ToString(), out var to) is { } wrong)
        {
            await SocketStream.RefuseAsync(socket, $"to: {wrong}", context.RequestAborted);
            return null;
        }

        var outcome = await node.OpenStreamAsync(to, query["protocol"].ToString(), cancel: context.RequestAborted);
        var (stream, why) = outcome.Match<(RingsStream?, string)>(
            opened => (opened.Stream, ""), refused => (null, refused.Detail), failed => (null, failed.Detail));
        if (stream is null) await SocketStream.RefuseAsync(socket, why, context.RequestAborted);
        return stream;
    }

    private async Task<RingsStream?> UseAsync(HttpContext context, WebSocket socket)
    {
        try
        {
            var url = read.ServiceOf(Uri.UnescapeDataString(context.Request.Headers[NodeClient.ServiceHeader].ToString()), "service");
            var outcome = await dialer.OpenAsync(url, context.RequestAborted);
            if (outcome is StreamOpened opened) return opened.Stream;
            await SocketStream.RefuseAsync(socket, ServiceDialer.WhyNot(outcome, url)!, context.RequestAborted);
        }
        catch (JsonRpcException wrong)
        {
            await SocketStream.RefuseAsync(socket, wrong.Message, context.RequestAborted);
        }

        return null;
    }

    private async Task<RingsStream?> ListenAsync(HttpContext context, WebSocket socket)
    {
        var query = context.Request.Query;
        Did? only = null;
        if (query["from"].ToString() is { Length: > 0 } from)
        {
            if (DidText.Read(from, out var did) is { } wrong)
            {
                await SocketStream.RefuseAsync(socket, $"from: {wrong}", context.RequestAborted);
                return null;
            }

            only = did;
        }

        try
        {
            await foreach (var incoming in node.StreamsAsync(query["protocol"].ToString(), 1, context.RequestAborted))
            {
                if (only is null || incoming.Peer == only) return incoming.Accept();
                incoming.Refuse(StreamCode.NotFound);
            }
        }
        catch (InvalidOperationException taken)
        {
            await SocketStream.RefuseAsync(socket, taken.Message, context.RequestAborted);
        }

        return null;
    }

    private static Task SayAsync(WebSocket socket, RingsStream stream, CancellationToken cancel)
    {
        var says = new JsonObject
        {
            ["peer"] = stream.Peer.ToString(),
            ["protocol"] = stream.Protocol,
            ["metadata"] = Convert.ToBase64String(stream.Metadata.Span),
        };
        return socket.SendAsync(
            Encoding.UTF8.GetBytes(says.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, cancel);
    }
}
