using Rings.Protocol;
using Rings.Sovereign.Chains.Tests.Real;
using Rings.Sovereign.Swaps;
using Xunit.Abstractions;

namespace Rings.Sovereign.Chains.Tests.Whole;

/// <summary>Whole swaps of two actors with journals on disk, on Litecoin Core and anvil.</summary>
[Collection(SwapWorldCollection.Name)]
public sealed class WholeSwapSpecs(SwapWorld world, ITestOutputHelper output)
{
    private static readonly Did A = SwapRun.A;
    private static readonly Did B = SwapRun.B;

    [ChainsTheory]
    [InlineData("ltc", "eth")]
    [InlineData("eth", "ltc")]
    [InlineData("ltc", "ltc#b")]
    public async Task Two_that_keep_to_it_have_what_they_wanted(string first, string second)
    {
        await using var run = new SwapRun(world, world.Of(first), world.Of(second));
        await run.StartAsync();

        await run.BeginAsync();
        await run.EndAsync();

        Assert.Equal((SwapStage.Done, SwapStage.Done), (await run.StageAsync(A), await run.StageAsync(B)));
        Assert.True(await run.CompareAsync($"{first} for {second}", output.WriteLine));
    }

    /// <summary>Who offers is away for ever once its lock is sent, and who accepts once its own is.</summary>
    [ChainsTheory]
    [InlineData(true, 3)]
    [InlineData(false, 2)]
    public async Task Whoever_stays_away_after_its_lock_costs_the_other_nothing(bool isOfferer, int at)
    {
        await using var run = new SwapRun(world, world.Ltc, world.Eth);
        var (silent, other) = isOfferer ? (A, B) : (B, A);
        await run.StartAsync((who, setting) => who == silent ? setting with { FallsAt = at } : setting);

        await run.BeginAsync();
        await run.PassUntilAsync(() => run[silent].HasFallen);
        await run.EndAsync(SwapRun.BlockSeconds, other);

        Assert.False(await run.CompareAsync($"{(isOfferer ? "A" : "B")} away for ever after write {at}", output.WriteLine, other));
    }
}
