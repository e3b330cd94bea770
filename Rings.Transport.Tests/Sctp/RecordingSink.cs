using Rings.Transport.Sctp;

namespace Rings.Transport.Tests.Sctp;

/// <summary>Keeps what an association yields.</summary>
internal sealed class RecordingSink : ISctpSink
{
    public List<(ushort Stream, uint Protocol, byte[] Bytes)> Messages { get; } = [];

    public List<ushort> Low { get; } = [];

    public List<ushort> IncomingResets { get; } = [];

    public List<(ushort Stream, bool Done)> OutgoingResets { get; } = [];

    public int Established { get; private set; }

    public int Restarts { get; private set; }

    public SctpCloseReason? Closed { get; private set; }

    public string? Detail { get; private set; }

    public Action<ushort, uint, byte[]>? Received { get; set; }

    public Action<ushort>? BecameLow { get; set; }

    public bool KeepsMessages { get; set; } = true;

    public void OnEstablished() => Established++;

    public void OnMessage(ushort stream, uint payloadProtocol, ReadOnlySpan<byte> message)
    {
        if (KeepsMessages)
            Messages.Add((stream, payloadProtocol, message.ToArray()));

        Received?.Invoke(stream, payloadProtocol, message.ToArray());
    }

    public void OnBufferedAmountLow(ushort stream)
    {
        Low.Add(stream);
        BecameLow?.Invoke(stream);
    }

    public void OnIncomingStreamReset(ushort stream) => IncomingResets.Add(stream);

    public void OnOutgoingStreamReset(ushort stream, bool done) => OutgoingResets.Add((stream, done));

    public void OnRestarted() => Restarts++;

    public void OnClosed(SctpCloseReason reason, string detail) => (Closed, Detail) = (reason, detail);
}
