using System.Globalization;
using Rings.Actors.Context;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;
using Rings.Sovereign.Tests.Swaps;

namespace Rings.Benchmarks.Sovereign;

/// <summary>
/// What this project's own classes compute for one whole swap, each side apart: messages, decisions, keys, journal, the transactions
/// that a side makes and the preimage that it reads. The chains are in memory and cost nothing; processor time of the process.
/// </summary>
internal static class SwapCosts
{
    /// <summary>How far apart blocks are, seconds.</summary>
    private const long Block = 20;

    private const int Warmup = 20;
    private const int MostBlocks = 60;

    private static readonly SwapTimes Times = new(60, 120, 30, 30, 30);
    private static readonly ChainPolicy Policy = new(2, 3, Block, 0, Amount.Of(20_000));

    /// <param name="count">How many swaps of each pair of chains are measured.</param>
    public static int Run(string count)
    {
        var rounds = int.Parse(count, CultureInfo.InvariantCulture);
        Measure(ChainKind.Utxo, ChainKind.Evm, rounds);
        Measure(ChainKind.Evm, ChainKind.Utxo, rounds);
        Measure(ChainKind.Utxo, ChainKind.Utxo, rounds);
        return 0;
    }

    private static void Measure(ChainKind first, ChainKind second, int rounds)
    {
        var (offerer, taker) = (new List<double>(), new List<double>());
        var writes = 0;
        for (var round = -Warmup; round < rounds; round++)
        {
            using var a = new SwapCostSide(SwapFixture.Alice, SwapFixture.AliceKey, PolicyOf(first, second));
            using var b = new SwapCostSide(SwapFixture.Bob, SwapFixture.BobKey, PolicyOf(first, second));
            Swap(a, b, first, second);
            if (round == -Warmup) Print($"{first} for {second}, the first of the process", [a.Spent], [b.Spent]);
            writes = a.Writes + b.Writes;
            if (round < 0) continue;
            offerer.Add(a.Spent);
            taker.Add(b.Spent);
        }

        Print($"{first} for {second}, {rounds} swaps, {writes} synced writes each", offerer, taker);
    }

    private static void Print(string what, List<double> offerer, List<double> taker)
    {
        var both = offerer.Zip(taker, (a, b) => a + b).Order().ToList();
        offerer.Sort();
        taker.Sort();
        var middle = both.Count / 2;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-46} offerer {offerer[middle],6:F2} ms, taker {taker[middle],6:F2} ms, both {both[middle],6:F2} ms (least {both[0]:F2}, most {both[^1]:F2})"));
    }

    /// <summary>One swap from the offer until both are done; a block comes when nobody has anything left to do.</summary>
    private static void Swap(SwapCostSide a, SwapCostSide b, ChainKind first, ChainKind second)
    {
        var time = new SetTime();
        FakeLedger[] ledgers = [new(SwapFixture.ChainOf(first, LegSide.First), time), new(SwapFixture.ChainOf(second, LegSide.Second), time)];
        (a.Ledgers, b.Ledgers, a.Time, b.Time) = (ledgers, ledgers, time, time);
        var id = SecretId.Draw(SystemRandom.Instance.Fill);
        a.Offer(id, b.Self);
        Carry(a, b);
        b.Accept(id);
        for (var block = 0; block < MostBlocks; block++)
        {
            Carry(a, b);
            if (a.Stage(id) == SwapStage.Done && b.Stage(id) == SwapStage.Done) return;
            time.Now += Block;
            foreach (var ledger in ledgers) ledger.Mine();
            a.Look(id);
            b.Look(id);
        }

        throw new InvalidOperationException($"A swap did not end: {a.Stage(id)} and {b.Stage(id)}.");
    }

    private static void Carry(SwapCostSide a, SwapCostSide b)
    {
        while (a.Outbox.Count + b.Outbox.Count > 0)
        {
            if (a.Outbox.TryDequeue(out var said)) b.Hear(a.Self, said);
            if (b.Outbox.TryDequeue(out said)) a.Hear(b.Self, said);
        }
    }

    private static SwapPolicy PolicyOf(ChainKind first, ChainKind second) => SwapFixture.Policy(Times, Policy, first, second);

    /// <summary>A clock that stands until it is set.</summary>
    internal sealed class SetTime : TimeProvider
    {
        /// <summary>Unix seconds.</summary>
        public long Now { get; set; } = 1_800_000_000;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(Now);
    }
}
