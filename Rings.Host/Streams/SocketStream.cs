using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Rings.Actors.Public;
using Rings.Protocol.Streams;

namespace Rings.Host.Streams;

/// <summary>Carries bytes between a stream and a WebSocket, half closes and resets too.</summary>
internal static class SocketStream
{
    /// <summary>A close with more than a half close to say: 4000 and the stream's code where that is small.</summary>
    private const int Broken = 4000;

    /// <summary>The longest reason of a WebSocket's close, in bytes (RFC 6455, 5.5.1).</summary>
    private const int MaxReason = 123;

    private const int MaxMessage = 64 * 1024;

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(30);

    /// <summary>Says in words that nothing comes of it: in a message first, for a close has room for half a sentence.</summary>
    public static async Task RefuseAsync(WebSocket socket, string why, CancellationToken cancel)
    {
        var said = Encoding.UTF8.GetBytes(new JsonObject { ["why"] = why }.ToJsonString());
        await socket.SendAsync(said, WebSocketMessageType.Text, endOfMessage: true, cancel);
        await socket.CloseAsync((WebSocketCloseStatus)Broken, Cut(why), cancel);
    }

    /// <summary>Carries until both directions are over.</summary>
    public static async Task CarryAsync(WebSocket socket, RingsStream stream, CancellationToken cancel)
    {
        var toRing = ToStreamAsync(socket, stream, cancel);
        var fromRing = FromStreamAsync(socket, stream, toRing, cancel);
        await Task.WhenAll(toRing, fromRing);
    }

    private static async Task ToStreamAsync(WebSocket socket, RingsStream stream, CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                var result = await socket.ReceiveAsync(stream.Output.GetMemory(MaxMessage), cancel);
                if (result.MessageType == WebSocketMessageType.Close) break;
                stream.Output.Advance(result.Count);
                if ((await stream.Output.FlushAsync(cancel)).IsCompleted) return;
            }

            if (socket.CloseStatus == WebSocketCloseStatus.NormalClosure) await stream.Output.CompleteAsync();
            else stream.Reset(StreamCode.Cancelled);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException)
        {
            stream.Reset(StreamCode.Cancelled);
        }
    }

    private static async Task FromStreamAsync(WebSocket socket, RingsStream stream, Task toRing, CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                var result = await stream.Input.ReadAsync(cancel);
                await SendAsync(socket, result, cancel);
                stream.Input.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted) break;
            }

            await CloseAsync(socket, stream, toRing, cancel);
        }
        catch (StreamResetException reset)
        {
            await socket.CloseOutputAsync((WebSocketCloseStatus)Status(reset.Code), Cut(StreamCode.Words(reset.Code)), cancel);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            stream.Reset(StreamCode.Cancelled);
        }
    }

    /// <summary>Where the other direction is over too, the last word says whether all of it arrived.</summary>
    private static async Task CloseAsync(WebSocket socket, RingsStream stream, Task toRing, CancellationToken cancel)
    {
        if (toRing.IsCompleted && await stream.Ended.WaitAsync(Farewell, cancel) is { Kind: not StreamEndKind.Finished } end)
        {
            await socket.CloseOutputAsync((WebSocketCloseStatus)Status(end.Code), Cut(StreamCode.Words(end.Code)), cancel);
            return;
        }

        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancel);
    }

    private static async Task SendAsync(WebSocket socket, ReadResult result, CancellationToken cancel)
    {
        foreach (var segment in result.Buffer)
            await socket.SendAsync(segment, WebSocketMessageType.Binary, endOfMessage: true, cancel);
    }

    private static int Status(long code) => Broken + (int)Math.Min(code, 999);

    private static string Cut(string text)
    {
        while (Encoding.UTF8.GetByteCount(text) > MaxReason) text = text[..^1];
        return text;
    }
}
