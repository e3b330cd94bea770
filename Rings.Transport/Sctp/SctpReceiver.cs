using System.Buffers.Binary;

namespace Rings.Transport.Sctp;

/// <summary>
/// An association's receiving half: which TSNs have come, what waits for the missing ones, what is acknowledged and when,
/// and how much room is left.
/// </summary>
internal sealed class SctpReceiver(SctpOptions options, ISctpSink sink, BlockPool pool, IAssociationHost host)
{
    private const long Never = long.MaxValue;

    // While a sender is in slow start each SACK counts: RFC 9260, section 7.2.1 lets others grow by one packet a SACK.
    private const int EarlyPackets = 256;

    // Three missing reports trigger a fast retransmit elsewhere (RFC 9260, section 7.2.4).
    private const int EarlyGapSacks = 4;

    private ReceivedTsns _received = new(0);
    private Reassembly _reassembly = new(sink, pool, options.MaxReceivedMessageSize);
    private bool _over;
    private bool _dataInPacket;
    private bool _immediateSack;
    private int _unsackedPackets;
    private int _dataPackets;
    private int _gapSacks;
    private int _chargedBytes;
    private int _streams = ushort.MaxValue;
    private uint _announcedWindow = uint.MaxValue;

    /// <summary>When to call <see cref="HandleTimeout"/>, in ticks.</summary>
    public long Timer { get; private set; } = Never;

    /// <summary>Whether a SACK is to be sent now.</summary>
    public bool SackIsDue { get; private set; }

    /// <summary>Whether packets wait for a SACK, so that one may go along with data.</summary>
    public bool HasUnsacked => _unsackedPackets > 0;

    /// <summary>
    /// Whether the packets due should be written before more are fed: true for early acknowledgements, since remote
    /// sides that grow by the count of acknowledgements start slowly on few.
    /// </summary>
    public bool WantsFlush => SackIsDue
        && (_dataPackets < EarlyPackets || _received.HasGap && _gapSacks < EarlyGapSacks);

    /// <summary>All of the remote side's TSNs up to here have come, or are skipped.</summary>
    public uint CumulativeTsn => _received.CumulativeTsn;

    /// <summary>Messages handed on since the association began.</summary>
    public long Messages => _reassembly.Messages;

    /// <summary>Their bytes.</summary>
    public long Bytes => _reassembly.Bytes;

    /// <summary>Bytes held for reassembly, order or the application.</summary>
    public long HeldBytes => _reassembly.HeldBytes + _chargedBytes;

    private int WindowLeft => Math.Max(0, options.ReceiveWindow - _reassembly.HeldBytes - _chargedBytes);

    /// <summary>The handshake has told where the remote side begins.</summary>
    /// <param name="firstTsn">Its first TSN.</param>
    /// <param name="streams">How many streams it may send on.</param>
    public void Adopt(uint firstTsn, int streams) => (_received, _streams) = (new ReceivedTsns(firstTsn), streams);

    /// <summary>The remote side wants to send on more streams.</summary>
    /// <returns>False if that is more than this side has.</returns>
    public bool TryTakeStreams(int more)
    {
        if (_streams + more > options.Streams)
            return false;

        _streams += more;
        return true;
    }

    /// <summary>The remote side begins anew: nothing that came before counts.</summary>
    public void Restart()
    {
        End();
        _over = false;
        _reassembly = new Reassembly(sink, pool, options.MaxReceivedMessageSize);
        _unsackedPackets = _dataPackets = _gapSacks = 0;
    }

    /// <summary>Gives back all memory; nothing is acknowledged any more.</summary>
    public void End()
    {
        _over = true;
        _reassembly.Clear();
        SackIsDue = false;
        Timer = Never;
    }

    /// <summary>
    /// Charges messages that the application has not consumed yet to the receive window, or gives them back.
    /// </summary>
    /// <param name="bytes">More bytes held if positive, fewer if negative.</param>
    public void Charge(int bytes)
    {
        _chargedBytes += bytes;
        if (bytes < 0 && !_over
            && _announcedWindow < options.ReceiveWindow / 4 && WindowLeft >= options.ReceiveWindow / 4)
            SackIsDue = true; // The window has reopened: the remote side must hear of it.
    }

    /// <summary>A packet begins.</summary>
    public void BeginPacket() => _dataInPacket = false;

    /// <summary>A packet has been read: schedules its acknowledgement (RFC 9260, section 6.2).</summary>
    /// <returns>Whether it held data.</returns>
    public bool EndPacket(long now)
    {
        if (!_dataInPacket)
            return false;

        _unsackedPackets++;
        _dataPackets++;
        if (_immediateSack || _received.HasGap || _unsackedPackets >= 2)
            SackIsDue = true;
        else if (Timer == Never)
            Timer = now + options.SackDelay.Ticks;

        _immediateSack = false;
        return true;
    }

    /// <summary>Does what is due.</summary>
    public void HandleTimeout(long now)
    {
        if (Timer <= now)
            (SackIsDue, Timer) = (true, Never);
    }

    /// <summary>Writes a SACK.</summary>
    public void WriteSack(ref PacketWriter writer)
    {
        _announcedWindow = (uint)WindowLeft;
        _received.WriteSack(ref writer, _announcedWindow);
        SackIsDue = false;
        Timer = Never;
        _unsackedPackets = 0;
        if (_received.HasGap)
            _gapSacks++;
    }

    /// <summary>Takes a DATA chunk.</summary>
    /// <returns>False when the rest of the packet is not to be looked at.</returns>
    public bool OnData(in ChunkReader chunk)
    {
        if (chunk.Value.Length <= DataChunk.FixedSize)
        {
            var tsn = chunk.Value.Length >= 4 ? chunk.Value[..4] : default;
            host.Fail(ErrorCause.NoUserData, "DATA without user data", tsn);
            return false;
        }

        _dataInPacket = true;
        var data = new DataChunk((DataFlags)chunk.Flags, chunk.Value);
        if (_received.Contains(data.Tsn))
        {
            _received.AddDuplicate(data.Tsn);
            _immediateSack = true;
        }
        else if (!HasRoomFor(data))
        {
            _immediateSack = true; // Not acknowledged: it comes again.
        }
        else if (!Accept(data))
        {
            if (!_over)
                host.Fail(ErrorCause.ProtocolViolation, "fragments do not make a message, or one too long");

            return false;
        }

        return !_over;
    }

    /// <summary>Takes a FORWARD TSN (RFC 3758, section 3.6).</summary>
    public void OnForwardTsn(ReadOnlySpan<byte> value)
    {
        if (value.Length < 4)
            return;

        SackIsDue = true;
        var tsn = BinaryPrimitives.ReadUInt32BigEndian(value);
        if (!Serial.Before(_received.CumulativeTsn, tsn))
            return;

        while (_received.HasGap && _received.CumulativeTsn != tsn)
        {
            _received.Advance();
            if (_reassembly.HasEarly)
                _reassembly.Skip(_received.CumulativeTsn);
        }

        if (_received.CumulativeTsn != tsn)
            _received.JumpTo(tsn);

        _reassembly.AbandonBegun(tsn + 1);
        for (var rest = value[4..]; rest.Length >= 4; rest = rest[4..])
        {
            _reassembly.SkipTo(
                BinaryPrimitives.ReadUInt16BigEndian(rest), BinaryPrimitives.ReadUInt16BigEndian(rest[2..]));
        }

        if (!_over && !ConsumeEarly() && !_over)
            host.Fail(ErrorCause.ProtocolViolation, "fragments do not make a message after FORWARD TSN");
    }

    /// <summary>The remote side has reset a stream: its numbers begin at 0 again.</summary>
    public void ResetStream(ushort stream) => _reassembly.ResetStream(stream);

    /// <summary>Gives memory up that a quiet association does not need.</summary>
    public void Trim() => _reassembly.Trim();

    // What is next in sequence is taken although the window is full: else nothing would ever move. Not without any
    // limit, though: an application that does not consume must not be flooded by a remote side that ignores the window.
    private bool HasRoomFor(in DataChunk data)
    {
        if (data.Tsn == _received.CumulativeTsn + 1)
            return _chargedBytes < options.ReceiveWindow + options.MaxReceivedMessageSize;

        return data.Payload.Length <= WindowLeft && data.Payload.Length <= Block.Size && _received.InRange(data.Tsn);
    }

    private bool Accept(in DataChunk data)
    {
        _immediateSack |= (data.Flags & DataFlags.Immediate) != 0;
        if (data.Tsn != _received.CumulativeTsn + 1)
            return AcceptEarly(data);

        _immediateSack |= _received.HasGap;
        _received.Advance();
        if (!StreamIsKnown(data.Stream))
            return ConsumeEarly();

        return _reassembly.AddNext(data) && !_over && ConsumeEarly();
    }

    private bool AcceptEarly(in DataChunk data)
    {
        if (!_received.HasGap)
            _gapSacks = 0;

        _immediateSack = true;
        _received.Add(data.Tsn);
        return !StreamIsKnown(data.Stream) || _reassembly.AddEarly(data, _received.CumulativeTsn);
    }

    // Hands on what waited for the chunk that was missing.
    private bool ConsumeEarly()
    {
        while (_received.NextIsHere)
        {
            _received.Advance();
            if (!_reassembly.Consume(_received.CumulativeTsn) || _over)
                return false;
        }

        return true;
    }

    private bool StreamIsKnown(ushort stream)
    {
        if (stream < _streams)
            return true;

        byte[] which = [(byte)(stream >> 8), (byte)stream, 0, 0];
        host.Reply(CauseChunk.Write(ChunkType.Error, ErrorCause.InvalidStream, which));
        return false;
    }
}
