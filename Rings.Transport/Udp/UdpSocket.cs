using System.Net;
using System.Net.Sockets;

namespace Rings.Transport.Udp;

/// <summary>One bound UDP socket with its receive thread; carries any number of peers.</summary>
internal sealed class UdpSocket : IDisposable
{
    private const int StackSize = 256 * 1024;
    private const int WakeMillis = 5000;

    private readonly Socket _socket;
    private readonly IDatagramPath _path;
    private readonly IDatagramSink _sink;
    private readonly Thread _receiver;
    private volatile bool _closed;

    /// <param name="bind">Address and port; port 0 for any.</param>
    /// <param name="sink">Takes what comes.</param>
    /// <param name="bufferSize">Asked for in each direction, in bytes; the system may give less.</param>
    /// <param name="offload">Whether to use segmentation offload where it works.</param>
    /// <param name="portable">Whether to leave aside what only this system has, as on those that have it not.</param>
    /// <exception cref="SocketException">The address cannot be bound.</exception>
    public UdpSocket(IPEndPoint bind, IDatagramSink sink, int bufferSize, bool offload, bool portable = false)
    {
        _sink = sink;
        _socket = Open(bind, bufferSize);
        LocalAddress = TransportAddress.From((IPEndPoint)_socket.LocalEndPoint!);
        _path = LinuxPath.IsSupported && !portable ? new LinuxPath(_socket, offload) : new PortablePath(bind.AddressFamily);
        _receiver = new Thread(Receive, StackSize) { IsBackground = true, Name = $"UDP {LocalAddress}" };
        _receiver.Start();
    }

    /// <summary>What the socket is bound to; the address may be the wildcard.</summary>
    public TransportAddress LocalAddress { get; }

    /// <summary>Whether bursts cross the stack in one piece.</summary>
    public bool Segments => _path.Segments;

    /// <summary>Whether datagrams leave whole or not at all, so that a probe tells what a path carries.</summary>
    public bool NeverFragments => _path.NeverFragments;

    /// <summary>Whether the socket can reach this address at all.</summary>
    public bool Reaches(TransportAddress remote) =>
        remote.IsIPv4 == (_socket.AddressFamily == AddressFamily.InterNetwork);

    /// <summary>Sends a datagram. Lost when it cannot leave.</summary>
    public void Send(TransportAddress remote, ReadOnlySpan<byte> datagram) =>
        Send(remote, datagram, datagram.Length);

    /// <summary>Sends a run: datagrams of one size, the last one perhaps shorter.</summary>
    public void Send(TransportAddress remote, ReadOnlySpan<byte> run, int segmentSize)
    {
        if (_closed || run.IsEmpty || !Reaches(remote))
            return;

        try
        {
            _path.Send(_socket, remote, run, segmentSize);
        }
        catch (ObjectDisposedException)
        {
            // Closed meanwhile: lost like any datagram.
        }
    }

    /// <summary>Closes the socket and waits for its thread, unless called on it.</summary>
    public void Dispose()
    {
        if (_closed)
            return;

        _closed = true;
        Wake();
        if (Thread.CurrentThread != _receiver)
            _receiver.Join();
    }

    private static Socket Open(IPEndPoint bind, int bufferSize)
    {
        var socket = new Socket(bind.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (bind.AddressFamily == AddressFamily.InterNetworkV6)
                socket.DualMode = false;
            socket.ReceiveBufferSize = bufferSize;
            socket.SendBufferSize = bufferSize;
            socket.ReceiveTimeout = WakeMillis;
            socket.Bind(bind);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Receive()
    {
        while (!_closed && _path.Receive(_socket, this, _sink))
        {
            // Each round hands out what came.
        }

        _socket.Dispose();
        _path.Dispose();
    }

    // A datagram to itself ends the wait at once; the receive timeout ends it where that cannot arrive.
    private void Wake()
    {
        var self = LocalAddress.ToIPEndPoint();
        if (self.Address.Equals(IPAddress.Any))
            self.Address = IPAddress.Loopback;
        else if (self.Address.Equals(IPAddress.IPv6Any))
            self.Address = IPAddress.IPv6Loopback;
        try
        {
            _socket.SendTo([0xFF], self);
        }
        catch (SocketException)
        {
            // The timeout ends the wait instead.
        }
        catch (ObjectDisposedException)
        {
            // Something else had ended the wait already, and the thread has closed the socket.
        }
    }
}
