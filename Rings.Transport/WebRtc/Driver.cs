namespace Rings.Transport.WebRtc;

/// <summary>What timers need.</summary>
internal static class Driver
{
    /// <summary>The longest delay of a timer.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromDays(1);

    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);

    /// <summary>A delay that a timer takes: from a millisecond to a day. Called early is harmless.</summary>
    public static TimeSpan Delay(TimeSpan wanted) => wanted < Least ? Least : wanted > Most ? Most : wanted;
}
