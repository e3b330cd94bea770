using System.Net.Sockets;

namespace Rings.Transport.Udp;

/// <summary>How datagrams get into and out of a socket: the way that the operating system does it best.</summary>
internal interface IDatagramPath : IDisposable
{
    /// <summary>Whether a run of datagrams may be handed over in one piece (UDP segmentation offload).</summary>
    bool Segments { get; }

    /// <summary>Whether datagrams leave whole or not at all.</summary>
    bool NeverFragments { get; }

    /// <summary>
    /// Waits for datagrams and hands them out, and <see cref="IDatagramSink.OnBatchEnd"/> after them.
    /// </summary>
    /// <returns>False when the socket is closed.</returns>
    bool Receive(Socket socket, UdpSocket owner, IDatagramSink sink);

    /// <summary>Sends a run: datagrams of one size, the last one perhaps shorter. What does not fit is lost.</summary>
    void Send(Socket socket, TransportAddress remote, ReadOnlySpan<byte> run, int segmentSize);
}
