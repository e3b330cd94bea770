using CsCheck;
using Rings.Protocol.Services;

namespace Rings.Protocol.Tests.Services;

public sealed class ProviderChoiceSpecs
{
    private static readonly Instant Start = Instant.FromUnixMilliseconds(1_000_000);
    private static readonly Did One = Did.Zero.Finger(1);
    private static readonly Did Two = Did.Zero.Finger(2);
    private static readonly Did Three = Did.Zero.Finger(3);

    private readonly ProviderChoice _choice = new();

    [Fact]
    public void The_less_loaded_of_two_goes_first()
    {
        var order = _choice.Order([Seen(One, load: 90), Seen(Two, load: 10)], Start, Alternating());

        Assert.Equal([Two, One], order.Select(provider => provider.Did));
    }

    [Fact]
    public void A_ready_link_goes_before_less_load()
    {
        var order = _choice.Order([Seen(One, load: 10), Seen(Two, load: 90, rtt: 5)], Start, Alternating());

        Assert.Equal([Two, One], order.Select(provider => provider.Did));
    }

    [Fact]
    public void Far_away_weighs_as_load_does()
    {
        var order = _choice.Order([Seen(One, load: 10, rtt: 300), Seen(Two, load: 20, rtt: 20)], Start, Alternating());

        Assert.Equal([Two, One], order.Select(provider => provider.Did));
    }

    [Fact]
    public void The_one_that_was_used_is_kept_until_it_fails()
    {
        _choice.Succeeded(One);
        Assert.Equal(One, First([Seen(One, load: 99), Seen(Two)]));

        _choice.Failed(One, Start);
        Assert.Equal(Two, First([Seen(One), Seen(Two)]));
        Assert.Null(_choice.Kept);
    }

    [Fact]
    public void A_failure_weighs_for_a_minute()
    {
        _choice.Failed(One, Start);

        Assert.Equal(Two, First([Seen(One), Seen(Two, load: 40)]));
        Assert.Equal(One, First([Seen(One), Seen(Two, load: 40)], Start + ProviderChoice.FailureMemory));
    }

    [Fact]
    public void Three_failures_in_a_row_rest_a_provider_and_a_success_between_them_does_not()
    {
        for (var time = 0; time < 3; time++) _choice.Failed(One, Start);
        Assert.Equal([Two], Order([Seen(One), Seen(Two)], Start));
        Assert.Equal(2, Order([Seen(One), Seen(Two)], Start + ProviderChoice.Rest).Count());

        _choice.Failed(Two, Start);
        _choice.Failed(Two, Start);
        _choice.Succeeded(Two);
        _choice.Failed(Two, Start);
        Assert.Contains(Two, Order([Seen(One), Seen(Two)], Start));
    }

    [Fact]
    public void Where_all_rest_all_are_tried()
    {
        for (var time = 0; time < 3; time++) _choice.Failed(One, Start);

        Assert.Equal([One], Order([Seen(One)], Start));
    }

    [Fact]
    public void Who_is_no_provider_any_more_is_forgotten()
    {
        _choice.Succeeded(One);
        for (var time = 0; time < 3; time++) _choice.Failed(Two, Start);

        _choice.Keep([Three]);

        Assert.Null(_choice.Kept);
        Assert.Equal(2, Order([Seen(Two), Seen(One)], Start).Count());
    }

    [Fact]
    public void Each_provider_stands_in_the_order_once() =>
        (from loads in Gen.Int[0, 100].Array[0, 20] from seed in Gen.Int select (loads, seed)).Sample(given =>
        {
            var random = new Random(given.seed);
            var providers = given.loads.Select((load, index) => Seen(Did.Zero.Finger(index), load)).ToList();

            var order = _choice.Order(providers, Start, random.Next);

            Assert.Equal(providers.Select(provider => provider.Did).Order(ByText), order.Select(provider => provider.Did).Order(ByText));
        });

    [Fact]
    public void Callers_who_choose_spread_over_equal_providers()
    {
        var random = new Random(7);
        var providers = Enumerable.Range(0, 4).Select(index => Seen(Did.Zero.Finger(index))).ToList();

        var firsts = Enumerable.Range(0, 4000).Select(_ => new ProviderChoice().Order(providers, Start, random.Next)[0].Did)
            .CountBy(did => did).Select(count => count.Value).ToList();

        Assert.Equal(4, firsts.Count);
        Assert.All(firsts, count => Assert.InRange(count, 800, 1200));
    }

    private static readonly IComparer<Did> ByText =
        Comparer<Did>.Create((one, other) => string.CompareOrdinal(one.ToString(), other.ToString()));

    private static ProviderSeen Seen(Did did, int load = 0, int? rtt = null) => new(
        did, new Presence(load, 1, Start), rtt is { } ms ? TimeSpan.FromMilliseconds(ms) : null);

    private static Func<int, int> Alternating()
    {
        var last = 0;
        return below => last++ % below;
    }

    private IEnumerable<Did> Order(IReadOnlyList<ProviderSeen> providers, Instant now) =>
        _choice.Order(providers, now, Alternating()).Select(provider => provider.Did);

    private Did First(IReadOnlyList<ProviderSeen> providers, Instant? now = null) => Order(providers, now ?? Start).First();
}
