namespace Rings.Transport.Dtls;

/// <summary>A handshake under way.</summary>
internal interface IDtlsHandshake
{
    /// <summary>
    /// Takes a datagram from the remote side. Returns at once; what does not fit into the queue is lost.
    /// </summary>
    void Receive(ReadOnlySpan<byte> datagram);

    /// <summary>Ends it; its sink is told nothing more. Any number of times.</summary>
    void Cancel();
}
