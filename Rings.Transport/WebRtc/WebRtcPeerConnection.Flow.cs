using Rings.Transport.Dtls;
using Rings.Transport.Ice;
using Rings.Transport.Sctp;
using Rings.Transport.Udp;

namespace Rings.Transport.WebRtc;

/// <summary>Packets in, packets out, time.</summary>
internal sealed partial class WebRtcPeerConnection : IThreadPoolWorkItem
{
    // An application that sends less often than that is served at once; a busy one is bundled.
    private static readonly TimeSpan Quiet = TimeSpan.FromMicroseconds(100);

    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(100);

    // What is due later than this is a matter of seconds, such as consent: it may wait for the factory's next tick.
    private static readonly TimeSpan Far = TimeSpan.FromSeconds(1);

    private readonly HashSet<(TransportAddress Local, TransportAddress Remote)> _routes = [];
    private (PeerConnectionState State, string Reason)? _ending;
    private UdpSocket? _socket;
    private TransportAddress _local;
    private TransportAddress _peer;
    private TimeSpan _armedFor = TimeSpan.MaxValue;
    private TimeSpan _lastFlush;
    private bool _processing;
    private bool _sending;
    private bool _sendAgain;
    private bool _flushQueued;

    /// <summary>
    /// Takes a datagram. What it calls for is written by <see cref="Settle"/>, after the whole batch.
    /// </summary>
    public void Receive(TransportAddress local, TransportAddress remote, ReadOnlySpan<byte> datagram)
    {
        var flush = false;
        lock (Gate)
        {
            if (_over)
                return;

            _processing = true;
            try
            {
                if (datagram[0] < 4)
                    _agent?.HandlePacket(local, remote, datagram, Now);
                else
                    ReceiveDtls(datagram);
                flush = _channels.Association is { WantsFlush: true };
            }
            catch (Exception error)
            {
                Guard(error);
            }

            _processing = false;
        }

        if (flush)
            Settle();
    }

    /// <summary>Writes and sends what is due, and sets the timer for what will be.</summary>
    public void Settle()
    {
        lock (Gate)
        {
            _sendAgain = true;
            if (_sending)
                return;
            _sending = true;
        }

        var run = DatagramRun.Take();
        while (TryNext(run, out var socket, out var local, out var peer))
        {
            Send(socket, local, peer, run);
            run.Next();
        }

        run.Return();
    }

    /// <summary>Serves a busy sender from the thread pool: what gathered meanwhile leaves bundled.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        lock (Gate)
            _flushQueued = false;
        Settle();
    }

    void Dcep.IDataChannelHost.RequestFlush()
    {
        if (_processing || _over)
            return;

        if (_sending)
        {
            _sendAgain = true;
        }
        else if (Now - _lastFlush > Quiet)
        {
            Settle();
        }
        else if (!_flushQueued)
        {
            _flushQueued = true;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    void IIceSink.Send(TransportAddress local, TransportAddress remote, ReadOnlySpan<byte> packet)
    {
        if (_factory.FindSocket(local) is { } socket)
            socket.Send(remote, packet);
        else
            _factory.Candidates.SendRelayed(local, remote, packet);
    }

    void IIceSink.StateChanged(IceState state, string? reason)
    {
        switch (state)
        {
            case IceState.Connected:
                _observer.OnPathFound();
                if (_role == DtlsRole.Client && _session is null && _handshake is null)
                    StartHandshake();
                if (_channels.Association is { State: SctpState.Established })
                    SetState(PeerConnectionState.Connected);
                break;

            case IceState.Disconnected:
                SetState(PeerConnectionState.Disconnected);
                break;

            case IceState.Failed:
                SetState(PeerConnectionState.Failed, reason);
                break;
        }
    }

    void IIceSink.SelectedPairChanged(TransportAddress local, TransportAddress remote) => Use(local, remote);

    void IIceSink.RouteOpened(TransportAddress local, TransportAddress remote)
    {
        _routes.Add((local, remote));
        if (_factory.FindSocket(local) is not null)
            _sockets!.Open(remote, this);
        else
            _factory.OpenRelayed(remote, this);
        if (_peer.IsNone)
            Use(local, remote);
    }

    void IIceSink.RouteClosed(TransportAddress local, TransportAddress remote)
    {
        if (_routes.Remove((local, remote)))
            CloseRoute(local, remote);
    }

    private void CloseRoute(TransportAddress local, TransportAddress remote)
    {
        if (_factory.FindSocket(local) is not null)
            _sockets!.Close(remote, this);
        else
            _factory.CloseRelayed(remote, this);
    }

    private void Use(TransportAddress local, TransportAddress remote)
    {
        if (_local != local || _peer != remote)
            _channels.Association?.PathChanged();
        (_socket, _local, _peer) = (_factory.FindSocket(local), local, remote);
    }

    private void OnTimer()
    {
        lock (Gate)
        {
            _armedFor = TimeSpan.MaxValue;
            Feed(() =>
            {
                var now = Now;
                if (_agent is { } agent && agent.NextTimeout <= now)
                    agent.HandleTimeout(now);
                if (_channels.Association is { } association && association.NextTimeout <= now)
                    association.HandleTimeout(now);
            });
        }

        Settle();
    }

    private void Feed(Action action)
    {
        if (_over)
            return;

        _processing = true;
        try
        {
            action();
        }
        catch (Exception error)
        {
            Guard(error);
        }

        _processing = false;
    }

    private bool TryNext(
        DatagramRun run, out UdpSocket? socket, out TransportAddress local, out TransportAddress peer)
    {
        lock (Gate)
        {
            var more = TryFill(run);
            (socket, local, peer) = (_socket, _local, _peer);
            if (!more)
            {
                _sending = false;
                Conclude();
            }

            return more;
        }
    }

    // Called with the gate held and the right to send.
    private bool TryFill(DatagramRun run)
    {
        try
        {
            if (run.IsEmpty && WriteProbe(run.Tail) is > 0 and var probe)
            {
                run.Append(probe); // Alone: should the path refuse it, nothing else goes with it.
                return true;
            }

            do
            {
                _sendAgain = false;
                while (!run.IsFull(NextDatagram) && WritePacket(run.Tail) is > 0 and var size)
                    run.Append(size);
            }
            while (run.IsEmpty && _sendAgain);
        }
        catch (Exception error)
        {
            Guard(error);
            return false;
        }

        return !run.IsEmpty;
    }

    private int WritePacket(Span<byte> target)
    {
        if (_session is not { } session || _channels.Association is not { } association || _peer.IsNone)
            return 0;

        var room = target.Slice(DtlsRecordLayer.ContentOffset, association.PacketSize);
        var size = association.TryWritePacket(room, Now);
        return size > 0 ? session.Seal(target, size) : 0;
    }

    private int NextDatagram => (_channels.Association?.PacketSize ?? 0) + DtlsRecordLayer.Overhead;

    // Where datagrams may be cut on their way, a probe would tell nothing: by this machine, or by a relay, which sends on
    // from sockets of its own.
    private int WriteProbe(Span<byte> target)
    {
        if (_session is not { } session || _socket is not { NeverFragments: true }
            || _channels.Association is not { DueProbe: > 0 } association || _agent is not { IsRelayed: false })
            return 0;

        var size = association.TryWriteProbe(target[DtlsRecordLayer.ContentOffset..], Now);
        return size > 0 ? session.Seal(target, size) : 0;
    }

    private void Send(UdpSocket? socket, TransportAddress local, TransportAddress peer, DatagramRun run)
    {
        var bytes = run.Bytes;
        if (socket is not null)
        {
            socket.Send(peer, bytes, run.SegmentSize);
            return;
        }

        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(run.SegmentSize, bytes.Length)..])
            _factory.Candidates.SendRelayed(local, peer, bytes[..Math.Min(run.SegmentSize, bytes.Length)]);
    }

    private void SendNow(ReadOnlySpan<byte> datagram)
    {
        if (_over || _peer.IsNone)
            return;

        if (_socket is { } socket)
            socket.Send(_peer, datagram);
        else
            _factory.Candidates.SendRelayed(_local, _peer, datagram);
    }

    // With the gate held: a goodbye is a few packets, sent one by one.
    private void WriteLastPackets()
    {
        var packet = new byte[MaxDatagram];
        for (var i = 0; i < 4 && WritePacket(packet) is > 0 and var size; i++)
            SendNow(packet.AsSpan(0, size));
    }

    // Everything due has been written: end what is to end, then wait.
    private void Conclude()
    {
        _lastFlush = Now;
        if (_ending is var (state, reason))
            End(state, reason, tellRemote: _session is not null);
        if (_over)
            return;

        var next = _agent?.NextTimeout ?? TimeSpan.MaxValue;
        if (_channels.Association is { } association && association.NextTimeout < next)
            next = association.NextTimeout;
        if (next - _lastFlush is var wait && wait > Far && wait < Driver.Most)
            next = _factory.NextTick(next);
        if (IsArmedFor(next))
            return;

        _armedFor = next;
        _timer.Change(Driver.Delay(next - _lastFlush), Timeout.InfiniteTimeSpan);
    }

    // A timer may fire too early, never too late. Moving it with every packet costs more than that; leaving it where an
    // answer has made it needless wakes thousands of idle connections.
    private bool IsArmedFor(TimeSpan next) =>
        next >= _armedFor && (next - _armedFor < Slack || _armedFor - _lastFlush < Slack);
}
