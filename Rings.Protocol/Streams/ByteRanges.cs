namespace Rings.Protocol.Streams;

/// <summary>Ranges of a stream's bytes: apart from one another, in order.</summary>
internal sealed class ByteRanges
{
    private readonly List<(long Start, long End)> _ranges = [];

    /// <summary>How many ranges there are.</summary>
    public int Count => _ranges.Count;

    /// <summary>The first range. Not where there is none.</summary>
    public (long Start, long End) First => _ranges[0];

    /// <summary>Adds what is missing of a range, and tells each such piece.</summary>
    public void Add(long start, long end, Action<long, long>? missing = null)
    {
        if (start >= end) return;
        var at = FirstEndingFrom(start);
        var (newStart, newEnd, cursor, last) = (start, end, start, at);
        for (; last < _ranges.Count && _ranges[last].Start <= end; last++)
        {
            var range = _ranges[last];
            if (range.Start > cursor) missing?.Invoke(cursor, range.Start);
            cursor = Math.Max(cursor, range.End);
            (newStart, newEnd) = (Math.Min(newStart, range.Start), Math.Max(newEnd, range.End));
        }

        if (cursor < end) missing?.Invoke(cursor, end);
        _ranges.RemoveRange(at, last - at);
        _ranges.Insert(at, (newStart, newEnd));
    }

    /// <summary>Takes a range away.</summary>
    public void Remove(long start, long end)
    {
        if (start >= end) return;
        var at = FirstEndingFrom(start + 1);
        while (at < _ranges.Count && _ranges[at].Start < end)
        {
            var range = _ranges[at];
            _ranges.RemoveAt(at);
            if (range.End > end) _ranges.Insert(at, (end, range.End));
            if (range.Start >= start) continue;
            _ranges.Insert(at, (range.Start, start));
            at++;
        }
    }

    /// <summary>Whether a whole range is in here.</summary>
    public bool Contains(long start, long end)
    {
        var at = FirstEndingFrom(end);
        return at < _ranges.Count && _ranges[at].Start <= start;
    }

    /// <summary>The ranges that a range touches, in a new list.</summary>
    public List<(long Start, long End)> Within(long start, long end) =>
        [.. _ranges.Where(range => range.Start < end && range.End > start)];

    /// <summary>Takes all away.</summary>
    public void Clear() => _ranges.Clear();

    private int FirstEndingFrom(long offset)
    {
        var (low, high) = (0, _ranges.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_ranges[middle].End < offset) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
