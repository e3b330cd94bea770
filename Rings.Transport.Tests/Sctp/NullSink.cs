using Rings.Transport.Sctp;

namespace Rings.Transport.Tests.Sctp;

/// <summary>Counts messages and bytes, and keeps nothing.</summary>
internal sealed class NullSink : ISctpSink
{
    public long Messages { get; private set; }

    public long Bytes { get; private set; }

    public SctpCloseReason? Closed { get; private set; }

    public void OnEstablished()
    {
    }

    public void OnMessage(ushort stream, uint payloadProtocol, ReadOnlySpan<byte> message)
    {
        Messages++;
        Bytes += message.Length;
    }

    public void OnBufferedAmountLow(ushort stream)
    {
    }

    public void OnIncomingStreamReset(ushort stream)
    {
    }

    public void OnOutgoingStreamReset(ushort stream, bool done)
    {
    }

    public void OnRestarted()
    {
    }

    public void OnClosed(SctpCloseReason reason, string detail) => Closed = reason;
}
