using System.Buffers.Binary;

namespace Rings.Transport.Sctp;

/// <summary>A SACK as it came (RFC 9260, section 3.3.4), read in place.</summary>
internal readonly ref struct SackChunk
{
    /// <summary>The size of the part before the blocks.</summary>
    public const int FixedSize = 12;

    private readonly ReadOnlySpan<byte> _blocks;
    private readonly ReadOnlySpan<byte> _duplicates;

    private SackChunk(ReadOnlySpan<byte> value, int gaps, int duplicates)
    {
        CumulativeTsn = BinaryPrimitives.ReadUInt32BigEndian(value);
        Window = BinaryPrimitives.ReadUInt32BigEndian(value[4..]);
        _blocks = value.Slice(FixedSize, gaps * 4);
        _duplicates = value.Slice(FixedSize + gaps * 4, duplicates * 4);
    }

    /// <summary>All up to here has arrived.</summary>
    public uint CumulativeTsn { get; }

    /// <summary>The receive window that is left.</summary>
    public uint Window { get; }

    /// <summary>How many gap blocks there are.</summary>
    public int GapCount => _blocks.Length / 4;

    /// <summary>How many duplicates are reported.</summary>
    public int DuplicateCount => _duplicates.Length / 4;

    /// <summary>Reads a SACK.</summary>
    /// <returns>False if its length does not fit its counts.</returns>
    public static bool TryRead(ReadOnlySpan<byte> value, out SackChunk sack)
    {
        sack = default;
        if (value.Length < FixedSize)
            return false;

        int gaps = BinaryPrimitives.ReadUInt16BigEndian(value[8..]);
        int duplicates = BinaryPrimitives.ReadUInt16BigEndian(value[10..]);
        if (value.Length < FixedSize + (gaps + duplicates) * 4)
            return false;

        sack = new SackChunk(value, gaps, duplicates);
        return true;
    }

    /// <summary>A gap block: its first and last TSN.</summary>
    public (uint First, uint Last) Gap(int index) => (
        CumulativeTsn + BinaryPrimitives.ReadUInt16BigEndian(_blocks[(index * 4)..]),
        CumulativeTsn + BinaryPrimitives.ReadUInt16BigEndian(_blocks[(index * 4 + 2)..]));

    /// <summary>Whether a TSN is reported as having come twice.</summary>
    public bool ReportsDuplicate(uint tsn)
    {
        for (var i = 0; i < _duplicates.Length; i += 4)
        {
            if (BinaryPrimitives.ReadUInt32BigEndian(_duplicates[i..]) == tsn)
                return true;
        }

        return false;
    }
}
