using Microsoft.Extensions.Time.Testing;
using Rings.Host.Cli;

namespace Rings.Host.Tests.Cli;

public sealed class TimesSpecs
{
    private static readonly FakeTimeProvider Clock = At(new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("2026-11-28T10:30:05Z", "12:30:05")]
    [InlineData("2026-11-27T22:30:05Z", "00:30:05")]
    [InlineData("2026-11-27T10:30:05Z", "Nov 27, 12:30")]
    [InlineData("2025-11-27T10:30:05Z", "2025-11-27 12:30")]
    public void A_time_is_local_and_short(string time, string shown) =>
        Assert.Equal(shown, Times.Short(DateTimeOffset.Parse(time, null), Clock));

    [Theory]
    [InlineData(5, "5 s")]
    [InlineData(65, "1 min 5 s")]
    [InlineData(3 * 3600, "3 h 0 min")]
    [InlineData(50 * 3600, "2 d 2 h")]
    public void A_span_is_told_by_its_two_largest_units(int seconds, string shown) =>
        Assert.Equal(shown, Times.Long(TimeSpan.FromSeconds(seconds)));

    private static FakeTimeProvider At(DateTimeOffset now)
    {
        var clock = new FakeTimeProvider(now);
        clock.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("here", TimeSpan.FromHours(2), "here", "here"));
        return clock;
    }
}
