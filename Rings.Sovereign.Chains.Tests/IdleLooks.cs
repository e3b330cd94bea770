using Rings.Sovereign.Swaps;
using Xunit.Abstractions;

namespace Rings.Sovereign.Chains.Tests;

/// <summary>What it costs to look at the locks of as many swaps as may be open. Figures are printed, and judged by who reads them.</summary>
internal static class IdleLooks
{
    private const int Rounds = 20;

    /// <summary>rings.swap.look-every.</summary>
    private const double LookEvery = 10;

    /// <summary>Looks at locks that are in blocks again and again, and prints what our own process computes for it.</summary>
    public static async Task PrintAsync(IChain chain, IReadOnlyList<LockTerms> locks, long since, ITestOutputHelper output)
    {
        foreach (var terms in locks) await chain.LookAsync(terms, since, default);
        var begin = Environment.CpuUsage.TotalTime;
        for (var round = 0; round < Rounds; round++)
            foreach (var terms in locks)
                Assert.True((await chain.LookAsync(terms, since, default)).LockDepth > 0);
        var each = (Environment.CpuUsage.TotalTime - begin) / Rounds;

        output.WriteLine($"{locks.Count} locks on {chain.Identity.Name}: {each.TotalMilliseconds:0.0} ms of our computing for each look "
            + $"at all, {100 * each.TotalSeconds / LookEvery:0.00} % of a core with a look every {LookEvery} s");
    }
}
