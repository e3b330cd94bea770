using System.Net.Sockets;
using System.Threading.Channels;
using Rings.Transport.Ice;

namespace Rings.Transport.WebRtc;

/// <summary>The TCP connection to one TURN server (RFC 8656, section 3.1).</summary>
internal sealed class ServerStream(IceServer server, Action<ServerStream, ReadOnlyMemory<byte>> received) : IDisposable
{
    private const int MaxQueued = 1024;
    private const int WriteSize = 64 * 1024;

    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<byte[]> _outgoing = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(MaxQueued) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public IceServer Server => server;

    /// <summary>Queues bytes; what does not fit is lost, as a datagram might be.</summary>
    public void Send(ReadOnlySpan<byte> bytes) => _outgoing.Writer.TryWrite(bytes.ToArray());

    /// <summary>Runs the connection until either side ends it.</summary>
    public async Task RunAsync(Action<ServerStream> opened, Action<ServerStream> closed)
    {
        try
        {
            using var client = new TcpClient { NoDelay = true };
            await client.ConnectAsync(server.Address.ToIPEndPoint(), _stop.Token).ConfigureAwait(false);
            opened(this);
            var stream = client.GetStream();
            var writing = WriteAsync(stream);
            await ReadAsync(stream).ConfigureAwait(false);
            await _stop.CancelAsync().ConfigureAwait(false);
            await writing.ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
        {
            // Down is down: the gatherer hears it below.
        }
        finally
        {
            closed(this);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Cancel();

    private async Task ReadAsync(NetworkStream stream)
    {
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, _stop.Token).ConfigureAwait(false) is var size and > 0)
            received(this, buffer.AsMemory(0, size));
    }

    // What waits leaves in one write: a burst of packets is one trip into the system.
    private async Task WriteAsync(NetworkStream stream)
    {
        var buffer = new byte[WriteSize];
        try
        {
            while (await _outgoing.Reader.WaitToReadAsync(_stop.Token).ConfigureAwait(false))
                await stream.WriteAsync(buffer.AsMemory(0, Gather(buffer)), _stop.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            await _stop.CancelAsync().ConfigureAwait(false);
        }
    }

    private int Gather(byte[] buffer)
    {
        var size = 0;
        while (_outgoing.Reader.TryPeek(out var bytes) && bytes.Length <= buffer.Length - size)
        {
            _outgoing.Reader.TryRead(out _);
            bytes.CopyTo(buffer.AsSpan(size));
            size += bytes.Length;
        }

        return size;
    }
}
