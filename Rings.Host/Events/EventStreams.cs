using System.Globalization;
using System.Net.WebSockets;
using System.Text;

namespace Rings.Host.Events;

/// <summary>
/// Carries events to listeners: server-sent events (WHATWG HTML, section 9.2) and a WebSocket of JSON lines.
/// </summary>
internal static class EventStreams
{
    /// <summary>The name in the query of a listener that wants the log too.</summary>
    private const string Log = "log";

    /// <summary>The name in the query of a listener that wants the events of before, too.</summary>
    private const string History = "history";

    /// <summary><c>GET /events</c>; <c>?log</c> adds the log, <c>?history</c> begins with the events that were kept.</summary>
    public static async Task ServerSentEventsAsync(HttpContext context, EventHub hub)
    {
        using var listener = Listen(context, hub);
        if (listener is null)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        await ServerSentEvents.BeginAsync(context, "listening");
        await foreach (var happened in listener.ReadAllAsync(context.RequestAborted))
        {
            if (listener.TakeLost() is > 0 and var lost)
                await ServerSentEvents.TellAsync(context, "lost", string.Create(CultureInfo.InvariantCulture, $"{{\"events\":{lost}}}"));
            await ServerSentEvents.TellAsync(context, happened.Type, happened.Json);
        }
    }

    /// <summary>
    /// <c>/ws</c>: each event is a text message <c>{"type": …, "data": {…}}</c>; what the client sends is ignored.
    /// <c>?log</c> adds the log, <c>?history</c> begins with the events that were kept.
    /// </summary>
    public static async Task WebSocketAsync(HttpContext context, EventHub hub)
    {
        using var listener = context.WebSockets.IsWebSocketRequest ? Listen(context, hub) : null;
        if (listener is null)
        {
            context.Response.StatusCode = context.WebSockets.IsWebSocketRequest
                ? StatusCodes.Status503ServiceUnavailable
                : StatusCodes.Status400BadRequest;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var closing = ReadUntilCloseAsync(socket, ended);
        try
        {
            await foreach (var happened in listener.ReadAllAsync(ended.Token))
            {
                var text = Encoding.UTF8.GetBytes($$"""{"type":"{{happened.Type}}","data":{{happened.Json}}}""");
                await socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, ended.Token);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The listener left; nothing more to say to it.
        }

        await closing;
    }

    private static async Task ReadUntilCloseAsync(WebSocket socket, CancellationTokenSource ended)
    {
        var ignored = new byte[256];
        try
        {
            while (!ended.IsCancellationRequested)
            {
                var received = await socket.ReceiveAsync(ignored.AsMemory(), ended.Token);
                if (received.MessageType != WebSocketMessageType.Close) continue;
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ended.Token);
                break;
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException)
        {
            // A connection that broke is a listener that left.
        }

        await ended.CancelAsync();
    }

    private static EventHub.Listener? Listen(HttpContext context, EventHub hub) =>
        hub.TryListen(context.Request.Query.ContainsKey(Log), context.Request.Query.ContainsKey(History));
}
