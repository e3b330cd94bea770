namespace Rings.Transport.Sctp;

/// <remarks>
/// Loss is found by time, as RFC 8985 (RACK) does for TCP: a chunk is lost when one that was sent later has arrived and
/// the time of reordering has passed since. With three chunks reported above a gap and no reordering seen that time is
/// zero, which is the fast retransmit of RFC 9260, section 7.2.4.
/// </remarks>
internal sealed partial class OutstandingChunks
{
    private const int DuplicateThreshold = 3;

    private long _rackSentAt = long.MinValue;
    private uint _rackTsn;
    private long _rackRtt;
    private uint _highestAcked = firstTsn - 1;
    private int _reorderingWindow = 1;
    private uint _reorderingRoundEnd = firstTsn;
    private int _reorderingPersists;

    /// <summary>Whether chunks of this association were seen to overtake each other.</summary>
    public bool ReorderingSeen { get; private set; }

    /// <summary>Chunks that share a packet, and so its fate: three packets above a gap count, not three
    /// chunks.</summary>
    public int ChunksPerPacket { get; set; } = 1;

    /// <summary>Chunks of great packets taken for lost since the beginning, each once.</summary>
    public long LargeLost { get; private set; }

    /// <summary>The least round-trip time, in ticks, which RACK measures reordering by.</summary>
    public long MinRtt { get; set; }

    /// <summary>Takes chunks for lost that must have arrived by now.</summary>
    /// <param name="now">The time in ticks.</param>
    /// <param name="smoothedRtt">The smoothed round-trip time in ticks.</param>
    /// <param name="inRecovery">Whether an earlier loss is being repaired.</param>
    /// <returns>When to look again, in ticks; <see cref="long.MaxValue"/> when only an acknowledgement can
    /// tell.</returns>
    public long DetectLoss(long now, long smoothedRtt, bool inRecovery)
    {
        var window = ReorderingTime(smoothedRtt, inRecovery);
        while (_inFlight > 0)
        {
            ref var oldest = ref this[_oldest];
            if (!SentBeforeRack(_oldest, oldest))
                return long.MaxValue;

            var due = oldest.SentAt + _rackRtt + window;
            if (due > now)
                return due;

            Lose(_oldest);
        }

        return long.MaxValue;
    }

    /// <summary>Takes all in flight for lost: T3-rtx has expired (RFC 9260, section 6.3.3).</summary>
    public void LoseAll()
    {
        while (_inFlight > 0)
            Lose(_oldest);
    }

    /// <summary>Takes the newest chunk in flight for lost, so that it is sent again as a probe (RFC 8985, section
    /// 7.3). There must be one.</summary>
    /// <returns>Its TSN.</returns>
    public uint LoseNewest()
    {
        var tsn = _newest;
        Lose(tsn);
        return tsn;
    }

    /// <summary>A SACK reported duplicates: something was taken for lost too soon (RFC 8985, section 6.2, step
    /// 4).</summary>
    public void DuplicateSeen()
    {
        const int MaxWindow = 16;
        if (Serial.Before(AckedTsn, _reorderingRoundEnd))
            return;

        _reorderingRoundEnd = NextTsn - 1;
        _reorderingWindow = Math.Min(_reorderingWindow + 1, MaxWindow);
        _reorderingPersists = 16;
    }

    /// <summary>A recovery is over.</summary>
    public void RecoveryEnded()
    {
        if (_reorderingPersists > 0 && --_reorderingPersists == 0)
            _reorderingWindow = 1;
    }

    private long ReorderingTime(long smoothedRtt, bool inRecovery)
    {
        if (!ReorderingSeen && (inRecovery || GapAckedCount >= DuplicateThreshold * ChunksPerPacket))
            return 0;

        return Math.Min(_reorderingWindow * MinRtt / 4, smoothedRtt);
    }

    private void Lose(uint tsn)
    {
        ref var chunk = ref this[tsn];
        if (chunk.State == ChunkState.InFlight)
        {
            Land(tsn, ref chunk);
            LostBytes += chunk.WireSize;
            LargeLost += chunk.IsLarge && chunk.Transmissions == 1 ? 1 : 0;
        }

        chunk.State = ChunkState.Lost;
        _lost.Set(tsn);
        if (LostCount++ == 0 || Serial.Before(tsn, _lostFrom))
            _lostFrom = tsn;
    }

    private bool SentBeforeRack(uint tsn, in OutstandingChunk chunk) =>
        chunk.SentAt < _rackSentAt || chunk.SentAt == _rackSentAt && Serial.Before(tsn, _rackTsn);

    private void AdvanceRack(uint tsn, in OutstandingChunk chunk, long now)
    {
        // An acknowledgement that comes sooner than any round trip is one of an earlier transmission.
        var rtt = now - chunk.SentAt;
        if (chunk.Transmissions > 1 && rtt < MinRtt)
            return;

        _rackRtt = rtt;
        if (SentBeforeRack(tsn, chunk))
            return;

        _rackSentAt = chunk.SentAt;
        _rackTsn = tsn;
    }

    private void NoteOrder(uint tsn)
    {
        if (Serial.Before(tsn, _highestAcked))
            ReorderingSeen = true;
        else
            _highestAcked = tsn;
    }
}
