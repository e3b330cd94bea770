namespace Rings.Transport.Sctp;

/// <summary>
/// All chunks from the first that is not cumulatively acknowledged to the newest, in a ring by TSN; those in flight are
/// also linked in the order in which they were sent. Nothing here walks over more than what a packet changes.
/// </summary>
internal sealed partial class OutstandingChunks(uint firstTsn)
{
    /// <summary>The size of a DATA chunk's header (RFC 9260, section 3.3.1).</summary>
    public const int DataHeaderSize = 16;

    /// <summary>How many chunks may be outstanding; a receiver of ours keeps as many out of order.</summary>
    public const int MaxCount = 16384;

    private const int InitialCapacity = 64;

    private OutstandingChunk[] _chunks = [];
    private TsnBits _acked;
    private TsnBits _lost;
    private uint _lostFrom = firstTsn;
    private uint _oldest;
    private uint _newest;
    private int _inFlight;
    private long _deliveredAt;
    private long _firstSentAt;

    /// <summary>The TSN that the next chunk gets.</summary>
    public uint NextTsn { get; private set; } = firstTsn;

    /// <summary>All up to here is acknowledged.</summary>
    public uint AckedTsn { get; private set; } = firstTsn - 1;

    /// <summary>How many chunks are kept.</summary>
    public int Count => (int)(NextTsn - AckedTsn) - 1;

    /// <summary>Bytes in flight, chunk headers and padding included: what the congestion window limits.</summary>
    public int FlightBytes { get; private set; }

    /// <summary>User bytes in flight: what the remote side's window limits.</summary>
    public int FlightPayload { get; private set; }

    /// <summary>Chunks that are to be sent again.</summary>
    public int LostCount { get; private set; }

    /// <summary>Chunks acknowledged by gap blocks.</summary>
    public int GapAckedCount { get; private set; }

    /// <summary>Bytes known to have arrived since the beginning.</summary>
    public long DeliveredBytes { get; private set; }

    /// <summary>Bytes taken for lost since the beginning.</summary>
    public long LostBytes { get; private set; }

    /// <summary>Whether any chunk is in flight.</summary>
    public bool AnyInFlight => _inFlight > 0;

    /// <summary>A chunk by its TSN; it must be outstanding.</summary>
    public ref OutstandingChunk this[uint tsn] => ref _chunks[tsn & (uint)(_chunks.Length - 1)];

    /// <summary>Gives the next TSN to a chunk; the caller fills it in and says when it is sent.</summary>
    public ref OutstandingChunk Append(out uint tsn)
    {
        if (Count == _chunks.Length)
            Grow();

        tsn = NextTsn++;
        ref var chunk = ref this[tsn];
        chunk = default;
        chunk.State = ChunkState.Abandoned;
        return ref chunk;
    }

    /// <summary>The chunk leaves, for the first time or again.</summary>
    public void Sent(uint tsn, long now, bool appLimited)
    {
        ref var chunk = ref this[tsn];
        if (chunk.State == ChunkState.Lost)
            Unlose(tsn);

        if (_inFlight == 0)
            _firstSentAt = _deliveredAt = now;

        FlightBytes += chunk.WireSize;
        FlightPayload += chunk.Length;
        chunk.State = ChunkState.InFlight;
        chunk.SentAt = now;
        chunk.Transmissions++;
        chunk.Delivery = new DeliverySnapshot(
            DeliveredBytes, _deliveredAt, _firstSentAt, LostBytes, FlightBytes, appLimited);
        LinkNewest(tsn, ref chunk);
    }

    /// <summary>The lowest chunk that is to be sent again; there must be one.</summary>
    public uint FirstLost() => _lostFrom = _lost.Find(_lostFrom, NextTsn, true);

    /// <summary>The chunk that left first of those in flight; there must be one.</summary>
    public ref OutstandingChunk Oldest => ref this[_oldest];

    /// <summary>Gives a chunk up (RFC 3758): it is not sent again.</summary>
    public void Abandon(uint tsn)
    {
        ref var chunk = ref this[tsn];
        if (chunk.State == ChunkState.InFlight)
            Land(tsn, ref chunk);
        else if (chunk.State == ChunkState.Lost)
            Unlose(tsn);

        chunk.State = ChunkState.Abandoned;
    }

    /// <summary>Gives memory up that a quiet association does not need.</summary>
    public void Trim()
    {
        if (Count > 0 || _chunks.Length <= InitialCapacity)
            return;

        _chunks = [];
        _acked = _lost = default;
    }

    private void Grow()
    {
        var capacity = Math.Max(InitialCapacity, _chunks.Length * 2);
        var larger = new OutstandingChunk[capacity];
        for (var tsn = AckedTsn + 1; tsn != NextTsn; tsn++)
            larger[tsn & (uint)(capacity - 1)] = this[tsn];

        _chunks = larger;
        _acked = _acked.Grow(capacity, AckedTsn + 1, NextTsn);
        _lost = _lost.Grow(capacity, AckedTsn + 1, NextTsn);
    }

    private void Unlose(uint tsn)
    {
        _lost.Clear(tsn);
        LostCount--;
    }

    private void LinkNewest(uint tsn, ref OutstandingChunk chunk)
    {
        if (_inFlight++ == 0)
            _oldest = tsn;
        else
            this[_newest].Newer = tsn;

        chunk.Older = _newest;
        _newest = tsn;
    }

    // Takes the chunk out of flight; the caller sets its new state.
    private void Land(uint tsn, ref OutstandingChunk chunk)
    {
        FlightBytes -= chunk.WireSize;
        FlightPayload -= chunk.Length;
        if (--_inFlight == 0)
            return;

        if (tsn == _oldest)
        {
            _oldest = chunk.Newer;
        }
        else if (tsn == _newest)
        {
            _newest = chunk.Older;
        }
        else
        {
            this[chunk.Older].Newer = chunk.Newer;
            this[chunk.Newer].Older = chunk.Older;
        }
    }
}
