using Rings.Protocol;
using Rings.Sovereign.Chains.Tests.Real;
using Rings.Sovereign.Chains.Tests.Whole;
using Rings.Sovereign.Swaps;
using Xunit.Abstractions;

namespace Rings.Sovereign.Chains.Tests.Long;

/// <summary>Each side falls silent after each of its writes: for as long as may be, or for ever.</summary>
[Collection(SwapWorldCollection.Name)]
public sealed class SilentSpecs(SwapWorld world, ITestOutputHelper output)
{
    /// <summary>Both pairs of families; the writes of who offers, and of who accepts.</summary>
    public static TheoryData<string, string, bool, int> Writes
    {
        get
        {
            var writes = new TheoryData<string, string, bool, int>();
            foreach (var (first, second) in ((string, string)[])[("ltc", "eth"), ("eth", "ltc")])
            {
                for (var at = 1; at <= 5; at++) writes.Add(first, second, true, at);
                for (var at = 1; at <= 4; at++) writes.Add(first, second, false, at);
            }

            return writes;
        }
    }

    /// <summary>What is away neither says nor broadcasts anything, and sees nothing.</summary>
    [LongTheory]
    [MemberData(nameof(Writes))]
    public async Task Whoever_is_away_no_longer_than_allowed_loses_nothing_and_costs_the_other_nothing(
        string first, string second, bool isOfferer, int at)
    {
        await using var run = new SwapRun(world, world.Of(first), world.Of(second));
        var silent = isOfferer ? SwapRun.A : SwapRun.B;
        await StartAsync(run, silent, at);

        for (var away = SwapRun.BlockSeconds; away <= PartySetting.Times.Absence; away += SwapRun.BlockSeconds) await run.PassAsync();
        run[silent].Rise();
        await run.EndAsync();

        await run.CompareAsync($"{first} for {second}: {(isOfferer ? "A" : "B")} away for P after write {at}", output.WriteLine);
    }

    [LongTheory]
    [MemberData(nameof(Writes))]
    public async Task Whoever_is_away_for_ever_costs_the_other_nothing(string first, string second, bool isOfferer, int at)
    {
        await using var run = new SwapRun(world, world.Of(first), world.Of(second));
        var (silent, other) = isOfferer ? (SwapRun.A, SwapRun.B) : (SwapRun.B, SwapRun.A);
        await StartAsync(run, silent, at);

        await run.EndAsync(2 * SwapRun.BlockSeconds, other);

        Assert.NotEqual(SwapStage.Lost, await run.StageAsync(other));
        await run.CompareAsync(
            $"{first} for {second}: {(isOfferer ? "A" : "B")} away for ever after write {at}", output.WriteLine, other);
    }

    private static async Task StartAsync(SwapRun run, Did silent, int at)
    {
        await run.StartAsync((who, setting) => who == silent ? setting with { FallsAt = at } : setting);
        await run.BeginAsync();
        await run.PassUntilAsync(() => run[silent].HasFallen);
    }
}
