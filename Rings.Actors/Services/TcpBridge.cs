using System.IO.Pipelines;
using System.Net.Sockets;
using Rings.Actors.Public;
using Rings.Protocol.Streams;

namespace Rings.Actors.Services;

/// <summary>
/// Carries bytes between a stream and a socket, both ways, until both have ended: a FIN is the stream's half close and the
/// other way round, a reset a reset. An edge: it reads and writes a socket.
/// </summary>
/// <remarks>
/// What is not taken is not read: each side's back-pressure reaches the other. A side that is silent holds no buffer: a
/// socket is asked for bytes without one.
/// </remarks>
internal sealed class TcpBridge
{
    private readonly IDuplexPipe _stream;
    private readonly Action _reset;
    private readonly Socket _socket;
    private readonly Func<int, CancellationToken, ValueTask>? _carried;
    private long _fromTarget;
    private long _toTarget;

    private TcpBridge(IDuplexPipe stream, Action reset, Socket socket, Func<int, CancellationToken, ValueTask>? carried) =>
        (_stream, _reset, _socket, _carried) = (stream, reset, socket, carried);

    /// <summary>Carries until both sides have ended, or one breaks off; closes the socket.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="reset">Breaks the stream off.</param>
    /// <param name="socket">The socket, connected.</param>
    /// <param name="cancel">Breaks both off.</param>
    /// <param name="carried">Told of bytes that were carried, either way; the next are carried when it has ended.</param>
    public static async Task<CallEnd> RunAsync(
        IDuplexPipe stream, Action reset, Socket socket, CancellationToken cancel,
        Func<int, CancellationToken, ValueTask>? carried = null)
    {
        var bridge = new TcpBridge(stream, reset, socket, carried);
        socket.NoDelay |= socket.ProtocolType == ProtocolType.Tcp;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        var trouble = await bridge.CarryAsync(cancel).ConfigureAwait(false);
        return new CallEnd(bridge._fromTarget, bridge._toTarget, trouble);
    }

    /// <summary>The same for a stream that was opened here, which is ended with it.</summary>
    /// <returns>How many bytes were carried, both ways.</returns>
    public static async Task<long> CarryAsync(RingsStream stream, Socket socket, CancellationToken cancel)
    {
        await using (stream.ConfigureAwait(false))
        {
            var end = await RunAsync(stream, () => stream.Reset(StreamCode.Cancelled), socket, cancel).ConfigureAwait(false);
            return end.FromTarget + end.ToTarget;
        }
    }

    /// <summary>
    /// Closes a socket, by RST where it was not closed before: a close without time to linger sends one (RFC 9293,
    /// 3.10.4), and so tells the other program the truth.
    /// </summary>
    public static void Abort(Socket socket)
    {
        if (socket.ProtocolType == ProtocolType.Tcp && !socket.SafeHandle.IsClosed)
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Dispose();
    }

    private async Task<string?> CarryAsync(CancellationToken cancel)
    {
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var (from, to) = (FromSocketAsync(broken.Token), ToSocketAsync(broken.Token));
        var first = await Task.WhenAny(from, to).ConfigureAwait(false);
        var second = first == from ? to : from;
        // One that ends in order leaves the other alone: that is a half close.
        if (first.IsCompletedSuccessfully) await second.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var broke = first.IsCompletedSuccessfully ? second : first;
        if (!broke.IsCompletedSuccessfully)
        {
            BreakOff();
            await broken.CancelAsync().ConfigureAwait(false);
        }

        await Task.WhenAll(from, to).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        return broke.IsCompletedSuccessfully ? null : WordsOf(broke);
    }

    private void BreakOff()
    {
        _reset();
        Abort(_socket);
    }

    private async Task FromSocketAsync(CancellationToken cancel)
    {
        var output = _stream.Output;
        while (true)
        {
            // Without a buffer: it completes when there is something, and an idle connection costs none.
            await _socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, cancel).ConfigureAwait(false);
            var length = await _socket.ReceiveAsync(output.GetMemory(), SocketFlags.None, cancel).ConfigureAwait(false);
            if (length == 0) break;
            _fromTarget += length;
            output.Advance(length);
            var flushed = await output.FlushAsync(cancel).ConfigureAwait(false);
            if (flushed.IsCompleted) throw new IOException("the caller reads no more");
            if (_carried is not null) await _carried(length, cancel).ConfigureAwait(false);
        }

        await output.CompleteAsync().ConfigureAwait(false);
    }

    private async Task ToSocketAsync(CancellationToken cancel)
    {
        var input = _stream.Input;
        while (true)
        {
            var read = await input.ReadAsync(cancel).ConfigureAwait(false);
            foreach (var part in read.Buffer) await SendAsync(part, cancel).ConfigureAwait(false);
            var length = read.Buffer.Length;
            _toTarget += length;
            input.AdvanceTo(read.Buffer.End);
            if (_carried is not null) await _carried((int)length, cancel).ConfigureAwait(false);
            if (read.IsCompleted) break;
        }

        await input.CompleteAsync().ConfigureAwait(false);
        _socket.Shutdown(SocketShutdown.Send);
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, cancel).ConfigureAwait(false)..];
    }

    private static string WordsOf(Task broken) =>
        broken.Exception?.InnerException?.Message ?? "it was broken off";
}
