using System.Buffers.Binary;

namespace Rings.Transport.Sctp;

/// <remarks>Partial reliability (RFC 3758): messages are abandoned whole, and the remote side skips them.</remarks>
internal sealed partial class SctpAssociation
{
    private uint _advancedTsn;
    private long _abandoned;
    private long _forwardTsnAgain;
    private bool _forwardTsnDue;

    private bool ForwardTsnIsOutstanding => Serial.Before(_outstanding.AckedTsn, _advancedTsn);

    private bool IsSpent(in OutstandingChunk chunk, long now) => _remoteForwardTsn
        && (chunk.Expires <= now || chunk.MaxRetransmits >= 0 && chunk.Transmissions > chunk.MaxRetransmits);

    private void Abandon(uint tsn)
    {
        var first = tsn;
        while ((_outstanding[first].Flags & DataFlags.Begin) == 0 && first != _outstanding.AckedTsn + 1)
            first--;

        var last = tsn;
        while ((_outstanding[last].Flags & DataFlags.End) == 0 && last + 1 != _outstanding.NextTsn)
            last++;

        var stream = _outstanding[last].Stream;
        for (var each = first; each != last + 1; each++)
            _outstanding.Abandon(each);

        if ((_outstanding[last].Flags & DataFlags.End) == 0)
            AbandonRest(stream);

        _abandoned++;
        AdvanceForwardTsn();
    }

    // The fragments that never left get one TSN together: FORWARD TSN must not point into the middle of a message.
    private void AbandonRest(OutgoingStream stream)
    {
        ref var message = ref stream.Messages.Peek();
        stream.Bytes.Take(message.Remaining);
        ref var end = ref _outstanding.Append(out _);
        end.Stream = stream;
        end.EndPosition = stream.Bytes.Taken;
        end.Ssn = message.Ssn;
        end.Flags = DataFlags.End | (message.Unordered ? DataFlags.Unordered : DataFlags.None);
        stream.Outstanding++;
        FragmentTaken(stream, whole: true);
    }

    // The message at the head of its stream has expired before it was sent, or before it was sent whole.
    private void DropQueued(OutgoingStream stream)
    {
        ref var message = ref stream.Messages.Peek();
        if (!message.Begun)
        {
            stream.Bytes.Take(message.Remaining);
            if (stream.Outstanding == 0)
                stream.Bytes.ReleaseTo(stream.Bytes.Taken);

            _abandoned++;
            FragmentTaken(stream, whole: true);
        }
        else if (_outstanding.Count > 0)
        {
            Abandon(_outstanding.NextTsn - 1); // Fragments are consecutive: this is its latest.
        }
        else
        {
            AbandonRest(stream);
            _abandoned++;
            AdvanceForwardTsn();
        }
    }

    private bool IsExpired(in QueuedMessage message, long now) =>
        message.Expires <= now && (!message.Begun || _remoteForwardTsn);

    // RFC 3758, section 3.5, C2.
    private void AdvanceForwardTsn()
    {
        if (_over)
            return;

        if (Serial.Before(_advancedTsn, _outstanding.AckedTsn))
            _advancedTsn = _outstanding.AckedTsn;

        var before = _advancedTsn;
        while (_advancedTsn + 1 != _outstanding.NextTsn && _outstanding[_advancedTsn + 1].State == ChunkState.Abandoned)
            _advancedTsn++;

        _forwardTsnDue |= _advancedTsn != before;
    }

    // C3: said again while the remote side has not followed.
    private void RepeatForwardTsn(long now) =>
        _forwardTsnDue |= ForwardTsnIsOutstanding && now >= _forwardTsnAgain;

    private void WriteForwardTsn(ref PacketWriter writer, long now)
    {
        _forwardTsnDue = false;
        if (!ForwardTsnIsOutstanding)
            return;

        Span<(ushort Stream, ushort Ssn)> skipped = stackalloc (ushort, ushort)[64];
        var (count, tsn) = CollectSkipped(skipped);
        var value = writer.Chunk(ChunkType.ForwardTsn, 0, 4 + count * 4);
        BinaryPrimitives.WriteUInt32BigEndian(value, tsn);
        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(value[(4 + i * 4)..], skipped[i].Stream);
            BinaryPrimitives.WriteUInt16BigEndian(value[(6 + i * 4)..], skipped[i].Ssn);
        }

        _forwardTsnAgain = now + Math.Max(_roundTrip.Smoothed, TimeSpan.TicksPerMillisecond);
        StartRetransmissionTimer(now);
    }

    // The highest ordered message skipped on each stream; stops short of what does not fit.
    private (int Count, uint Tsn) CollectSkipped(Span<(ushort Stream, ushort Ssn)> skipped)
    {
        var count = 0;
        var whole = _outstanding.AckedTsn;
        for (var tsn = whole + 1; tsn != _advancedTsn + 1; tsn++)
        {
            ref var chunk = ref _outstanding[tsn];
            if (SkipsInOrder(chunk) && !Note(skipped, ref count, chunk.Stream.Id, chunk.Ssn))
                break;

            if ((chunk.Flags & DataFlags.End) != 0)
                whole = tsn;
        }

        return (count, whole);
    }

    // A stream whose reset is over has given its number away: its next user's messages are numbered anew, and must not be
    // skipped for the sake of an acknowledgement that is late.
    private static bool SkipsInOrder(in OutstandingChunk chunk) =>
        (chunk.Flags & DataFlags.Unordered) == 0 && chunk.Stream.Reset != StreamResetState.Done;

    private static bool Note(Span<(ushort Stream, ushort Ssn)> skipped, ref int count, ushort stream, ushort ssn)
    {
        for (var i = 0; i < count; i++)
        {
            if (skipped[i].Stream != stream)
                continue;

            skipped[i].Ssn = ssn;
            return true;
        }

        if (count == skipped.Length)
            return false;

        skipped[count++] = (stream, ssn);
        return true;
    }

    // RFC 3758, section 3.6.
    private void OnForwardTsn(ReadOnlySpan<byte> value)
    {
        if (State < SctpState.CookieEchoed || value.Length < 4)
            return;

        _sackDue = true;
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
            Fail(ErrorCause.ProtocolViolation, "fragments do not make a message after FORWARD TSN");
    }
}
