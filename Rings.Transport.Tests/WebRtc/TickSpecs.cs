using Rings.Transport.WebRtc;

namespace Rings.Transport.Tests.WebRtc;

/// <summary>When idle connections are woken.</summary>
public sealed class TickSpecs
{
    private sealed class SetClock : TimeProvider
    {
        public TimeSpan Time { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Time.Ticks;
    }

    [Fact]
    public async Task What_may_wait_is_due_at_one_time_in_all_factories()
    {
        var clock = new SetClock { Time = TimeSpan.FromMilliseconds(1_234_567) };
        await using var first = new WebRtcPeerConnectionFactory(clock: clock);
        clock.Time += TimeSpan.FromMilliseconds(25);
        await using var second = new WebRtcPeerConnectionFactory(clock: clock);

        Assert.Equal(TimeSpan.FromMilliseconds(5033), first.NextTick(TimeSpan.FromMilliseconds(5000)));
        Assert.Equal(TimeSpan.FromMilliseconds(5008), second.NextTick(TimeSpan.FromMilliseconds(5000)));
        Assert.Equal(TimeSpan.FromMilliseconds(5008), second.NextTick(TimeSpan.FromMilliseconds(5008)));
    }
}
