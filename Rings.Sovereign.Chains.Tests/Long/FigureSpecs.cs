using System.Diagnostics;
using Rings.Protocol;
using Rings.Sovereign.Chains.Tests.Real;
using Rings.Sovereign.Chains.Tests.Whole;
using Rings.Sovereign.Swaps;
using Xunit.Abstractions;
using static Rings.Sovereign.Actors.Public.RingsSwapsProtocol;

namespace Rings.Sovereign.Chains.Tests.Long;

/// <summary>What a swap takes: figures that are printed, for docs/swap-chains.md.</summary>
[Collection(SwapWorldCollection.Name)]
public sealed class FigureSpecs(SwapWorld world, ITestOutputHelper output)
{
    /// <summary>The second of two, so that nothing is compiled or opened for the first time.</summary>
    [LongFact]
    public async Task One_swap_with_blocks_at_once()
    {
        for (var number = 0; number < 2; number++)
        {
            await using var run = new SwapRun(world, world.Ltc, world.Eth);
            await run.StartAsync();
            var (clock, work) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
            await run.BeginAsync();
            await run.EndAsync();
            var spent = Process.GetCurrentProcess().TotalProcessorTime - work;
            output.WriteLine(
                $"swap {number + 1}: {clock.ElapsedMilliseconds} ms in all, {spent.TotalMilliseconds:0} ms of both sides' process");
            Assert.True(await run.CompareAsync("ltc for eth, for the figures", output.WriteLine));
        }
    }

    /// <summary>A side with 32 locks that wait, which looks at its chains every 10 s as nodes do by default.</summary>
    [LongFact]
    public async Task Thirty_two_open_swaps_that_wait()
    {
        await using var run = new SwapRun(world, world.Ltc, world.Eth);
        var setting = await run.SettingAsync(SwapRun.A);
        await using var a = await Party.StartAsync(setting with { LookEvery = TimeSpan.FromSeconds(10) });
        run.Join(SwapRun.A, a);
        var others = new List<Party>();
        for (var peer = 0; peer < SwapLimits.Open / SwapLimits.OpenPerPeer; peer++)
        {
            var who = Did.Zero.Finger(30 + peer);
            others.Add(await Party.StartAsync(await run.SettingAsync(who)));
            run.Join(who, others[^1]);
            for (var number = 0; number < SwapLimits.OpenPerPeer; number++) await BeginAsync(a, others[^1], who);
        }

        foreach (var other in others) other.Fall();
        await run.MineAsync();
        await UntilAsync(async () => (await a.ViewAsync()).Book.Open.Count(swap =>
            swap is { Stage: SwapStage.Leg1Sent, FirstFact.LockDepth: 1 }) == SwapLimits.Open);
        var (clock, work) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
        await Task.Delay(TimeSpan.FromSeconds(30));
        var spent = Process.GetCurrentProcess().TotalProcessorTime - work;
        foreach (var other in others) await other.DisposeAsync();

        output.WriteLine($"{SwapLimits.Open} open swaps: {100 * spent.TotalSeconds / clock.Elapsed.TotalSeconds:0.00} % of a core");
        Assert.Equal(SwapLimits.Open, (await a.ViewAsync()).Book.Open.Count());
    }

    private static async Task BeginAsync(Party a, Party other, Did who)
    {
        var reply = await a.RunAsync(new OfferSwap(new(
            who, a.First.Identity.Name, Amount.Of(1_000_000), a.Second.Identity.Name, Amount.Of(System.Numerics.BigInteger.Pow(10, 17)), 60)));
        Assert.True(reply.Refusal is null, $"{reply.Refusal}");
        await UntilAsync(async () => await other.StageAsync(reply.Id!.Value) is not null);
        await other.AcceptAsync(reply.Id!.Value);
        await UntilAsync(async () => await a.StageAsync(reply.Id!.Value) == SwapStage.Leg1Sent);
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await isSo()) await Task.Delay(5, patience.Token);
    }
}
