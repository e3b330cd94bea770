using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Rings.Sovereign.Chains.Tests.Rpc;

/// <summary>A server on loopback that answers one HTTP request with what a test gives it, or with nothing.</summary>
internal sealed class SaidServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    /// <param name="body">The answer's body; null: it never answers.</param>
    public SaidServer(string? body)
    {
        _listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        Answered = AnswerAsync(body);
    }

    public Uri Url { get; }

    private Task Answered { get; }

    public void Dispose() => _listener.Stop();

    private async Task AnswerAsync(string? body)
    {
        using var socket = await _listener.AcceptSocketAsync();
        var buffer = new byte[64 << 10];
        await socket.ReceiveAsync(buffer);
        // Until the other side gives up and closes.
        if (body is null)
        {
            while (await socket.ReceiveAsync(buffer) > 0)
            {
            }

            return;
        }

        await socket.SendAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
    }
}
