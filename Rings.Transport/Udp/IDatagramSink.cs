namespace Rings.Transport.Udp;

/// <summary>Takes what a socket received. Called on the socket's receive thread.</summary>
internal interface IDatagramSink
{
    /// <summary>A datagram came.</summary>
    /// <param name="socket">The socket that it came to.</param>
    /// <param name="remote">Where it came from.</param>
    /// <param name="datagram">Its bytes, valid during the call.</param>
    void OnDatagram(UdpSocket socket, TransportAddress remote, ReadOnlySpan<byte> datagram);

    /// <summary>What was at hand has been given out: the moment to answer it all.</summary>
    void OnBatchEnd();
}
