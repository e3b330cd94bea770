namespace Rings.Protocol.Storage;

/// <summary>Keys clockwise from one point (left out) to another (kept in); with both equal, the whole circle.</summary>
/// <param name="After">Where it begins; not part of it.</param>
/// <param name="UpTo">Where it ends; part of it.</param>
internal readonly record struct KeyRange(Did After, Did UpTo)
{
    /// <summary>The whole circle.</summary>
    public static KeyRange All => default;

    /// <summary>Whether this is the whole circle.</summary>
    public bool IsAll => After == UpTo;

    /// <summary>Whether a key lies in it.</summary>
    public bool Contains(Did key) => key.IsBetweenOrEnd(After, UpTo);

    /// <summary>
    /// Up to <paramref name="parts"/> ranges of about equal width that together are this one; fewer where it holds
    /// fewer keys.
    /// </summary>
    public IReadOnlyList<KeyRange> Split(int parts)
    {
        var step = Distance.FromFraction((IsAll ? 1.0 : After.DistanceTo(UpTo).Fraction) / parts);
        if (step == Distance.Zero) return [this];
        var ranges = new List<KeyRange>(parts);
        var after = After;
        for (var i = 1; i < parts; i++)
        {
            var next = after + step;
            if (next == UpTo || !Contains(next)) break;
            ranges.Add(new(after, next));
            after = next;
        }

        ranges.Add(new(after, UpTo));
        return ranges;
    }
}
