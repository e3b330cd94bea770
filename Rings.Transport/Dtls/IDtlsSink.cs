namespace Rings.Transport.Dtls;

/// <summary>Takes what a <see cref="DtlsSession"/> yields.</summary>
internal interface IDtlsSink
{
    /// <summary>Sends a datagram; its bytes are valid during the call.</summary>
    void SendDtls(ReadOnlySpan<byte> datagram);

    /// <summary>Application data that was authentic; valid during the call.</summary>
    void OnDtlsData(ReadOnlySpan<byte> data);

    /// <summary>The remote side closed, or sent a fatal alert. Nothing more comes.</summary>
    void OnDtlsClosed(string reason);
}
