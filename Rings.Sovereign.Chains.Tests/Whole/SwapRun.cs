using System.Numerics;
using Rings.Protocol;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Tests.Whole;

/// <summary>One swap of two sides on real chains: A offers, B accepts; blocks come when the run says so.</summary>
internal sealed class SwapRun(SwapWorld world, Ledger first, Ledger second) : IAsyncDisposable
{
    /// <summary>How far apart blocks are, seconds.</summary>
    public const int BlockSeconds = 20;

    private const int MostBlocks = 120;

    /// <summary>So many later the median time of a chain that no test used for long is near the clock again.</summary>
    private const int MedianBlocks = 6;

    private readonly string _folder = Directory.CreateTempSubdirectory("rings-swap-").FullName;
    private readonly Dictionary<Did, IParty> _parties = [];
    private readonly Dictionary<(Did, Ledger), BigInteger> _before = [];

    public static Did A { get; } = Did.Zero.Finger(20);

    public static Did B { get; } = Did.Zero.Finger(21);

    /// <summary>The clock of all.</summary>
    public WorldTime Time => world.Time;

    public Ledger First => first;

    public Ledger Second => second;

    /// <summary>The swap; null: it was never offered.</summary>
    public SecretId? Id { get; private set; }

    /// <summary>A side in this process.</summary>
    public Party this[Did who] => (Party)_parties[who];

    /// <summary>What a side is started with.</summary>
    public async Task<PartySetting> SettingAsync(Did who) => new(
        who, Path.Combine(_folder, $"{who}"), Time, await first.OpeningAsync(who), await second.OpeningAsync(who),
        (to, payload) => Carry(who, to, payload));

    /// <summary>A side takes part from now on; who took part as it before does not.</summary>
    public void Join(Did who, IParty party)
    {
        _parties[who] = party;
        party.SetClock(Time.Now);
    }

    /// <summary>Both sides in this process; each may be changed.</summary>
    public async Task StartAsync(Func<Did, PartySetting, PartySetting>? change = null)
    {
        foreach (var who in (Did[])[A, B])
        {
            var setting = await SettingAsync(who);
            Join(who, await Party.StartAsync(change?.Invoke(who, setting) ?? setting));
        }

        await CountAsync();
    }

    /// <summary>Notes what each has before the swap.</summary>
    public async Task CountAsync()
    {
        for (var block = 0; block < MedianBlocks; block++) await MineAsync(1);
        await PassAsync();
        foreach (var who in (Did[])[A, B])
            foreach (var ledger in (Ledger[])[first, second])
                _before[(who, ledger)] = await ledger.BalanceAsync(who);
    }

    /// <summary>A swap of two sides in this process that has begun.</summary>
    public static async Task<SwapRun> BegunAsync(SwapWorld world, Ledger first, Ledger second)
    {
        var run = new SwapRun(world, first, second);
        try
        {
            await run.StartAsync();
            await run.BeginAsync();
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>A offers and B accepts, as far as they come.</summary>
    public async Task BeginAsync()
    {
        Id = await _parties[A].OfferAsync(new(
            B, first.Name, Amount.Of(first.Amount), second.Name, Amount.Of(second.Amount), ValidSeconds: 60));
        if (Id is not { } id) return;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await _parties[B].StageAsync(id) is null)
        {
            if (_parties[A].HasFallen || _parties[B].HasFallen) return;
            await Task.Delay(3, patience.Token);
        }

        await _parties[B].AcceptAsync(id);
        while (await _parties[A].StageAsync(id) == SwapStage.Proposed)
        {
            if (_parties[A].HasFallen || _parties[B].HasFallen) return;
            await Task.Delay(3, patience.Token);
        }
    }

    /// <summary>A block on each chain, and what the sides make of it.</summary>
    public async Task PassAsync(int seconds = BlockSeconds)
    {
        await MineAsync(seconds);
        await SettleAsync();
    }

    /// <summary>A block on each chain.</summary>
    public async Task MineAsync(int seconds = BlockSeconds)
    {
        Time.Now += seconds;
        foreach (var party in _parties.Values) party.SetClock(Time.Now);
        await first.MineAsync(Time.Now);
        await second.MineAsync(Time.Now);
    }

    /// <summary>Waits until both sides have done what follows from the chains as they are.</summary>
    public async Task SettleAsync()
    {
        var (one, two) = (await first.HeightAsync(), await second.HeightAsync());
        foreach (var party in _parties.Values) await party.SettleAsync(one, two);
    }

    /// <summary>Blocks until something is so.</summary>
    public Task PassUntilAsync(Func<bool> isSo) => PassUntilAsync(() => Task.FromResult(isSo()));

    /// <summary>Blocks until something is so.</summary>
    public async Task PassUntilAsync(Func<Task<bool>> isSo, int seconds = BlockSeconds)
    {
        for (var block = 0; block < MostBlocks; block++)
        {
            if (await isSo()) return;
            await PassAsync(seconds);
        }

        Assert.Fail($"after {MostBlocks} blocks: {await StageAsync(A)} and {await StageAsync(B)}");
    }

    /// <summary>The swap as a side in this process has it; null: it does not know it.</summary>
    public Task<SwapSide?> SwapAsync(Did who) => this[who].SwapAsync(Id!.Value);

    /// <summary>How far one side is.</summary>
    public async Task<SwapStage?> StageAsync(Did who) =>
        Id is { } id && !_parties[who].HasFallen ? await _parties[who].StageAsync(id) : null;

    /// <summary>Whether it is over for a side, or was never begun.</summary>
    public async Task<bool> HasEndedAsync(Did who) =>
        !_parties[who].HasFallen && await StageAsync(who) is null or >= SwapStage.Done;

    /// <summary>Blocks until it is over for these.</summary>
    public Task EndAsync(int seconds = BlockSeconds, params Did[] of) => PassUntilAsync(
        async () =>
        {
            foreach (var who in of.Length > 0 ? of : [A, B])
                if (!await HasEndedAsync(who)) return false;
            return true;
        }, seconds);

    /// <summary>
    /// Compares what each has with the agreement and prints it: both legs went over or none did, and fees are all that is missing.
    /// </summary>
    /// <returns>Whether they went over.</returns>
    public async Task<bool> CompareAsync(string name, Action<string> print, params Did[] of)
    {
        await MineAsync();
        var stages = $"{await StageAsync(A)}/{await StageAsync(B)}";
        var whom = of.Length > 0 ? of : [A, B];
        bool? went = null;
        var cells = new List<string>();
        foreach (var who in whom)
        {
            var gives = who == A ? first : second;
            var gets = who == A ? second : first;
            var (gave, got) = (await ChangeAsync(who, gives), await ChangeAsync(who, gets));
            var swapped = got > gets.Amount / 2;
            went ??= swapped;
            Assert.Equal(went, swapped);
            var fees = (-gave - (swapped ? gives.Amount : 0), (swapped ? gets.Amount : 0) - got);
            Assert.InRange(fees.Item1, 0, gives.MostFees);
            Assert.InRange(fees.Item2, 0, gets.MostFees);
            cells.Add($"{(who == A ? "A" : "B")} fees {fees.Item1} of {Asset(gives)}, {fees.Item2} of {Asset(gets)}");
        }

        var row = $"{name,-70} {stages,-22} {(went == true ? "swapped" : "nothing"),-8} {string.Join("; ", cells)}";
        print(row);
        return went == true;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var party in _parties.Values) await party.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Asset(Ledger ledger) => ledger is AnvilLedger ? "wei" : "litoshi";

    private async Task<BigInteger> ChangeAsync(Did who, Ledger ledger) =>
        await ledger.BalanceAsync(who) - _before[(who, ledger)];

    private bool Carry(Did from, Did to, byte[] payload)
    {
        if (!_parties.TryGetValue(to, out var party) || party.HasFallen) return false;
        party.Hear(from, payload);
        return true;
    }
}
