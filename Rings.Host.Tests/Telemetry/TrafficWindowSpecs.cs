using System.Collections.Immutable;
using Rings.Host.Telemetry;
using Rings.Host.Tests.Rpc;
using Rings.Protocol;

namespace Rings.Host.Tests.Telemetry;

public sealed class TrafficWindowSpecs
{
    private readonly TrafficWindow _window = new();
    private TimeSpan _now;

    [Fact]
    public void What_passed_between_two_looks_is_told_by_the_second()
    {
        Assert.Null(Look((FakeRings.Other, 1_000)));

        var rates = Look((FakeRings.Other, 6_000))!;

        Assert.Equal((1_000.0, 2_000.0, 100.0, 200.0, 5.0), (rates.BytesIn, rates.BytesOut, rates.FramesIn, rates.FramesOut, rates.Span.TotalSeconds));
    }

    [Fact]
    public void A_link_that_is_gone_takes_nothing_back_and_one_that_begins_anew_counts_from_nothing()
    {
        Look((FakeRings.Other, 1_000), (FakeRings.Self, 1_000));
        Look((FakeRings.Self, 1_000));

        // The other's link is a new one: what it carried, it carried since.
        Assert.Equal(50.0, Look((FakeRings.Other, 500), (FakeRings.Self, 1_000))!.BytesIn);
    }

    [Fact]
    public void A_link_whose_counters_went_back_is_another_one()
    {
        Look((FakeRings.Other, 1_000));

        Assert.Equal(20.0, Look((FakeRings.Other, 100))!.BytesIn);
    }

    [Fact]
    public void Only_the_last_minute_counts()
    {
        Look((FakeRings.Other, 0));
        Look((FakeRings.Other, 600_000));
        for (var i = 1; i < TrafficWindow.Looks; i++) Look((FakeRings.Other, 600_000));

        var rates = Look((FakeRings.Other, 600_000))!;

        Assert.Equal((0.0, TimeSpan.FromMinutes(1)), (rates.BytesIn, rates.Span));
    }

    private TrafficWindow.Rates? Look(params (Did Peer, long Bytes)[] links)
    {
        _window.Add(_now, links.ToImmutableDictionary(
            link => link.Peer, link => new TrafficWindow.Counted(link.Bytes, 2 * link.Bytes, link.Bytes / 10, link.Bytes / 5)));
        _now += TimeSpan.FromSeconds(5);
        return _window.Now();
    }
}
