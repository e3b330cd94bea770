namespace Rings.Transport.Dtls;

/// <summary>Takes what a handshake makes. Called on the handshake's thread.</summary>
internal interface IDtlsHandshakeSink
{
    /// <summary>Sends a datagram; its bytes are valid during the call.</summary>
    void OnHandshakeDatagram(ReadOnlySpan<byte> datagram);

    /// <summary>Done. The last call.</summary>
    void OnHandshakeDone(DtlsHandshakeResult result);

    /// <summary>Failed, with the reason in words for an operator. The last call.</summary>
    void OnHandshakeFailed(string reason);
}
