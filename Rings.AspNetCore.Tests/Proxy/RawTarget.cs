using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Rings.AspNetCore.Tests.Proxy;

/// <summary>A target that keeps each request as it came, byte for byte, and answers what the test wants.</summary>
internal sealed class RawTarget : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly StringBuilder _heard = new();
    private readonly string? _answer;
    private readonly Task _running;
    private int _connections;

    /// <param name="answer">What it says to each request once it has ended its headers; null: nothing, ever.</param>
    public RawTarget(string? answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    {
        _answer = answer;
        _listener.Start();
        _running = AcceptAsync();
    }

    /// <summary>A port at which nobody listens.</summary>
    public static int PortOfNobody()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections that came.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>All that was heard.</summary>
    public string Heard
    {
        get
        {
            lock (_lock) return _heard.ToString();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                _ = AnswerAsync(socket);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                var buffer = new byte[4096];
                var request = "";
                while (await socket.ReceiveAsync(buffer, _stop.Token) is > 0 and var length)
                {
                    var text = Encoding.Latin1.GetString(buffer, 0, length);
                    lock (_lock) _heard.Append(text);
                    request += text;
                    if (_answer is null || !request.Contains("\r\n\r\n", StringComparison.Ordinal)) continue;
                    await socket.SendAsync(Encoding.Latin1.GetBytes(_answer), _stop.Token);
                    request = "";
                }
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The test is over, or the proxy broke it off.
            }
        }
    }
}
