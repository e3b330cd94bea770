using Rings.Protocol.Ring;
using static Rings.Protocol.Tests.Ring.RingProperties;

namespace Rings.Protocol.Tests.Ring;

/// <summary>How one node finds its fingers and further long links by look-ups, and whom it takes instead.</summary>
public sealed class RingFingerSpecs
{
    /// <summary>Whoever answers is believed at once.</summary>
    private static readonly RingSettings OfFingers = new() { DoubtfulGaps = 1e9, LongLinkShare = 0 };

    /// <summary>A list that is never long enough for fingers.</summary>
    private static readonly RingSettings OfLongLinks = new() { DoubtfulGaps = 1e9, Successors = 5 };

    [Fact]
    public void A_finger_whose_link_is_gone_is_looked_up_again()
    {
        var node = Among(OfFingers);
        UntilLookUp(node);
        node.Found(At(510));
        node.Found(At(600));
        node.Found(At(400));
        node.Ring.LinkUp(At(600), RingPhase.Member, LinkSource.Ring, node.Now);
        node.Forget();

        node.Ring.LinkDown(At(600), node.Now);
        Assert.Empty(node.Ring.Fingers);
        UntilLookUp(node);

        Assert.Equal([Finger(153)], node.LookedUp); // The whole table, from its beginning.
    }

    [Fact]
    public void With_a_list_that_is_too_short_and_without_fingers_by_the_settings_none_is_looked_up()
    {
        RingSettings[] all = [OfFingers with { FingersPerRound = 0 }, OfFingers with { Successors = 5 }];
        foreach (var settings in all)
        {
            var node = Among(settings);

            node.Live(TimeSpan.FromMinutes(1), BehindHead);

            Assert.Empty(node.LookedUp);
        }
    }

    [Fact]
    public void Long_links_are_opened_three_a_round_into_the_widest_gap()
    {
        var node = Among(OfLongLinks);
        UntilLookUp(node);

        node.Found(At(0));
        node.Found(At(100));
        node.Found(At(900));

        Assert.Equal([At(0), At(100), At(900)], node.Dialled.Select(dial => dial.Peer));
        Assert.Equal(3, node.LookedUp.Count);
        Assert.All(node.LookedUp, key => Assert.True(key.IsBetween(At(850), At(152)), $"{key}"));
        node.Forget();
        UntilLookUp(node);
        Assert.Single(node.LookedUp);
    }

    [Fact]
    public void Where_a_link_is_already_none_is_looked_for_for_two_and_a_half_minutes()
    {
        foreach (var owner in (Did[])[At(499), At(500)])
        {
            var node = Among(OfLongLinks);
            UntilLookUp(node);
            node.Found(owner);
            node.Forget();

            node.Live(TimeSpan.FromSeconds(149), BehindHead);
            Assert.Empty(node.LookedUp);
            Assert.Empty(node.Dialled);
            node.Live(TimeSpan.FromSeconds(175), BehindHead);

            Assert.NotEmpty(node.LookedUp);
        }
    }

    private static Did[] BehindHead => [At(502), At(503), At(504)];

    private static Did Finger(int exponent) => At(500).Finger(exponent);

    /// <summary>A node at 500 with four neighbours on each side, close by.</summary>
    private static RingRecorder Among(RingSettings settings) => RingRecorder.Member(
        At(500), [At(499), At(498), At(497), At(496)], [At(501), At(502), At(503), At(504)], settings: settings);

    private static void UntilLookUp(RingRecorder node)
    {
        for (var step = 0; step < 600 && node.LookedUp.Count == 0; step++) node.Live(TimeSpan.FromMilliseconds(100), BehindHead);
        Assert.NotEmpty(node.LookedUp);
    }
}
