using System.Text;
using Rings.Protocol.Crypto;
using Rings.Protocol.Paths;

namespace Rings.Protocol.Streams;

/// <content>What comes. A packet is taken as a whole or ends what it came by.</content>
internal sealed partial class StreamSet
{
    private readonly byte[] _opened = new byte[PathPacket.MaxCiphertext];

    /// <summary>A packet came. It is read here and stays the caller's.</summary>
    /// <param name="index">By which path.</param>
    /// <param name="packet">Anything at all.</param>
    /// <param name="now">The present.</param>
    public void Packet(uint index, PathPacket packet, Instant now)
    {
        if (IsEnded || FindPath(index) is not { Keys: { } keys } path) return;
        var plain = _opened.AsSpan(0, packet.CiphertextBytes - AeadKey.TagBytes);
        if (!keys.TryOpen(new PacketNumber(packet.Number), packet.Ciphertext, plain))
        {
            // Any relay may have done this: the set goes on by another path.
            EndOwnPath(path, PathCloseReason.Protocol, now);
            return;
        }

        path.HearAt(now);
        if (!path.IsDirect) _upgrade.Used(plain.Length, now);
        if (TakeFrames(path, plain, now)) Pump(now);
        else if (!IsEnded) Break(now);
    }

    /// <summary>Sealed by the other end itself, and against the rules: nothing good is to be expected of it.</summary>
    private void Break(Instant now)
    {
        SayClose(StreamCode.Policy, "a packet breaks a rule", now);
        EndSet(StreamCode.PeerLost, "the other end breaks the protocol", PathCloseReason.Protocol);
    }

    private bool TakeFrames(SetPath path, ReadOnlySpan<byte> packet, Instant now)
    {
        var (elicits, isUrgent, bytes) = (false, false, packet.Length);
        while (!packet.IsEmpty)
        {
            if (!PacketFrame.TryRead(ref packet, out var frame) || !Take(path, frame, now)) return false;
            if (IsEnded) return true;
            elicits |= frame.Type is not (PacketFrameType.Ack or PacketFrameType.Pong);
            path.IsFed |= frame.Type is PacketFrameType.Data;
            isUrgent |= frame.Type is PacketFrameType.DataEnd or PacketFrameType.Use;
        }

        if (!elicits) return true;
        path.Unacknowledged += bytes;
        path.AcknowledgeAt = isUrgent ? now : path.AcknowledgeAt ?? now + _settings.AcknowledgeAfter;
        return true;
    }

    private bool Take(SetPath path, in PacketFrame frame, Instant now)
    {
        switch (frame.Type)
        {
            case PacketFrameType.Open:
                return TakeOpen(frame);

            case PacketFrameType.Data or PacketFrameType.DataEnd:
                return TakeData(frame, now);

            case PacketFrameType.MaxData:
                TakeWindow(frame);
                return true;

            case PacketFrameType.MaxStream:
                return TakeStreamWindow(frame);

            case PacketFrameType.Reset:
                return TakeReset(frame, now);

            case PacketFrameType.Stop:
                return TakeStop(frame);

            case PacketFrameType.Ack:
                return TakeAck(frame);

            case PacketFrameType.Ping:
                path.Pong = frame.Number;
                return true;

            case PacketFrameType.Pong:
                return path.TryPong(frame.Number, now);

            case PacketFrameType.Use:
                if (_parts.IsOpener) return false;
                TakeUse(path, (int)frame.Number, now);
                return true;

            default:
                EndSet((long)frame.Code, Encoding.UTF8.GetString(frame.Name), PathCloseReason.Done);
                return true;
        }
    }

    /// <summary>Of two paths that were told to serve a lane the later one does: the two words may come out of order.</summary>
    private void TakeUse(SetPath path, int lane, Instant now)
    {
        if (_told[lane] is { } told && told > path.Index && FindPath(told) is not null) return;
        _told[lane] = path.Index;
        TakeLane(path, lane, now);
    }

    private bool TakeOpen(in PacketFrame frame)
    {
        var id = (long)frame.Subject;
        if (_parts.IsOpener) return false;
        if (_seen.Contains(id, id + 1)) return true; // It came by a path before this one.
        _seen.Add(id, id + 1);
        if (_seen.Count > ReceiveBuffer.MaxGaps) return false;
        var protocol = Encoding.ASCII.GetString(frame.Name);
        var isInteractive = frame.Number == 1;
        var stream = new StreamState(id, protocol, frame.Bytes.ToArray(), isInteractive, _settings);
        var isFull = _streams.Count >= _settings.Streams;
        _streams.Add(id, stream);
        _idleSince = null;
        if (!isFull)
        {
            _effects.Offered(id, protocol, stream.Metadata, isInteractive);
            return true;
        }

        // One more than there may be is kept until the other end knows that it is refused; two are too many.
        if (_streams.Count > 2 * _settings.Streams) return false;
        stream.Cause = (StreamEndKind.ResetHere, StreamCode.Busy);
        ResetWriting(stream, StreamCode.Busy);
        StopReading(stream, StreamCode.Busy);
        return true;
    }

    private bool TakeData(in PacketFrame frame, Instant now)
    {
        if (!TryFind(frame.Subject, out var stream)) return false;
        if (stream is null || stream.PeerReset is not null) return true;
        TakeAcceptance(stream);
        var offset = (long)frame.Number;
        var isAhead = offset > stream.In.Next;
        if (isAhead && _rules.HasFlag(StreamRules.AcknowledgedBeforeHeld)) return true;
        var more = Math.Max(0, offset + frame.Bytes.Length - stream.In.Highest);
        if (!TryCount(stream, stream.In.Highest + more, more)) return false;
        var (before, id) = (stream.In.Next, stream.Id);
        var isEnd = frame.Type == PacketFrameType.DataEnd;
        if (!stream.In.TryAdd(offset, frame.Bytes, isEnd, bytes => _effects.Received(id, bytes))) return false;
        var unread = _rules.HasFlag(StreamRules.CreditOnArrival) ? more : stream.In.Next - before;
        if (stream.In.IsAbandoned || _rules.HasFlag(StreamRules.CreditOnArrival)) Consumed(stream, unread, now);
        if (!stream.In.IsDone || (before == stream.In.Next && !isEnd)) return true;
        if (!stream.IsReadEndTold && stream.StopCode is null) _effects.ReadEnded(id, null);
        stream.IsReadEndTold = true;
        EndIfDone(stream);
        return true;
    }

    /// <summary>Whether both windows allow a stream to come so far.</summary>
    private bool TryCount(StreamState stream, long end, long more)
    {
        if (!_rules.HasFlag(StreamRules.NoBound) && (end > stream.Window.Granted || _received + more > _window.Granted))
            return false;
        _received += more;
        return true;
    }

    private void TakeWindow(in PacketFrame frame)
    {
        if ((long)frame.Number <= _peerWindow) return;
        _peerWindow = (long)frame.Number;
        for (var waiting = _blocked.Count; waiting > 0; waiting--)
        {
            var stream = _blocked.Dequeue();
            stream.WaitsForSet = false;
            Wake(stream);
        }
    }

    private bool TakeStreamWindow(in PacketFrame frame)
    {
        if (!TryFind(frame.Subject, out var stream)) return false;
        if (stream is null) return true;
        TakeAcceptance(stream);
        stream.PeerWindow = Math.Max(stream.PeerWindow, (long)frame.Number);
        Wake(stream);
        TellWriter(stream);
        return true;
    }

    /// <summary>The acceptor's first window accepts a stream; so do its bytes, which may come by a faster path.</summary>
    private void TakeAcceptance(StreamState stream)
    {
        if (stream.IsAccepted || !_parts.IsOpener) return;
        (stream.IsAccepted, stream.Pinned) = (true, null);
        RaiseWindow(stream);
        Say(stream, StreamNews.Window);
        _effects.Accepted(stream.Id);
    }

    private bool TakeReset(in PacketFrame frame, Instant now)
    {
        if (!TryFind(frame.Subject, out var stream)) return false;
        if (stream is null || stream.PeerReset is not null) return true;
        var final = (long)frame.Number;
        var more = Math.Max(0, final - stream.In.Highest);
        if (!TryCount(stream, final, more) || !stream.In.TryEnd(final)) return false;
        if (stream.In.IsDone && stream.IsReadEndTold) return true; // All had come: there is nothing to reset.
        (stream.PeerReset, stream.Cause) = ((long)frame.Code, stream.Cause ?? (StreamEndKind.ResetByPeer, (long)frame.Code));
        // What did not come, or waits in vain for what is missing before it, is not read by anybody.
        if (!_rules.HasFlag(StreamRules.ResetsKeepTheWindow)) Consumed(stream, final - stream.In.Next, now);
        stream.In.Abandon();
        if (stream.StopCode is null) _effects.ReadEnded(stream.Id, stream.PeerReset);
        EndIfDone(stream);
        return true;
    }

    private bool TakeStop(in PacketFrame frame)
    {
        if (!TryFind(frame.Subject, out var stream)) return false;
        if (stream is null || stream.IsWriteDone || stream.ResetCode is not null) return true;
        if (_rules.HasFlag(StreamRules.StopsAreNotAnswered)) return true;
        stream.Cause ??= (StreamEndKind.ResetByPeer, (long)frame.Code);
        ResetWriting(stream, (long)frame.Code);
        _effects.WriteStopped(stream.Id, (long)frame.Code);
        return true;
    }

    private bool TakeAck(in PacketFrame frame)
    {
        if (FindPath((uint)Math.Min(frame.Subject, uint.MaxValue)) is not { } path)
            return frame.Subject < _nextIndex; // A path that is gone: what was on it goes again anyhow.
        if (path.Keys is not { } keys || frame.Number >= keys.Sealed) return false;
        path.Acknowledged(frame.Number, Taken);
        return true;
    }

    /// <summary>The other end has something that was sent.</summary>
    private void Taken(SentItem item)
    {
        if (item.Stream is not { } stream) return;
        if (item.News.HasFlag(StreamNews.Open))
        {
            stream.Pinned = null;
            Wake(stream);
        }

        if (item.News.HasFlag(StreamNews.Reset)) stream.IsResetKnown = true;
        if (item.News == StreamNews.None && _streams.ContainsKey(stream.Id))
        {
            var kept = stream.Out.Kept;
            stream.Out.Acknowledge(item.Offset, item.Length, item.IsEnd);
            if (stream.ResetCode is null) Forget(kept - stream.Out.Kept);
            TellWriter(stream);
        }

        if (_streams.ContainsKey(stream.Id)) EndIfDone(stream);
    }

    private void TellWriter(StreamState stream)
    {
        if (!stream.WriterWaits || stream.ResetCode is not null || RoomFor(stream) < Ahead / 2) return;
        stream.WriterWaits = false;
        _effects.Writable(stream.Id);
    }

    /// <summary>Finds a stream by a number that came.</summary>
    /// <returns>False where there never was one; null: it is over.</returns>
    private bool TryFind(ulong number, out StreamState? stream)
    {
        var id = (long)number;
        return _streams.TryGetValue(id, out stream)
            || (_parts.IsOpener ? id < _nextStream : _seen.Contains(id, id + 1));
    }
}
