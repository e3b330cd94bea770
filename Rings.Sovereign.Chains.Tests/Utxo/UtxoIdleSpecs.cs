using Rings.Sovereign.Chains.Tests.Real;
using Rings.Sovereign.Swaps;
using Xunit.Abstractions;

namespace Rings.Sovereign.Chains.Tests.Utxo;

/// <summary>What it costs to look at the locks of as many swaps as may be open. Figures are printed, and judged by who reads them.</summary>
public sealed class UtxoIdleSpecs(LitecoinFixture fixture, ITestOutputHelper output) : IClassFixture<LitecoinFixture>
{
    private const int Open = 32;
    private const int Rounds = 20;

    /// <summary>rings.swap.look-every.</summary>
    private const double LookEvery = 10;

    [LitecoinFact]
    public async Task Thirty_two_locks_are_looked_at_again_and_again()
    {
        await using var chain = await fixture.Node.ChainAsync(fixture.Wallet);
        var now = await fixture.Node.MedianAsync();
        var locks = Enumerable.Range(1, Open).Select(number => SwapTerms.Utxo(now + (3600 * (number + 4)), 1_000_000)).ToList();
        foreach (var terms in locks)
        {
            Assert.Equal(BroadcastOutcome.Sent, (await chain.BroadcastAsync(new ChainAction.Open(terms, Amount.Of(100_000), 0), now, default)).Outcome);
            // Of what waits for a block a wallet spends no more than some in a row.
            await fixture.Node.MineAsync(1);
        }

        foreach (var terms in locks) await chain.LookAsync(terms, now, default);
        var begin = Environment.CpuUsage.TotalTime;
        for (var round = 0; round < Rounds; round++)
            foreach (var terms in locks)
                Assert.True((await chain.LookAsync(terms, now, default)).LockDepth > 0);
        var each = (Environment.CpuUsage.TotalTime - begin) / Rounds;

        output.WriteLine($"32 locks on one UTXO chain: {each.TotalMilliseconds:0.0} ms of our computing for each look at all, "
            + $"{100 * each.TotalSeconds / LookEvery:0.00} % of a core with a look every {LookEvery} s");
    }
}
