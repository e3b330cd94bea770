using Rings.Transport.Dtls;
using Rings.Transport.Sctp;

namespace Rings.Transport.WebRtc;

/// <summary>DTLS: the handshake, then the records.</summary>
internal sealed partial class WebRtcPeerConnection : IDtlsHandshakeSink, IDtlsSink
{
    private const int MaxDatagram = 1200;
    private const int ScratchSize = DtlsRecord.MaxContent + DtlsRecordLayer.Overhead;

    [ThreadStatic]
    private static byte[]? _scratch;

    private IDtlsHandshake? _handshake;
    private DtlsSession? _session;

    void IDtlsHandshakeSink.OnHandshakeDatagram(ReadOnlySpan<byte> datagram)
    {
        lock (Gate)
            SendNow(datagram);
    }

    void IDtlsHandshakeSink.OnHandshakeDone(DtlsHandshakeResult result)
    {
        lock (Gate)
        {
            if (_over)
                return;

            _handshake = null;
            Feed(() => StartAssociation(result));
        }

        Settle();
    }

    void IDtlsHandshakeSink.OnHandshakeFailed(string reason)
    {
        lock (Gate)
            End(PeerConnectionState.Failed, reason, tellRemote: false);
    }

    void IDtlsSink.SendDtls(ReadOnlySpan<byte> datagram) => SendNow(datagram);

    void IDtlsSink.OnDtlsData(ReadOnlySpan<byte> data)
    {
        _agent?.NoteReceived(Now);
        _channels.Association?.Receive(data, Now);
    }

    void IDtlsSink.OnDtlsClosed(string reason) => _ending = (PeerConnectionState.Closed, reason);

    private void StartHandshake()
    {
        // The server's time includes that of the client's ICE.
        var deadline = _role == DtlsRole.Server
            ? 2 * _factory.Options.ConnectDeadline
            : _factory.Options.ConnectDeadline;
        _handshake = _factory.Handshaker.Start(
            new DtlsHandshakeRequest(_role, _factory.Certificate, _remote!.Fingerprints, MaxDatagram, deadline), this);
    }

    private void StartAssociation(DtlsHandshakeResult result)
    {
        _session = new DtlsSession(result, this);
        _channels.Start(
            new SctpOptions
            {
                RemotePort = _remote!.SctpPort,
                MaxSentMessageSize = _remote.MaxMessageSize,
                MaxReceivedMessageSize = _factory.Options.MaxMessageSize,
                MaxProbedPacketSize = (_factory.Options.MaxDatagram - DtlsRecordLayer.Overhead) & ~3,
                PacketOverhead = DtlsRecordLayer.Overhead,
                Congestion = _factory.Options.Congestion,
            },
            _role == DtlsRole.Client,
            Now);
        foreach (var record in result.EarlyRecords)
            ReceiveDtls(record);
    }

    private void ReceiveDtls(ReadOnlySpan<byte> datagram)
    {
        if (_session is { } session)
            session.Receive(datagram, _scratch ??= new byte[ScratchSize], Now);
        else
            _handshake?.Receive(datagram);
    }

    private void SayGoodbye()
    {
        if (_session is null)
            return;

        CloseChannels("closed");
        WriteLastPackets();
        _session.Close();
    }
}
