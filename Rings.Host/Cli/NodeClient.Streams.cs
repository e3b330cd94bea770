using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Rings.Host.Cli;

/// <content>Streams: the running node opens them, and a WebSocket carries their bytes.</content>
internal sealed partial class NodeClient
{
    /// <summary>Names the service of <c>/streams/service</c>, percent-encoded: no address, for it may hold a ticket.</summary>
    public const string ServiceHeader = "Rings-Service";

    private const int SocketBuffer = 64 * 1024;

    /// <summary>
    /// Carries bytes between this process and a stream of the node until both directions are over. What
    /// <paramref name="input"/> gives goes, its end is the half close.
    /// </summary>
    /// <param name="path">Which stream: <c>/streams/connect?…</c>, <c>/streams/listen?…</c> or <c>/streams/service</c>.</param>
    /// <param name="input">What goes.</param>
    /// <param name="output">Where goes what comes.</param>
    /// <param name="opened">Is told with whom the stream is.</param>
    /// <param name="cancel">Gives it up; the stream is reset.</param>
    /// <param name="service">Of <c>/streams/service</c>: which.</param>
    /// <exception cref="UserErrorException">It was not opened, or ended before its end.</exception>
    public async Task CarryStreamAsync(
        string path, Stream input, Stream output, Action<JsonNode> opened, CancellationToken cancel, string? service = null)
    {
        using var socket = new ClientWebSocket();
        socket.Options.Proxy = null;
        socket.Options.SetRequestHeader("Authorization", _http.DefaultRequestHeaders.Authorization!.ToString());
        if (service is not null) socket.Options.SetRequestHeader(ServiceHeader, Uri.EscapeDataString(service));
        try
        {
            var address = new UriBuilder(new Uri(_endpoint, path)) { Scheme = _endpoint.Scheme == "https" ? "wss" : "ws" };
            await socket.ConnectAsync(address.Uri, cancel);
            opened(await HeadAsync(socket, cancel));
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var sending = SendAsync(socket, input, over.Token);
            await ReceiveAsync(socket, output, cancel);
            if (socket.CloseStatus != WebSocketCloseStatus.NormalClosure)
            {
                await over.CancelAsync();
                throw new UserErrorException($"the stream broke: {socket.CloseStatusDescription}");
            }

            // Whoever reads what was written learns now that it is all: what is still sent may take long.
            await output.DisposeAsync();
            await sending;
        }
        catch (WebSocketException lost)
        {
            throw new UserErrorException($"the node at {_endpoint} carries no stream: {lost.Message}", lost);
        }
    }

    private static async Task<JsonNode> HeadAsync(WebSocket socket, CancellationToken cancel)
    {
        var buffer = new byte[SocketBuffer];
        var head = await socket.ReceiveAsync(buffer.AsMemory(), cancel);
        if (head.MessageType != WebSocketMessageType.Text)
            throw new UserErrorException(socket.CloseStatusDescription is { Length: > 0 } words ? words : "the node refused it");
        var says = JsonNode.Parse(Encoding.UTF8.GetString(buffer, 0, head.Count))!;
        return (string?)says["why"] is { } why ? throw new UserErrorException(why) : says;
    }

    private static async Task SendAsync(WebSocket socket, Stream input, CancellationToken cancel)
    {
        var buffer = new byte[SocketBuffer];
        try
        {
            int length;
            while ((length = await input.ReadAsync(buffer, cancel)) > 0)
                await socket.SendAsync(buffer.AsMemory(0, length), WebSocketMessageType.Binary, endOfMessage: true, cancel);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancel);
        }
        catch (Exception gone) when (gone is WebSocketException or ObjectDisposedException)
        {
            // The other end reads no more: its own word, which is received, says why.
        }
    }

    private static async Task ReceiveAsync(WebSocket socket, Stream output, CancellationToken cancel)
    {
        var buffer = new byte[SocketBuffer];
        while (true)
        {
            var piece = await socket.ReceiveAsync(buffer.AsMemory(), cancel);
            if (piece.MessageType == WebSocketMessageType.Close) return;
            await output.WriteAsync(buffer.AsMemory(0, piece.Count), cancel);
            await output.FlushAsync(cancel);
        }
    }
}
