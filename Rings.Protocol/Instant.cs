namespace Rings.Protocol;

/// <summary>A point in time: whole microseconds since the Unix epoch, UTC.</summary>
/// <remarks>
/// The pure core never reads a clock: every input that depends on time carries one of these.
/// The wire uses milliseconds for times and microseconds for sequence numbers (protocol.md, section 0).
/// </remarks>
/// <param name="UnixMicroseconds">Microseconds since 1970-01-01T00:00:00Z; negative before it.</param>
public readonly record struct Instant(long UnixMicroseconds) : IComparable<Instant>
{
    /// <summary>1970-01-01T00:00:00Z.</summary>
    public static Instant Epoch => default;

    /// <summary>Whole milliseconds since the Unix epoch, rounded towards the past.</summary>
    public long UnixMilliseconds => Math.DivRem(UnixMicroseconds, 1000, out var rest) - (rest < 0 ? 1 : 0);

    /// <summary>
    /// The instant that lies <paramref name="milliseconds"/> after the Unix epoch; saturates at the range's ends.
    /// </summary>
    public static Instant FromUnixMilliseconds(long milliseconds) =>
        new(milliseconds > long.MaxValue / 1000 ? long.MaxValue
            : milliseconds < long.MinValue / 1000 ? long.MinValue
            : milliseconds * 1000);

    /// <summary>The same point in time, from .NET's own type (100 ns are cut off).</summary>
    public static Instant From(DateTimeOffset time) =>
        new((time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);

    /// <summary>The same point in time as .NET's own type.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside the years 1 to 9999.</exception>
    public DateTimeOffset ToDateTimeOffset() =>
        DateTimeOffset.UnixEpoch.AddTicks(checked(UnixMicroseconds * TimeSpan.TicksPerMicrosecond));

    /// <inheritdoc/>
    public int CompareTo(Instant other) => UnixMicroseconds.CompareTo(other.UnixMicroseconds);

    /// <summary>Later by <paramref name="span"/>; saturates at the range's ends.</summary>
    public static Instant operator +(Instant instant, TimeSpan span) => new(Saturate(instant.UnixMicroseconds,
        span.Ticks / 10));

    /// <summary>Earlier by <paramref name="span"/>; saturates at the range's ends.</summary>
    public static Instant operator -(Instant instant, TimeSpan span) => new(Saturate(instant.UnixMicroseconds,
        -(span.Ticks / 10)));

    /// <summary>
    /// The time from <paramref name="right"/> to <paramref name="left"/>; saturates at the range's ends.
    /// </summary>
    public static TimeSpan operator -(Instant left, Instant right)
    {
        var difference = (Int128)left.UnixMicroseconds - right.UnixMicroseconds;
        var ticks = difference * TimeSpan.TicksPerMicrosecond;
        return new(ticks > long.MaxValue ? long.MaxValue : ticks < long.MinValue ? long.MinValue : (long)ticks);
    }

    /// <summary>Whether left is before right.</summary>
    public static bool operator <(Instant left, Instant right) => left.UnixMicroseconds < right.UnixMicroseconds;

    /// <summary>Whether left is after right.</summary>
    public static bool operator >(Instant left, Instant right) => left.UnixMicroseconds > right.UnixMicroseconds;

    /// <summary>Whether left is not after right.</summary>
    public static bool operator <=(Instant left, Instant right) => left.UnixMicroseconds <= right.UnixMicroseconds;

    /// <summary>Whether left is not before right.</summary>
    public static bool operator >=(Instant left, Instant right) => left.UnixMicroseconds >= right.UnixMicroseconds;

    /// <summary>The earlier of two.</summary>
    public static Instant Min(Instant left, Instant right) => left < right ? left : right;

    /// <summary>The later of two.</summary>
    public static Instant Max(Instant left, Instant right) => left > right ? left : right;

    private static long Saturate(long value, long change)
    {
        var sum = (Int128)value + change;
        return sum > long.MaxValue ? long.MaxValue : sum < long.MinValue ? long.MinValue : (long)sum;
    }
}
