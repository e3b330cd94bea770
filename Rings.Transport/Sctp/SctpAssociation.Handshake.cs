namespace Rings.Transport.Sctp;

/// <remarks>What <see cref="SctpHandshake"/> asks for.</remarks>
internal sealed partial class SctpAssociation
{
    SctpState IHandshakeHost.State
    {
        get => State;
        set => State = value;
    }

    uint IHandshakeHost.RemoteTag => _remoteTag;

    bool IHandshakeHost.KnowsRoundTrip => _sender.KnowsRoundTrip;

    long IHandshakeHost.RetransmissionTimeout => _sender.RetransmissionTimeout;

    uint IHandshakeHost.NewTag() => RandomTag();

    void IHandshakeHost.ReplyTo(uint tag, byte[] chunk) => Reply(tag, chunk);

    void IHandshakeHost.Discard() => _packetsDiscarded++;

    void IHandshakeHost.Measured(long rtt, long now) => _sender.Measured(rtt, now);

    void IHandshakeHost.RepeatShutdownAck() => _shutdownChunkDue = true;

    void IHandshakeHost.Adopt(in InitChunk remote) => Adopt(remote);

    void IHandshakeHost.Establish(long now)
    {
        State = SctpState.Established;
        _heartbeats.Start(now);
        _sink.OnEstablished();
    }

    void IHandshakeHost.Restart(in StateCookie cookie, long now)
    {
        (LocalTag, FirstTsn) = (cookie.LocalTag, cookie.LocalTsn);
        _sender.End();
        _sender = NewSender();
        _receiver.Restart();
        _resets.Clear();
        _replies.Clear();
        _repeatTimer.Stop(); // A shutdown that was under way is none of the new association's.
        _shutdownChunkDue = false;
        Adopt(cookie.Remote);
        State = SctpState.Established;
        _heartbeats.Start(now);
        _sink.OnRestarted();
    }

    private void Adopt(in InitChunk remote)
    {
        _remoteTag = remote.Tag;
        _remoteZeroChecksum = remote.ZeroChecksum && _options.ZeroChecksum;
        OutboundStreams = Math.Min(_options.Streams, remote.InboundStreams);
        _sender.Adopt(remote);
        _receiver.Adopt(remote.InitialTsn, Math.Min(_options.Streams, remote.OutboundStreams));
        _resets.Adopt(FirstTsn, remote.InitialTsn, remote.Reconfig);
    }
}
