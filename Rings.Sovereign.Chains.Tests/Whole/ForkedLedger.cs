using System.Numerics;
using Rings.Protocol;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Tests.Whole;

/// <summary>One chain by two nodes that do not hear each other, and are as high: A is at the one, B asks both.</summary>
internal sealed class ForkedLedger(LitecoinLedger one, LitecoinLedger other) : Ledger
{
    public override ChainName Name => one.Name;

    public override BigInteger Amount => one.Amount;

    public override BigInteger MostFees => one.MostFees;

    public override async Task<string> OpeningAsync(Did who) => who == SwapRun.A
        ? await one.OpeningAsync(who)
        : $"{await one.OpeningAsync(who)}+{await other.OpeningAsync(who)}";

    public override async Task MineAsync(long now)
    {
        await one.MineAsync(now);
        await other.MineAsync(now);
        while (await other.HeightAsync() < await one.HeightAsync()) await other.MineAsync(now);
        while (await one.HeightAsync() < await other.HeightAsync()) await one.MineAsync(now);
    }

    public override Task<long> HeightAsync() => one.HeightAsync();

    public override Task<long> TimeAsync() => one.TimeAsync();

    public override Task<BigInteger> BalanceAsync(Did who) => one.BalanceAsync(who);
}
