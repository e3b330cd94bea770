using Rings.Sovereign.Chains.Evm;
using Rings.Sovereign.Chains.Tests.Real;
using Rings.Sovereign.Swaps;
using Xunit.Abstractions;

namespace Rings.Sovereign.Chains.Tests.Evm;

/// <summary>What it costs to look at the locks of as many swaps as may be open. Figures are printed, and judged by who reads them.</summary>
public sealed class EvmIdleSpecs(ITestOutputHelper output)
{
    private const int Open = 32;
    private const int Rounds = 20;

    /// <summary>rings.swap.look-every.</summary>
    private const double LookEvery = 10;

    [AnvilFact]
    public async Task Thirty_two_locks_are_looked_at_again_and_again()
    {
        await using var anvil = await Anvil.StartAsync();
        await using var chain = await anvil.ChainAsync(Anvil.Secret(0x0a));
        var (now, me) = (await anvil.TimeAsync(), chain.PlaceOf(default));
        var locks = Enumerable.Range(1, Open).Select(number => SwapTerms.Evm(
            anvil.Contract, EvmAccount.PlaceOf(Anvil.Secret(0x0b)), me, now + (3600 * number), 1_000_000)).ToList();
        foreach (var terms in locks)
        {
            var open = new ChainAction.Open(terms, anvil.Settings(Anvil.Secret(0x0a)).MaxFee, 0);
            Assert.Equal(BroadcastOutcome.Sent, (await chain.BroadcastAsync(open, now, default)).Outcome);
        }

        await anvil.MineAsync();
        foreach (var terms in locks) await chain.LookAsync(terms, now, default);
        var begin = Environment.CpuUsage.TotalTime;
        for (var round = 0; round < Rounds; round++)
            foreach (var terms in locks)
                Assert.True((await chain.LookAsync(terms, now, default)).LockDepth > 0);
        var each = (Environment.CpuUsage.TotalTime - begin) / Rounds;

        output.WriteLine($"32 locks on one EVM chain: {each.TotalMilliseconds:0.0} ms of our computing for each look at all, "
            + $"{100 * each.TotalSeconds / LookEvery:0.00} % of a core with a look every {LookEvery} s");
    }
}
