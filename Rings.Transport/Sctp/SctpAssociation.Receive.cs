using System.Buffers.Binary;

namespace Rings.Transport.Sctp;

/// <remarks>Packets are taken apart.</remarks>
internal sealed partial class SctpAssociation
{
    private long _packetsReceived;
    private long _packetsDiscarded;

    /// <summary>Takes in one packet, as it came out of the DTLS record. Never throws for what is in it.</summary>
    public void Receive(ReadOnlySpan<byte> packet, TimeSpan now)
    {
        var chunks = new ChunkReader(packet[Math.Min(PacketWriter.HeaderSize, packet.Length)..]);
        if (!HeaderIsGood(packet) || !chunks.MoveNext() || !TagIsGood(packet, chunks))
        {
            _packetsDiscarded++;
            return;
        }

        _packetsReceived++;
        var tag = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
        _receiver.BeginPacket();
        while (OnChunk(chunks, tag, now.Ticks) && chunks.MoveNext())
        {
        }

        if (chunks.IsMalformed)
            _packetsDiscarded++;

        if (_receiver.EndPacket(now.Ticks) && State == SctpState.ShutdownSent)
            _shutdownChunkDue = true;

        _sender.UpdateTimer(now.Ticks);
    }

    private bool HeaderIsGood(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < PacketWriter.HeaderSize
            || BinaryPrimitives.ReadUInt16BigEndian(packet) != _options.RemotePort
            || BinaryPrimitives.ReadUInt16BigEndian(packet[2..]) != _options.LocalPort)
            return false;

        var checksum = BinaryPrimitives.ReadUInt32LittleEndian(packet[8..]);
        return checksum == 0 && _options.ZeroChecksum && !NeedsChecksum(packet) || checksum == Crc32C.OfPacket(packet);
    }

    // RFC 9653, section 5.2: INIT and COOKIE ECHO always come with one; they stand first in their packets.
    private static bool NeedsChecksum(ReadOnlySpan<byte> packet) =>
        packet.Length > PacketWriter.HeaderSize
        && packet[PacketWriter.HeaderSize] is ChunkType.Init or ChunkType.CookieEcho;

    // RFC 9260, section 8.5.
    private bool TagIsGood(ReadOnlySpan<byte> packet, in ChunkReader first)
    {
        const byte ReflectedTag = 1;
        var tag = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
        return first.Type switch
        {
            ChunkType.Init => tag == 0 && !first.HasMore,
            ChunkType.CookieEcho => true, // Compared with the cookie's.
            ChunkType.Abort or ChunkType.ShutdownComplete when (first.Flags & ReflectedTag) != 0 =>
                tag == _remoteTag && _remoteTag != 0,
            ChunkType.ShutdownAck when State == SctpState.Closed => true,
            _ => tag == LocalTag && (State != SctpState.Closed || _over),
        };
    }

    // False when the rest of the packet is not to be looked at.
    private bool OnChunk(in ChunkReader chunk, uint tag, long now)
    {
        if (_over)
            return OnChunkWhenOver(chunk, tag);

        switch (chunk.Type)
        {
            case ChunkType.Data:
                return OnData(chunk);

            case ChunkType.Sack:
                OnSack(chunk.Value, now);
                break;

            case ChunkType.Init:
                _handshake.OnInit(chunk.Value, now);
                return false;

            case ChunkType.InitAck:
                _handshake.OnInitAck(chunk.Value, now);
                break;

            case ChunkType.CookieEcho:
                _handshake.OnCookieEcho(chunk.Value, tag, now);
                return tag == LocalTag && State >= SctpState.Established;

            case ChunkType.CookieAck:
                _handshake.OnCookieAck(now);
                break;

            case ChunkType.Heartbeat:
                Reply(_remoteTag, HeartbeatAck(chunk.Whole));
                break;

            case ChunkType.HeartbeatAck:
                OnHeartbeatAck(chunk.Value, now);
                break;

            case ChunkType.ForwardTsn:
                OnForwardTsn(chunk.Value);
                break;

            case ChunkType.Reconfig:
                if (State >= SctpState.Established)
                    _resets.Receive(chunk.Value, now);
                break;

            default:
                return OnOtherChunk(chunk, now);
        }

        return !_over;
    }

    private bool OnOtherChunk(in ChunkReader chunk, long now)
    {
        switch (chunk.Type)
        {
            case ChunkType.Pad:
                return true;

            case ChunkType.Abort:
                Close(SctpCloseReason.RemoteAbort, "aborted by the remote side: " + CauseChunk.Describe(chunk.Value));
                return false;

            case ChunkType.Error:
                OnError(chunk.Value);
                return !_over;

            case ChunkType.Shutdown:
                OnShutdown(chunk.Value, now);
                return !_over;

            case ChunkType.ShutdownAck:
                OnShutdownAck();
                return false;

            case ChunkType.ShutdownComplete:
                OnShutdownComplete();
                return false;

            default:
                return OnUnknownChunk(chunk);
        }
    }

    // RFC 9260, section 3.2: the high bit says go on, the next one report.
    private bool OnUnknownChunk(in ChunkReader chunk)
    {
        const int MaxReported = 256;
        if ((chunk.Type & 0x40) != 0)
        {
            var reported = chunk.Whole[..Math.Min(chunk.Whole.Length, MaxReported)];
            Reply(_remoteTag, CauseChunk.Write(ChunkType.Error, ErrorCause.UnrecognizedChunk, reported));
        }

        return (chunk.Type & 0x80) != 0;
    }

    private bool OnData(in ChunkReader chunk)
    {
        if (State is < SctpState.CookieEchoed or SctpState.ShutdownReceived or SctpState.ShutdownAckSent)
            return true;

        if (!_receiver.OnData(chunk))
            return false;

        if (_resets.HasDeferred)
            _resets.RunDeferred();

        return !_over;
    }

    private void OnForwardTsn(ReadOnlySpan<byte> value)
    {
        if (State < SctpState.CookieEchoed)
            return;

        _receiver.OnForwardTsn(value);
        if (!_over)
            _resets.RunDeferred();
    }

    private void OnSack(ReadOnlySpan<byte> value, long now)
    {
        if (State < SctpState.CookieEchoed || !SackChunk.TryRead(value, out var sack))
            return;

        _sender.OnSack(sack, now);
        ContinueShutdown(now);
    }

    private void OnHeartbeatAck(ReadOnlySpan<byte> value, long now)
    {
        _heartbeats.OnAnswer(value, now, out var rtt, out var probed);
        if (probed > 0)
            _sender.ProbeArrived(probed, now);

        if (rtt == 0)
            return;

        _sender.Answered();
        _sender.Measured(rtt, now);
    }

    private void OnError(ReadOnlySpan<byte> value)
    {
        var causes = new TlvReader(value);
        if (causes.MoveNext() && causes.Type == ErrorCause.StaleCookie)
            _handshake.OnStaleCookie();
    }

    private static byte[] HeartbeatAck(ReadOnlySpan<byte> heartbeat)
    {
        var answer = heartbeat.ToArray();
        answer[0] = ChunkType.HeartbeatAck;
        return answer;
    }
}
