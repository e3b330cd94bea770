namespace Rings.Transport.Sctp;

internal sealed partial class SctpAssociation
{
    // While a sender is in slow start each SACK counts: RFC 9260, section 7.2.1 lets others grow by one packet a SACK.
    private const int EarlyPackets = 256;

    // Three missing reports trigger a fast retransmit elsewhere (RFC 9260, section 7.2.4).
    private const int EarlyGapSacks = 4;

    private bool _dataInPacket;
    private bool _immediateSack;
    private bool _sackDue;
    private int _unsackedPackets;
    private int _dataPackets;
    private int _gapSacks;
    private int _chargedBytes;
    private uint _announcedWindow = uint.MaxValue;
    private long _sackTimer = Never;

    /// <summary>
    /// Whether the packets due should be written before more are fed: true for early acknowledgements, since remote
    /// sides that grow by the count of acknowledgements start slowly on few.
    /// </summary>
    public bool WantsFlush => _sackDue
        && (_dataPackets < EarlyPackets || _received.HasGap && _gapSacks < EarlyGapSacks);

    private int WindowLeft => Math.Max(0, _options.ReceiveWindow - _reassembly.HeldBytes - _chargedBytes);

    /// <summary>
    /// Charges messages that the application has not consumed yet to the receive window, or gives them back.
    /// </summary>
    /// <param name="bytes">More bytes held if positive, fewer if negative.</param>
    public void ChargeReceiveWindow(int bytes)
    {
        _chargedBytes += bytes;
        if (bytes < 0 && State >= SctpState.Established
            && _announcedWindow < _options.ReceiveWindow / 4 && WindowLeft >= _options.ReceiveWindow / 4)
            _sackDue = true; // The window has reopened: the remote side must hear of it.
    }

    private bool OnData(in ChunkReader chunk)
    {
        if (State is < SctpState.CookieEchoed or SctpState.ShutdownReceived or SctpState.ShutdownAckSent)
            return true;

        if (chunk.Value.Length <= DataChunk.FixedSize)
        {
            var tsn = chunk.Value.Length >= 4 ? chunk.Value[..4] : default;
            Fail(ErrorCause.NoUserData, "DATA without user data", tsn);
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
                Fail(ErrorCause.ProtocolViolation, "fragments do not make a message, or one too long");

            return false;
        }

        return !_over;
    }

    // What is next in sequence is taken although the window is full: else nothing would ever move. Not without any
    // limit,
    // though: an application that does not consume must not be flooded by a remote side that ignores the window.
    private bool HasRoomFor(in DataChunk data)
    {
        if (data.Tsn == _received.CumulativeTsn + 1)
            return _chargedBytes < _options.ReceiveWindow + _options.MaxReceivedMessageSize;

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

        _resets.RunDeferred();
        return true;
    }

    private bool StreamIsKnown(ushort stream)
    {
        if (stream < _inboundStreams)
            return true;

        byte[] which = [(byte)(stream >> 8), (byte)stream, 0, 0];
        Reply(_remoteTag, CauseChunk(ChunkType.Error, 0, ErrorCause.InvalidStream, which));
        return false;
    }

    // RFC 9260, section 6.2.
    private void ScheduleSack(long now)
    {
        _unsackedPackets++;
        _dataPackets++;
        if (_immediateSack || _received.HasGap || _unsackedPackets >= 2)
            _sackDue = true;
        else if (_sackTimer == Never)
            _sackTimer = now + _options.SackDelay.Ticks;

        _immediateSack = false;
        if (State == SctpState.ShutdownSent)
            _shutdownChunkDue = true;
    }

    private void WriteSack(ref PacketWriter writer)
    {
        _announcedWindow = (uint)WindowLeft;
        _received.WriteSack(ref writer, _announcedWindow);
        _sackDue = false;
        _sackTimer = Never;
        _unsackedPackets = 0;
        if (_received.HasGap)
            _gapSacks++;
    }
}
