using System.Buffers.Binary;

namespace Rings.Transport.Sctp;

internal sealed partial class SctpSender
{
    // A chunk smaller than this is not worth beginning a fragment at a packet's end: at that of a great one, which
    // holds whole ones already, less so.
    private const int MinFragment = 16;
    private const int MinLargeFragment = 512;

    private long _pacedUntil = Never;
    private long _appLimitedUntil = -1;
    private long _lastSentAt;
    private int _forcedPackets;
    private bool _windowLimited;

    /// <summary>Whether a packet with user data may leave now; notes what holds it back.</summary>
    public bool IsDue(long now)
    {
        var waiting = _outstanding.LostCount > 0 || _scheduler.Current is not null;
        if (!waiting)
        {
            if (_outstanding.FlightBytes < _congestion.Window)
                _appLimitedUntil = _outstanding.DeliveredBytes + _outstanding.FlightBytes;

            _windowLimited = false;
            _pacedUntil = Never;
            return false;
        }

        NoteIdle(now);
        if (_forcedPackets == 0 && _outstanding.FlightBytes >= _congestion.Window)
        {
            _windowLimited = true;
            _pacedUntil = Never;
            return false;
        }

        if (!RemoteHasRoom())
        {
            if (!_outstanding.AnyInFlight)
                _window.Await(now, _roundTrip.Timeout);

            _windowLimited = false;
            _pacedUntil = Never;
            return false;
        }

        return PaceAllows(now);
    }

    // With nothing in flight there is no burst to spread: a question, or its answer, never waits for a round-trip time that
    // was measured when a queue stood, or while the handshake compiled code.
    private bool PaceAllows(long now)
    {
        var next = _forcedPackets > 0 || !_outstanding.AnyInFlight
            ? now
            : _pacer.NextSend(_congestion.PacingRate, now);
        _windowLimited = next > now;
        _pacedUntil = next > now ? next : Never;
        return next <= now;
    }

    private bool RemoteHasRoom()
    {
        if (_outstanding.LostCount > 0)
        {
            var tsn = _outstanding.FirstLost();
            return RemoteTakes(_outstanding[tsn].Length, tsn == _outstanding.AckedTsn + 1);
        }

        if (_outstanding.Count >= OutstandingChunks.MaxCount)
            return false;

        return RemoteTakes(NextFragment(_options.MaxPacketSize - PacketWriter.HeaderSize), lowest: false);
    }

    // RFC 9260, section 6.1, A: one chunk may probe a closed window, from time to time; the lowest chunk is always
    // taken.
    private bool RemoteTakes(int length, bool lowest) => lowest
        || length <= _window.Size - _outstanding.FlightPayload
        || _window.ProbeIsDue && !_outstanding.AnyInFlight;

    // Never more than fits a packet of the base size: see _mtu.
    private int NextFragment(int room) => Math.Min(
        _scheduler.Current!.Messages.Peek().Remaining,
        Math.Min(room, _options.MaxPacketSize - PacketWriter.HeaderSize) - OutstandingChunks.DataHeaderSize);

    /// <summary>Fills a packet with user data: what was lost first.</summary>
    public void Write(ref PacketWriter writer, long now)
    {
        var before = writer.Length;
        var first = _outstanding.NextTsn;
        var appLimited = _outstanding.DeliveredBytes <= _appLimitedUntil;
        while (_outstanding.LostCount > 0
            ? WriteLost(ref writer, now, appLimited)
            : WriteNew(ref writer, now, appLimited))
        {
            if (_outstanding.FlightBytes >= _congestion.Window && _forcedPackets == 0)
                break;
        }

        // The sink was told that there is room, and may have ended the association.
        if (_over || writer.Length == before)
            return;

        NoteLarge(first, writer.Length);
        _lastSentAt = now;
        _forcedPackets = Math.Max(0, _forcedPackets - 1);
        _pacer.Sent(writer.Length, _congestion.PacingRate);
        _congestion.OnSent(writer.Length - before, _outstanding.FlightBytes, now);
        UpdateTimer(now);
        StartRetransmissionTimer(now);
    }

    private bool WriteLost(ref PacketWriter writer, long now, bool appLimited)
    {
        var tsn = _outstanding.FirstLost();
        ref var chunk = ref _outstanding[tsn];
        if (IsSpent(chunk, now))
        {
            Abandon(tsn);
            return true;
        }

        if (chunk.WireSize > writer.Room || !RemoteTakes(chunk.Length, tsn == _outstanding.AckedTsn + 1))
            return false;

        _counters.Retransmissions++;
        WriteChunk(ref writer, tsn, ref chunk);
        _outstanding.Sent(tsn, now, appLimited);
        return true;
    }

    private bool WriteNew(ref PacketWriter writer, long now, bool appLimited)
    {
        if (_scheduler.Current is not { } stream || _outstanding.Count >= OutstandingChunks.MaxCount)
            return false;

        ref var message = ref stream.Messages.Peek();
        if (IsExpired(message, now))
        {
            DropQueued(stream);
            return true;
        }

        var length = NextFragment(writer.Room);
        var whole = length == message.Remaining;
        if (length < LeastFragment(whole) || !RemoteTakes(length, lowest: false))
            return false;

        ref var chunk = ref TakeFragment(stream, ref message, length, out var tsn);
        WriteChunk(ref writer, tsn, ref chunk);
        _outstanding.Sent(tsn, now, appLimited);
        _window.Sent();
        FragmentTaken(stream, whole);
        return true;
    }

    private int LeastFragment(bool whole) =>
        whole ? 1 : _mtu.Size > _options.MaxPacketSize ? MinLargeFragment : MinFragment;

    private ref OutstandingChunk TakeFragment(
        OutgoingStream stream, ref QueuedMessage message, int length, out uint tsn)
    {
        if (!message.Begun && !message.Unordered)
            message.Ssn = stream.NextSsn++;

        ref var chunk = ref _outstanding.Append(out tsn);
        chunk.Stream = stream;
        chunk.Payload = stream.Bytes.Take(length);
        chunk.EndPosition = stream.Bytes.Taken;
        chunk.Length = (ushort)length;
        chunk.Ssn = message.Ssn;
        chunk.PayloadProtocol = message.PayloadProtocol;
        chunk.MaxRetransmits = message.MaxRetransmits;
        chunk.Expires = message.Expires;
        chunk.Flags = (message.Begun ? DataFlags.None : DataFlags.Begin)
            | (length == message.Remaining ? DataFlags.End : DataFlags.None)
            | (message.Unordered ? DataFlags.Unordered : DataFlags.None);
        message.Begun = true;
        message.Remaining -= length;
        stream.Outstanding++;
        return ref chunk;
    }

    private void FragmentTaken(OutgoingStream stream, bool whole)
    {
        if (whole)
        {
            stream.Messages.Dequeue();
            _scheduler.Finished(stream);
        }
        else
        {
            _scheduler.Begun(stream);
        }

        NoteBuffered(stream);
    }

    // The sink may send at once: the stream's queue is in order again by now.
    private void NoteBuffered(OutgoingStream stream)
    {
        var buffered = stream.Buffered;
        if (buffered > stream.LowThreshold)
        {
            stream.WasAbove = true;
            return;
        }

        var hasRoom = stream.Refused == 0 || buffered == 0 || buffered + stream.Refused <= _options.StreamSendBuffer;
        if (!hasRoom || !stream.WasAbove && stream.Refused == 0)
            return;

        stream.WasAbove = false;
        stream.Refused = 0;
        _sink.OnBufferedAmountLow(stream.Id);
    }

    private static void WriteChunk(ref PacketWriter writer, uint tsn, ref OutstandingChunk chunk)
    {
        var value = writer.Chunk(ChunkType.Data, (byte)chunk.Flags, DataChunk.FixedSize + chunk.Length);
        BinaryPrimitives.WriteUInt32BigEndian(value, tsn);
        BinaryPrimitives.WriteUInt16BigEndian(value[4..], chunk.Stream.Id);
        BinaryPrimitives.WriteUInt16BigEndian(value[6..], chunk.Ssn);
        BinaryPrimitives.WriteUInt32BigEndian(value[8..], chunk.PayloadProtocol);
        chunk.Payload.CopyTo(value[DataChunk.FixedSize..]);
    }

    private void NoteIdle(long now)
    {
        if (_outstanding.Count > 0 || _lastSentAt == 0 || now - _lastSentAt <= _roundTrip.Timeout)
            return;

        _congestion.OnIdle(now - _lastSentAt, _roundTrip.Timeout, now);
        _lastSentAt = now;
    }

    private void NoteLarge(uint first, int length)
    {
        for (var tsn = first; length > _options.MaxPacketSize && tsn != _outstanding.NextTsn; tsn++)
            _outstanding[tsn].IsLarge = true;
    }
}
