using Rings.Sovereign.Chains.Evm;
using Rings.Sovereign.Chains.Tests.Real;
using Rings.Sovereign.Swaps;
using Xunit.Abstractions;

namespace Rings.Sovereign.Chains.Tests.Evm;

/// <summary>What it costs to look at the locks of as many swaps as may be open.</summary>
public sealed class EvmIdleSpecs(ITestOutputHelper output)
{
    private const int Open = 32;

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
        await IdleLooks.PrintAsync(chain, locks, now, output);
    }
}
