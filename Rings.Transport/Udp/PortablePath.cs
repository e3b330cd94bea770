using System.Net;
using System.Net.Sockets;

namespace Rings.Transport.Udp;

/// <summary>
/// One system call a datagram, by .NET's own means, on every system. No allocation in either direction.
/// </summary>
internal sealed class PortablePath(AddressFamily family) : IDatagramPath
{
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(64 * 1024, pinned: true);
    private readonly SocketAddress _source = new(family);
    private readonly ThreadLocal<SocketAddress> _target = new(() => new SocketAddress(family));

    public bool Segments => false;

    public bool NeverFragments => false;

    public bool Receive(Socket socket, UdpSocket owner, IDatagramSink sink)
    {
        try
        {
            var size = socket.ReceiveFrom(_buffer, SocketFlags.None, _source);
            sink.OnDatagram(owner, TransportAddress.From(_source), _buffer.AsSpan(0, size));
            sink.OnBatchEnd();
            return true;
        }
        catch (SocketException error) when (IsPassing(error.SocketErrorCode))
        {
            return true;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    public void Send(Socket socket, TransportAddress remote, ReadOnlySpan<byte> run, int segmentSize)
    {
        var target = _target.Value!;
        remote.CopyTo(target);
        try
        {
            for (; !run.IsEmpty; run = run[Math.Min(segmentSize, run.Length)..])
                socket.SendTo(run[..Math.Min(segmentSize, run.Length)], SocketFlags.None, target);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // UDP promises nothing: an unreachable network or a full buffer is a lost datagram.
        }
    }

    public void Dispose() => _target.Dispose();

    // What a datagram sent earlier brought back, or a wait that ended, says nothing about the socket.
    private static bool IsPassing(SocketError error) => error is SocketError.ConnectionReset
        or SocketError.ConnectionRefused or SocketError.TimedOut or SocketError.MessageSize
        or SocketError.NetworkUnreachable or SocketError.HostUnreachable or SocketError.Interrupted
        or SocketError.WouldBlock or SocketError.NetworkReset;
}
