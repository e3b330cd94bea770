using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Rings.Actors.Public;
using Rings.AspNetCore.Client;
using Rings.Protocol.Services;

namespace Rings.AspNetCore.Tests.Nodes;

/// <summary>What callers do with <see cref="WebApp"/>, and what has to come of it, however it is provided.</summary>
internal static class ServiceUse
{
    /// <summary>A request that is sent over one version of HTTP, and no other.</summary>
    public static HttpRequestMessage Get(RingHost host, string path, string version) => new(HttpMethod.Get, $"http://{host}{path}")
    {
        Version = Version.Parse(version),
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    /// <summary>A web socket that begins over one version of HTTP, and no other.</summary>
    public static ClientWebSocket NewSocket(string version)
    {
        var socket = new ClientWebSocket();
        socket.Options.HttpVersion = Version.Parse(version);
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        return socket;
    }

    /// <summary>A web socket goes both ways, and is closed by agreement.</summary>
    public static async Task EchoAsync(IRings caller, RingHost host, string version, CancellationToken cancel)
    {
        using var socket = NewSocket(version);
        using var invoker = new HttpMessageInvoker(RingsHttpHandler.Create(caller));
        await socket.ConnectAsync(new Uri($"ws://{host}/echo"), invoker, cancel);
        var buffer = new byte[100];
        for (var round = 0; round < 20; round++)
        {
            var said = Encoding.UTF8.GetBytes($"message {round}");
            await socket.SendAsync(said, WebSocketMessageType.Text, endOfMessage: true, cancel);
            var heard = await socket.ReceiveAsync(buffer.AsMemory(), cancel);
            Assert.Equal(said, buffer[..heard.Count]);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "enough", cancel);
        Assert.Equal("done", socket.CloseStatusDescription);
    }

    /// <summary>Each of five events is seen before the next one happens.</summary>
    /// <param name="http">The caller.</param>
    /// <param name="host">The service.</param>
    /// <param name="events">What the application tells.</param>
    /// <param name="before">What happens before each of them.</param>
    /// <param name="cancel">Ends the test.</param>
    public static async Task ReadEventsAsync(
        HttpClient http, RingHost host, ChannelWriter<string> events, Action before, CancellationToken cancel)
    {
        using var answer = await http.GetAsync($"http://{host}/events", HttpCompletionOption.ResponseHeadersRead, cancel);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancel));
        for (var number = 0; number < 5; number++)
        {
            before();
            events.TryWrite($"{number}");
            Assert.Equal($"data: {number}", await reader.ReadLineAsync(cancel));
            Assert.Equal("", await reader.ReadLineAsync(cancel));
        }
    }

    /// <summary>What goes up, and what comes down, is the same bytes.</summary>
    public static async Task CarryAsync(HttpClient http, RingHost host, long bytes, CancellationToken cancel)
    {
        using var up = await http.PostAsync($"http://{host}/sum", new PatternContent(bytes), cancel);
        using var down = await http.GetAsync($"http://{host}/bytes/{bytes}", HttpCompletionOption.ResponseHeadersRead, cancel);
        var came = Convert.ToHexStringLower(await SHA256.HashDataAsync(await down.Content.ReadAsStreamAsync(cancel), cancel));

        Assert.Equal(WebApp.SumOf(bytes), came);
        Assert.Equal(came, await up.Content.ReadAsStringAsync(cancel));
    }
}
