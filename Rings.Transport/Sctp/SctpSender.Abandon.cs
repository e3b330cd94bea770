using System.Buffers.Binary;

namespace Rings.Transport.Sctp;

/// <remarks>Partial reliability (RFC 3758): messages are abandoned whole, and the remote side skips them.</remarks>
internal sealed partial class SctpSender
{
    private uint _advancedTsn;
    private long _forwardTsnAgain;

    /// <summary>Whether a FORWARD TSN is to be sent.</summary>
    public bool ForwardTsnIsDue { get; private set; }

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

        _counters.Abandoned++;
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

            _counters.Abandoned++;
            FragmentTaken(stream, whole: true);
        }
        else if (_outstanding.Count > 0)
        {
            Abandon(_outstanding.NextTsn - 1); // Fragments are consecutive: this is its latest.
        }
        else
        {
            AbandonRest(stream);
            _counters.Abandoned++;
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

        ForwardTsnIsDue |= _advancedTsn != before;
    }

    // C3: said again while the remote side has not followed.
    private void RepeatForwardTsn(long now) =>
        ForwardTsnIsDue |= ForwardTsnIsOutstanding && now >= _forwardTsnAgain;

    /// <summary>Writes the FORWARD TSN that is due.</summary>
    public void WriteForwardTsn(ref PacketWriter writer, long now)
    {
        ForwardTsnIsDue = false;
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
}
