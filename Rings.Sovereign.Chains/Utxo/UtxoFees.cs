using System.Numerics;
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
    private const long PerThousand = 1_000;

    /// <summary>The fee of a transaction, smallest units.</summary>
    /// <param name="virtualBytes">How long it is.</param>
    /// <param name="action">How often it was tried, and the most it may pay.</param>
    /// <param name="isUrgent">Whether it pays the most at once.</param>
    /// <param name="cancel">Its deadline.</param>
    public async Task<Money> OfAsync(int virtualBytes, ChainAction action, bool isUrgent, CancellationToken cancel)
    {
        var most = Most(virtualBytes, action);
        if (isUrgent) return Money.Satoshis(most);
        var first = await RateAsync(cancel).ConfigureAwait(false) * virtualBytes / PerThousand + 1;
        var steps = Math.Min(action.Attempt, PerThousand);
        return Money.Satoshis(Math.Min(most, first + steps * (first / 2 + 1)));
    }

    /// <summary>The most that a transaction of this length pays, smallest units.</summary>
    public long Most(int virtualBytes) => maxRate * virtualBytes / PerThousand;

    /// <summary>The most that an action pays with a transaction of this length, smallest units.</summary>
    public long Most(int virtualBytes, ChainAction action) => (long)BigInteger.Min(Most(virtualBytes), action.MaxFee.Units);

    /// <summary>Smallest units for each 1,000 virtual bytes.</summary>
    public async Task<long> RateAsync(CancellationToken cancel)
    {
        var estimate = await rpc.TryCallAsync("estimatesmartfee", cancel, Confirmations).ConfigureAwait(false);
        if (!estimate.IsError && rpc.Read("estimatesmartfee", estimate.Result, EstimateOf) is { } rate)
            return Math.Min(maxRate, rate);

        var pool = await rpc.CallAsync("getmempoolinfo", cancel).ConfigureAwait(false);
        var least = rpc.Read("getmempoolinfo", pool, answer =>
            Math.Max(UtxoRpc.Units(answer.GetProperty("mempoolminfee")), UtxoRpc.Units(answer.GetProperty("minrelaytxfee"))));
        return Math.Min(maxRate, LeastTimes * least);
    }

    private static long? EstimateOf(JsonElement answer) =>
        answer.TryGetProperty("feerate", out var rate) ? UtxoRpc.Units(rate) : null;
}
