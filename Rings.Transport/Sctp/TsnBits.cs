using System.Numerics;

namespace Rings.Transport.Sctp;

/// <summary>One bit for each TSN of a window, so that runs of thousands are handled word by word.</summary>
internal struct TsnBits
{
    private ulong[] _words;
    private uint _mask;

    /// <summary>Makes room for a window.</summary>
    /// <param name="capacity">A power of two, at least 64.</param>
    public TsnBits(int capacity)
    {
        _words = new ulong[capacity / 64];
        _mask = (uint)capacity - 1;
    }

    /// <summary>How many TSNs fit.</summary>
    public readonly int Capacity => _words is null ? 0 : _words.Length * 64;

    /// <summary>Whether a TSN's bit is set.</summary>
    public readonly bool this[uint tsn] => (_words[(tsn & _mask) >> 6] >> (int)(tsn & 63) & 1) != 0;

    /// <summary>Sets a TSN's bit.</summary>
    public readonly void Set(uint tsn) => _words[(tsn & _mask) >> 6] |= 1UL << (int)(tsn & 63);

    /// <summary>Clears a TSN's bit.</summary>
    public readonly void Clear(uint tsn) => _words[(tsn & _mask) >> 6] &= ~(1UL << (int)(tsn & 63));

    /// <summary>Finds the first TSN from <paramref name="from"/> to before <paramref name="end"/> whose bit has the
    /// value.</summary>
    /// <returns>The TSN, or <paramref name="end"/>.</returns>
    public readonly uint Find(uint from, uint end, bool value)
    {
        var tsn = from;
        while (Serial.Before(tsn, end))
        {
            var word = _words[(tsn & _mask) >> 6];
            var rest = (value ? word : ~word) >> (int)(tsn & 63);
            if (rest != 0)
            {
                tsn += (uint)BitOperations.TrailingZeroCount(rest);
                return Serial.Before(tsn, end) ? tsn : end;
            }

            tsn = (tsn | 63) + 1;
        }

        return end;
    }

    /// <summary>The same bits in a larger window.</summary>
    /// <param name="capacity">The new capacity.</param>
    /// <param name="from">The first TSN that counts.</param>
    /// <param name="end">The first that does not any more.</param>
    public readonly TsnBits Grow(int capacity, uint from, uint end)
    {
        var larger = new TsnBits(capacity);
        if (_words is null)
            return larger;

        for (var tsn = Find(from, end, true); tsn != end; tsn = Find(tsn + 1, end, true))
            larger.Set(tsn);

        return larger;
    }
}
