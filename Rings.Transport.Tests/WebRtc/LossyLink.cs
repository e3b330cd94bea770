using System.Net;
using System.Net.Sockets;

namespace Rings.Transport.Tests.WebRtc;

/// <summary>A UDP path on loopback between two peers, which loses packets at random and may not pass long ones.</summary>
internal sealed class LossyLink : IAsyncDisposable
{
    private readonly Socket[] _sockets = [Open(), Open()];
    private readonly IPEndPoint?[] _ends = new IPEndPoint?[2];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _loops;
    private volatile int _percent;

    public LossyLink(int seed) => _loops = [.. Enumerable.Range(0, 2).Select(side => Task.Run(
        () => CarryAsync(side, new Random(seed + side))))];

    /// <summary>How many of a hundred packets are lost, each way.</summary>
    public int Percent
    {
        get => _percent;
        set => _percent = value;
    }

    /// <summary>Datagrams longer than this are lost, each way.</summary>
    public int MaxDatagram { get; set; } = int.MaxValue;

    /// <summary>Connects two peers over this link.</summary>
    public async Task ConnectAsync(Peer offerer, Peer answerer)
    {
        var offer = Redirect(await offerer.Connection.CreateOfferAsync(), 0);
        var answer = Redirect(await answerer.Connection.CreateAnswerAsync(offer), 1);
        await offerer.Connection.AcceptAnswerAsync(answer);
        await Task.WhenAll(offerer.ConnectedAsync(), answerer.ConnectedAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_loops);
        foreach (var socket in _sockets)
            socket.Dispose();
        _stop.Dispose();
    }

    // A description that names the link's end in place of its writer's.
    private string Redirect(string description, int side)
    {
        var media = description.Split("\r\n").Single(line => line.StartsWith("m=application", StringComparison.Ordinal));
        var port = media.Split(' ')[1];
        _ends[side] = new IPEndPoint(IPAddress.Loopback, int.Parse(port, System.Globalization.CultureInfo.InvariantCulture));
        return description.Replace($" {port} ", $" {((IPEndPoint)_sockets[1 - side].LocalEndPoint!).Port} ", StringComparison.Ordinal);
    }

    // What the peer of this side sends comes to this side's socket, and leaves by the other one.
    private async Task CarryAsync(int side, Random random)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                var from = new IPEndPoint(IPAddress.Any, 0);
                var got = await _sockets[side].ReceiveFromAsync(buffer, SocketFlags.None, from, _stop.Token);
                if (random.Next(100) >= _percent && got.ReceivedBytes <= MaxDatagram && _ends[1 - side] is { } end)
                    await _sockets[1 - side].SendToAsync(buffer.AsMemory(0, got.ReceivedBytes), SocketFlags.None, end, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private static Socket Open()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveBufferSize = 1024 * 1024,
        };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }
}
