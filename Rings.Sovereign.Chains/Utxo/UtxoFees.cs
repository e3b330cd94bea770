using System.Text.Json;
using NBitcoin;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Utxo;

/// <summary>What a transaction pays: as the node estimates, half of that more at each attempt, never more than the most.</summary>
internal sealed class UtxoFees(UtxoRpc rpc, long maxRate)
{
    /// <summary>A node's own least is raised by this, so that the first replacement pays for itself.</summary>
    private const int LeastTimes = 2;

    private const int Confirmations = 2;
    private const decimal UnitsPerCoin = 100_000_000m;
    private const long PerThousand = 1_000;

    /// <summary>The fee of a transaction, smallest units.</summary>
    /// <param name="virtualBytes">How long it is.</param>
    /// <param name="action">How often it was tried, and the most it may pay.</param>
    /// <param name="isUrgent">Whether it pays the most at once.</param>
    /// <param name="cancel">Its deadline.</param>
    public async Task<Money> OfAsync(int virtualBytes, ChainAction action, bool isUrgent, CancellationToken cancel)
    {
        var most = Math.Min(Most(virtualBytes), (long)System.Numerics.BigInteger.Min(action.MaxFee.Units, long.MaxValue));
        if (isUrgent) return Money.Satoshis(most);
        var first = await RateAsync(cancel).ConfigureAwait(false) * virtualBytes / PerThousand + 1;
        var steps = Math.Min(action.Attempt, PerThousand);
        return Money.Satoshis(Math.Min(most, first + steps * (first / 2 + 1)));
    }

    /// <summary>The most that a transaction of this length pays, smallest units.</summary>
    public long Most(int virtualBytes) => maxRate * virtualBytes / PerThousand;

    /// <summary>Smallest units for each 1,000 virtual bytes.</summary>
    public async Task<long> RateAsync(CancellationToken cancel)
    {
        var estimate = await rpc.TryCallAsync("estimatesmartfee", cancel, Confirmations).ConfigureAwait(false);
        if (!estimate.IsError && estimate.Result.TryGetProperty("feerate", out var rate))
            return Math.Min(maxRate, Units(rate));

        var pool = await rpc.CallAsync("getmempoolinfo", cancel).ConfigureAwait(false);
        var least = rpc.Read("getmempoolinfo", pool, answer =>
            Math.Max(Units(answer.GetProperty("mempoolminfee")), Units(answer.GetProperty("minrelaytxfee"))));
        return Math.Min(maxRate, LeastTimes * least);
    }

    private static long Units(JsonElement coins) => (long)(coins.GetDecimal() * UnitsPerCoin);
}
