using Rings.Sovereign.Chains.Tests.Real;
using Rings.Sovereign.Chains.Tests.Whole;
using Xunit.Abstractions;

namespace Rings.Sovereign.Chains.Tests.Long;

/// <summary>Each side, as a process of its own, is killed as kill -9 does at each of its writes, and started again.</summary>
[Collection(SwapWorldCollection.Name)]
public sealed class KillSpecs(SwapWorld world, ITestOutputHelper output)
{
    private const int BlocksAway = 3;

    /// <summary>Both pairs of families, each write of each side, before and after it is durable.</summary>
    public static TheoryData<string, string, bool, int, bool> Kills
    {
        get
        {
            var kills = new TheoryData<string, string, bool, int, bool>();
            foreach (var isBefore in (bool[])[true, false])
                foreach (var (first, second) in ((string, string)[])[("ltc", "eth"), ("eth", "ltc")])
                {
                    for (var at = 1; at <= 6; at++) kills.Add(first, second, true, at, isBefore);
                    for (var at = 1; at <= 4; at++) kills.Add(first, second, false, at, isBefore);
                }

            return kills;
        }
    }

    [LongTheory]
    [MemberData(nameof(Kills))]
    public async Task Whoever_is_killed_at_any_write_goes_on_from_its_journal(
        string first, string second, bool isOfferer, int at, bool isBefore)
    {
        await using var run = new SwapRun(world, world.Of(first), world.Of(second));
        var (victim, other) = isOfferer ? (SwapRun.A, SwapRun.B) : (SwapRun.B, SwapRun.A);
        var setting = await run.SettingAsync(victim);
        await using var killed = await ChildParty.StartAsync(setting with { FallsAt = at, FallsBefore = isBefore });
        run.Join(victim, killed);
        run.Join(other, await Party.StartAsync(await run.SettingAsync(other)));
        await run.CountAsync();

        await run.BeginAsync();
        await run.PassUntilAsync(() => killed.HasFallen);
        await killed.KillAsync();
        for (var block = 0; block < BlocksAway; block++) await run.PassAsync();
        run.Join(victim, await ChildParty.StartAsync(setting));
        await run.EndAsync();

        await run.CompareAsync(
            $"{first} for {second}: {(isOfferer ? "A" : "B")} killed {(isBefore ? "before" : "after")} write {at}", output.WriteLine);
    }
}
