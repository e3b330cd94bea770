using System.Globalization;
using System.Text.Json.Nodes;

namespace Rings.Host.Cli;

/// <summary>Times for people: of this place, and short. Machines get ISO 8601 with <c>--json</c>.</summary>
internal static class Times
{
    private const int Day = 24;

    /// <summary>The time of day.</summary>
    public static string Now => Short(TimeProvider.System.GetUtcNow(), TimeProvider.System);

    /// <summary>A time of ISO 8601, in short: today only the time of day, else the date with it.</summary>
    public static string Short(JsonNode? iso) => Short(DateTimeOffset.Parse((string)iso!, CultureInfo.InvariantCulture), TimeProvider.System);

    /// <summary>The same of a time.</summary>
    /// <param name="time">It.</param>
    /// <param name="clock">The clock; its zone is the reader's.</param>
    public static string Short(DateTimeOffset time, TimeProvider clock)
    {
        var (local, now) = (TimeZoneInfo.ConvertTime(time, clock.LocalTimeZone), clock.GetLocalNow());
        var form = local.Date == now.Date ? "HH:mm:ss" : local.Year == now.Year ? "MMM d, HH:mm" : "yyyy-MM-dd HH:mm";
        return local.ToString(form, CultureInfo.InvariantCulture);
    }

    /// <summary>How long, by its two largest units: <c>3 d 4 h</c>.</summary>
    public static string Long(TimeSpan time) => time switch
    {
        { TotalMinutes: < 1 } => $"{(int)time.TotalSeconds} s",
        { TotalHours: < 1 } => $"{time.Minutes} min {time.Seconds} s",
        { TotalHours: < Day } => $"{time.Hours} h {time.Minutes} min",
        _ => $"{(int)time.TotalDays} d {time.Hours} h",
    };
}
