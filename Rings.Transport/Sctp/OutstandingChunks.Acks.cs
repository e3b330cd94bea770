namespace Rings.Transport.Sctp;

internal sealed partial class OutstandingChunks
{
    /// <summary>Takes in a SACK (RFC 9260, section 6.2.1).</summary>
    /// <param name="sack">The SACK; its cumulative TSN must be one that was sent.</param>
    /// <param name="now">The time in ticks.</param>
    /// <param name="result">What it brought.</param>
    public void Acknowledge(in SackChunk sack, long now, ref AckResult result)
    {
        while (AckedTsn != sack.CumulativeTsn)
            AcknowledgeNext(now, ref result);

        var reported = sack.CumulativeTsn + 1;
        for (var i = 0; i < sack.GapCount && GapIsSane(sack.Gap(i), reported); i++)
        {
            var (first, last) = sack.Gap(i);
            Renege(reported, first);
            reported = last + 1;
            var tsn = first;
            while ((tsn = _acked.Find(tsn, reported, false)) != reported)
                AcknowledgeGap(tsn, now, ref result);
        }
    }

    // All up to the TSN is gone, by FORWARD TSN or by SACK.
    private void AcknowledgeNext(long now, ref AckResult result)
    {
        var tsn = AckedTsn + 1;
        ref var chunk = ref this[tsn];
        if (chunk.State is ChunkState.InFlight or ChunkState.Lost)
            Deliver(tsn, ref chunk, now, ref result);

        if (_acked[tsn])
        {
            _acked.Clear(tsn);
            GapAckedCount--;
        }

        chunk.Stream.Bytes.ReleaseTo(chunk.EndPosition);
        chunk.Stream.Outstanding--;
        chunk.Stream = null!;
        chunk.Payload = default;
        AckedTsn = tsn;
        result.Advanced = true;
        if (Serial.UpTo(_lostFrom, tsn))
            _lostFrom = tsn + 1;
    }

    private bool GapIsSane((uint First, uint Last) gap, uint from) =>
        !Serial.Before(gap.First, from) && Serial.UpTo(gap.First, gap.Last) && Serial.Before(gap.Last, NextTsn);

    private void AcknowledgeGap(uint tsn, long now, ref AckResult result)
    {
        ref var chunk = ref this[tsn];
        if (chunk.State is ChunkState.InFlight or ChunkState.Lost)
        {
            Deliver(tsn, ref chunk, now, ref result);
            chunk.State = ChunkState.Acked;
        }

        _acked.Set(tsn);
        GapAckedCount++;
    }

    // RFC 9260, section 6.2.1, iv: a chunk reported before and not any more was dropped there, and must leave again.
    private void Renege(uint from, uint end)
    {
        for (var tsn = _acked.Find(from, end, true); tsn != end; tsn = _acked.Find(tsn + 1, end, true))
        {
            _acked.Clear(tsn);
            GapAckedCount--;
            if (this[tsn].State == ChunkState.Acked)
                Lose(tsn);
        }
    }

    private void Deliver(uint tsn, ref OutstandingChunk chunk, long now, ref AckResult result)
    {
        if (chunk.State == ChunkState.InFlight)
            Land(tsn, ref chunk);
        else
            Unlose(tsn);

        result.AckedBytes += chunk.WireSize;
        DeliveredBytes += chunk.WireSize;
        _deliveredAt = now;
        if (chunk.Transmissions == 1)
        {
            result.LargeArrived |= chunk.IsLarge;
            result.NewestOnceSentAt = Math.Max(result.NewestOnceSentAt, chunk.SentAt);
            NoteOrder(tsn);
        }

        if (chunk.SentAt >= result.NewestSentAt)
        {
            result.NewestSentAt = chunk.SentAt;
            result.Newest = chunk.Delivery;
            _firstSentAt = chunk.SentAt;
        }

        AdvanceRack(tsn, chunk, now);
    }
}
