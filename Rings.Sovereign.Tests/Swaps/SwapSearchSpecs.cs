using System.Diagnostics;
using Rings.Sovereign.Swaps;
using Xunit.Abstractions;

namespace Rings.Sovereign.Tests.Swaps;

public sealed class SwapSearchSpecs(ITestOutputHelper output)
{
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("RINGS_SWAPS_FULL") is not null;

    /// <summary>The four combinations of legs; in <c>.ci/long swaps</c> with larger bounds.</summary>
    public static TheoryData<ChainKind, ChainKind> Legs => new()
    {
        { ChainKind.Evm, ChainKind.Evm }, { ChainKind.Utxo, ChainKind.Evm }, { ChainKind.Evm, ChainKind.Utxo }, { ChainKind.Utxo, ChainKind.Utxo },
    };

    [Theory]
    [MemberData(nameof(Legs))]
    public void With_the_enforced_times_neither_side_ever_loses_a_leg(ChainKind first, ChainKind second)
    {
        foreach (var honest in (SwapRole[])[SwapRole.Offerer, SwapRole.Taker])
        {
            var loss = Find(World(first, second), honest, "enforced", out var search);

            Assert.True(loss is null, string.Join('\n', loss ?? []));
            Assert.True(search.HasSucceeded);
        }
    }

    [Theory]
    [MemberData(nameof(Legs))]
    public void The_gap_of_the_table_loses_nothing_and_one_tick_less_loses_the_takers_leg(ChainKind first, ChainKind second)
    {
        var world = World(first, second);
        Assert.InRange(world.LeastGap, 1, (world with { Gap = null }).T1 - world.T2);

        var loss = Find(world with { Gap = world.LeastGap }, SwapRole.Taker, $"T1 − T2 = {world.LeastGap}", out _);
        var less = Find(world with { Gap = world.LeastGap - 1 }, SwapRole.Taker, $"T1 − T2 = {world.LeastGap - 1}", out _);

        Assert.True(loss is null, string.Join('\n', loss ?? []));
        Assert.NotNull(less);
    }

    [Theory]
    [MemberData(nameof(Legs))]
    public void Revealed_one_tick_later_the_offerer_loses(ChainKind first, ChainKind second) =>
        Assert.NotNull(Find(World(first, second) with { RevealSlack = 1 }, SwapRole.Offerer, "reveal one tick later", out _));

    [Theory]
    [MemberData(nameof(Legs))]
    public void With_one_confirmation_less_than_a_reorganisation_undoes_both_lose(ChainKind first, ChainKind second)
    {
        var world = World(first, second);

        Assert.NotNull(Find(world with { Confirmations = world.R }, SwapRole.Offerer, "one confirmation less", out _));
        Assert.NotNull(Find(world with { Confirmations = world.R }, SwapRole.Taker, "one confirmation less", out _));
    }

    [Theory]
    [MemberData(nameof(Legs))]
    public void A_taker_that_locks_in_time_is_paid_by_an_honest_offerer_and_one_tick_later_it_may_have_locked_in_vain(
        ChainKind first, ChainKind second)
    {
        // Median times are the clock's here, so nothing is left for them.
        var world = World(first, second) with { L = 0, F = 0 };
        var (timely, late) = (new SwapPairSearch(world), new SwapPairSearch(world with { LockSlack = 1 }));

        Assert.False(timely.FindsVainLock());
        Assert.True(timely.HasSucceeded);
        Assert.True(late.FindsVainLock());
        output.WriteLine($"{first} {second}, both honest: {timely.Visited:N0} states; locked one tick later: {late.Visited:N0}");
    }

    /// <summary>A tick is an hour; in <c>.ci/long swaps</c> D and P are those that nodes have by themselves.</summary>
    [Theory]
    [MemberData(nameof(Legs))]
    public void A_median_time_an_hour_behind_or_two_hours_ahead_of_the_clock_costs_neither_side_a_leg(ChainKind first, ChainKind second)
    {
        var world = new SwapWorld(first, second, D: IsFull ? 2 : 1, P: IsFull ? 12 : 1, R: 1, L: 1, F: 2);

        foreach (var honest in (SwapRole[])[SwapRole.Offerer, SwapRole.Taker])
        {
            var loss = Find(world, honest, "median time −1 h to +2 h", out var search);

            Assert.True(loss is null, string.Join('\n', loss ?? []));
            Assert.True(search.HasSucceeded);
        }
    }

    private static SwapWorld World(ChainKind first, ChainKind second) =>
        IsFull ? new(first, second, D: 2, P: 3, R: 2, L: 2, F: 2) : new(first, second, D: 1, P: 1, R: 1, L: 1, F: 1);

    private IReadOnlyList<string>? Find(SwapWorld world, SwapRole honest, string what, out SwapSearch search)
    {
        search = new SwapSearch(world, honest);
        var clock = Stopwatch.StartNew();
        var loss = search.FindLoss();
        output.WriteLine(
            $"{world.First} {world.Second}, honest {honest}, {what}: {search.Visited:N0} states in {clock.Elapsed.TotalSeconds:F1} s, {(loss is null ? "no loss" : "loss")}");
        return loss;
    }
}
