namespace Rings.Transport.Dtls;

/// <summary>Runs DTLS handshakes. The seam behind which another implementation may take BouncyCastle's place.</summary>
internal interface IDtlsHandshaker : IDisposable
{
    /// <summary>Begins a handshake, or queues it when as many as allowed are running.</summary>
    IDtlsHandshake Start(DtlsHandshakeRequest request, IDtlsHandshakeSink sink);
}
