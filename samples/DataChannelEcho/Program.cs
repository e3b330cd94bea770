// A page in a browser opens a data channel to this program, which sends everything back: DataChannelEcho [PORT] [--loopback].
using System.Net;
using Rings.Transport;
using Rings.Transport.WebRtc;

var port = args.Length > 0 ? int.Parse(args[0], null) : 5080;
var page = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "page.html"));
var options = args.Contains("--loopback") ? new WebRtcOptions { BindAddresses = [IPAddress.Loopback] } : new WebRtcOptions();
await using var factory = new WebRtcPeerConnectionFactory(options);
using var listener = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/" } };
listener.Start();
Console.WriteLine($"open http://127.0.0.1:{port}/");

while (true)
{
    var context = await listener.GetContextAsync();
    using var response = context.Response;
    if (context.Request.HttpMethod == "GET")
    {
        response.ContentType = "text/html; charset=utf-8";
        await response.OutputStream.WriteAsync(page);
        continue;
    }
    using var body = new StreamReader(context.Request.InputStream);
    var connection = factory.CreatePeerConnection(new Caller());
    try
    {
        var answer = await connection.CreateAnswerAsync(await body.ReadToEndAsync());
        await response.OutputStream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(answer));
    }
    catch (SdpException refused)
    {
        await connection.DisposeAsync();
        response.StatusCode = 400;
        Console.WriteLine($"no answer: {refused.Message}");
    }
}

/// <summary>One browser; its channels are echoed.</summary>
internal sealed class Caller : IPeerConnectionObserver, IDataChannelObserver
{
    public void OnConnectionStateChange(PeerConnectionState state, string? reason) => Console.WriteLine($"{state} {reason}");

    public void OnDataChannel(DataChannel channel) => channel.Observe(this);

    public void OnOpen(DataChannel channel) => Console.WriteLine($"channel {channel.Label}");

    public void OnMessage(DataChannel channel, ReadOnlySpan<byte> message, bool binary) => channel.TrySend(message, binary);

    public void OnBufferedAmountLow(DataChannel channel) { }

    public void OnClose(DataChannel channel) => Console.WriteLine("closed");
}
