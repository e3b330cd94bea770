using System.Buffers.Binary;

namespace Rings.Transport.Sctp;

/// <summary>Which TSNs have arrived: all up to one, some beyond it, and which came twice lately.</summary>
internal sealed class ReceivedTsns(uint firstTsn)
{
    /// <summary>How far beyond the cumulative TSN a chunk is taken.</summary>
    public const int Range = OutstandingChunks.MaxCount;

    private const int InitialCapacity = 256;
    private const int MaxDuplicates = 32;

    private uint[] _duplicates = [];
    private TsnBits _bits;

    /// <summary>All up to here has arrived.</summary>
    public uint CumulativeTsn { get; private set; } = firstTsn - 1;

    /// <summary>The highest that has arrived.</summary>
    public uint HighestTsn { get; private set; } = firstTsn - 1;

    /// <summary>Duplicates to be reported.</summary>
    public int DuplicateCount { get; private set; }

    /// <summary>Whether something is missing below the highest.</summary>
    public bool HasGap => HighestTsn != CumulativeTsn;

    /// <summary>Whether a TSN has arrived already.</summary>
    public bool Contains(uint tsn) => Serial.UpTo(tsn, CumulativeTsn)
        || Serial.UpTo(tsn, HighestTsn) && _bits[tsn];

    /// <summary>Whether a TSN that has not arrived is near enough to be taken.</summary>
    public bool InRange(uint tsn) => tsn - CumulativeTsn <= Range;

    /// <summary>Notes a TSN beyond the next one.</summary>
    public void Add(uint tsn)
    {
        var distance = (int)(tsn - CumulativeTsn);
        if (distance > _bits.Capacity)
            _bits = _bits.Grow(CapacityFor(distance), CumulativeTsn + 1, HighestTsn + 1);

        _bits.Set(tsn);
        if (Serial.Before(HighestTsn, tsn))
            HighestTsn = tsn;
    }

    /// <summary>Moves the cumulative TSN by one, whether that one was noted or not.</summary>
    public void Advance()
    {
        if (HighestTsn == CumulativeTsn)
            HighestTsn++;
        else
            _bits.Clear(CumulativeTsn + 1);

        CumulativeTsn++;
    }

    /// <summary>Whether the TSN after the cumulative one has been noted.</summary>
    public bool NextIsHere => HasGap && _bits[CumulativeTsn + 1];

    /// <summary>Moves the cumulative TSN far ahead, beyond all that was noted.</summary>
    public void JumpTo(uint tsn) => CumulativeTsn = HighestTsn = tsn;

    /// <summary>Notes that a TSN came again.</summary>
    public void AddDuplicate(uint tsn)
    {
        if (_duplicates.Length == 0)
            _duplicates = new uint[MaxDuplicates];

        if (DuplicateCount < MaxDuplicates)
            _duplicates[DuplicateCount++] = tsn;
    }

    /// <summary>Writes a SACK chunk: blocks that do not fit are left out, the oldest come first.</summary>
    public void WriteSack(ref PacketWriter writer, uint window)
    {
        var room = (writer.Room - 4 - SackChunk.FixedSize) / 4;
        var duplicates = Math.Min(DuplicateCount, room / 2);
        var gaps = CountGaps(room - duplicates);
        var value = writer.Chunk(ChunkType.Sack, 0, SackChunk.FixedSize + (gaps + duplicates) * 4);
        BinaryPrimitives.WriteUInt32BigEndian(value, CumulativeTsn);
        BinaryPrimitives.WriteUInt32BigEndian(value[4..], window);
        BinaryPrimitives.WriteUInt16BigEndian(value[8..], (ushort)gaps);
        BinaryPrimitives.WriteUInt16BigEndian(value[10..], (ushort)duplicates);
        value = value[SackChunk.FixedSize..];
        var from = CumulativeTsn + 1;
        for (var i = 0; i < gaps; i++, value = value[4..])
        {
            NextGap(ref from, out var first, out var last);
            BinaryPrimitives.WriteUInt16BigEndian(value, (ushort)(first - CumulativeTsn));
            BinaryPrimitives.WriteUInt16BigEndian(value[2..], (ushort)(last - CumulativeTsn));
        }

        for (var i = 0; i < duplicates; i++)
            BinaryPrimitives.WriteUInt32BigEndian(value[(i * 4)..], _duplicates[i]);

        DuplicateCount = 0;
    }

    private static int CapacityFor(int distance)
    {
        var capacity = InitialCapacity;
        while (capacity < distance)
            capacity *= 2;

        return capacity;
    }

    private int CountGaps(int max)
    {
        var count = 0;
        var from = CumulativeTsn + 1;
        while (count < max && NextGap(ref from, out _, out _))
            count++;

        return count;
    }

    private bool NextGap(ref uint from, out uint first, out uint last)
    {
        var end = HighestTsn + 1;
        first = last = end;
        if (!HasGap || from == end)
            return false;

        first = _bits.Find(from, end, true);
        if (first == end)
            return false;

        from = _bits.Find(first, end, false);
        last = from - 1;
        return true;
    }
}
