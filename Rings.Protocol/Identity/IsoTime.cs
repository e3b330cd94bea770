using System.Globalization;

namespace Rings.Protocol.Identity;

/// <summary>Times as the texts for accounts show them: <c>2026-11-22T10:00:00.000Z</c>.</summary>
internal static class IsoTime
{
    public static string Format(Instant time) =>
        time.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
