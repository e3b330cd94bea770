using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Rings.Host.Tests.Processes;

/// <summary>What strangers send to the public listener is answered, and is no error of this node.</summary>
public sealed class StrangerSpecs : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("rings-strangers-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Bad_requests_get_words_and_leave_no_line_in_the_log()
    {
        var (program, says) = await TwoNodes.StartAsync("--data-dir", _data);
        await using var running = program;
        var url = new Uri((string)says["public"]!);
        using var http = new HttpClient { BaseAddress = url };

        foreach (var body in (string[])
            [
                """{"jsonrpc":2.0,"id":1,"method":"nodeDid"}""",
                """{"jsonrpc":{},"id":1,"method":"nodeDid"}""",
                """{"jsonrpc":"2.0","id":1,"method":"\ud800"}""",
                """{"jsonrpc":"2.0","id":1,"method":"answerOffer","params":["\ud800"]}""",
                """{"jsonrpc":"2.0","id":1,"method":"answerOffer","params":["AAAA"]}""",
                "[", "\0", "",
            ])
        {
            using var response = await http.PostAsync("/", new StringContent(body));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.NotNull(JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!["message"]);
        }

        Assert.Equal(
            (HttpStatusCode.NotFound, "Not Found.\n"), await AnswerAsync(http.GetAsync("/none")));
        Assert.Equal(
            (HttpStatusCode.MethodNotAllowed, "Method Not Allowed.\n"), await AnswerAsync(http.GetAsync("/")));
        foreach (var line in (string[])["GET / HTTP/9.9", "\u001b]0;x\u0007", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab"])
            await SayAsync(url.Port, line + "\r\n\r\n");
        var ended = await program.InterruptAsync();

        Assert.All(ended.ErrorLines, line => Assert.Contains(" info: ", line, StringComparison.Ordinal));
    }

    private static async Task<(HttpStatusCode Status, string Words)> AnswerAsync(Task<HttpResponseMessage> request)
    {
        using var response = await request;
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Says something that is no HTTP, and waits until the listener has hung up.</summary>
    private static async Task SayAsync(int port, string text)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text));
        socket.Client.Shutdown(SocketShutdown.Send);
        await Record.ExceptionAsync(() => stream.CopyToAsync(Stream.Null));
        Assert.False(socket.Client.Poll(0, SelectMode.SelectRead) && socket.Client.Available > 0);
    }
}
