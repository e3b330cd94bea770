namespace Rings.Transport.Sctp;

/// <summary>Is told what an association yields.</summary>
/// <remarks>
/// Called from inside <see cref="SctpAssociation.Receive"/>, <see cref="SctpAssociation.HandleTimeout"/>,
/// <see cref="SctpAssociation.TryWritePacket"/> and the closing methods, on the caller's thread. It may call the
/// association's sending and closing methods, but not those that feed packets or time.
/// </remarks>
internal interface ISctpSink
{
    /// <summary>The association is up: what was queued before leaves now.</summary>
    void OnEstablished();

    /// <summary>A whole message came.</summary>
    /// <param name="stream">The stream it came on.</param>
    /// <param name="payloadProtocol">The payload protocol identifier (RFC 8831, section 8).</param>
    /// <param name="message">Its bytes, at least one, valid during the call only.</param>
    void OnMessage(ushort stream, uint payloadProtocol, ReadOnlySpan<byte> message);

    /// <summary>The stream's buffered amount fell to its low threshold, having been above.</summary>
    void OnBufferedAmountLow(ushort stream);

    /// <summary>The remote side has reset its outgoing stream: no message sent before that comes any more.</summary>
    void OnIncomingStreamReset(ushort stream);

    /// <summary>The remote side has confirmed the reset of this side's outgoing stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="done">False if the remote side refused.</param>
    void OnOutgoingStreamReset(ushort stream, bool done);

    /// <summary>The remote side began the association anew (RFC 9260, section 5.2.4, action A): all streams are
    /// new.</summary>
    void OnRestarted();

    /// <summary>The association is over. The last call.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="detail">The same in words for an operator.</param>
    void OnClosed(SctpCloseReason reason, string detail);
}
