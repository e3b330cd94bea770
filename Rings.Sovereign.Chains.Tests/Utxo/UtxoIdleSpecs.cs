using Rings.Sovereign.Chains.Tests.Real;
using Rings.Sovereign.Swaps;
using Xunit.Abstractions;

namespace Rings.Sovereign.Chains.Tests.Utxo;

/// <summary>What it costs to look at the locks of as many swaps as may be open.</summary>
public sealed class UtxoIdleSpecs(LitecoinFixture fixture, ITestOutputHelper output) : IClassFixture<LitecoinFixture>
{
    private const int Open = 32;

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

        await IdleLooks.PrintAsync(chain, locks, now, output);
    }
}
