using NBitcoin;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Utxo;

/// <summary>The wallet of the node: it pays for locks, and what is claimed or refunded goes to it.</summary>
internal sealed class UtxoWallet(UtxoRpc rpc, UtxoFees fees)
{
    /// <summary>The virtual bytes of a transaction that opens a lock, as it is estimated.</summary>
    public const int OpenVirtualBytes = 400;

    /// <summary>Payments of the wallet that are looked through for one of its own locks, at most.</summary>
    public const int MaxPayments = 1_000;

    /// <summary>So many times as many are looked through before a lock that was opened is given up.</summary>
    public const int MaxPages = 20;

    private const int PerThousand = 1_000;

    /// <summary>The node's clock may be so far from this one's, seconds.</summary>
    private const long ClockSlack = 3 * 3600;

    /// <summary>Smallest units for each virtual byte: what wallets of Bitcoin Core's family add at least when they raise a fee.</summary>
    private const int LeastRaise = 5;

    /// <summary>What can be spent, smallest units.</summary>
    public async Task<Amount> BalanceAsync(CancellationToken cancel)
    {
        var balance = await rpc.CallAsync("getbalance", cancel).ConfigureAwait(false);
        return rpc.Read("getbalance", balance, answer => Amount.Of(UtxoRpc.Units(answer)));
    }

    /// <summary>An address of the wallet for the money of a lock: the same one at each call.</summary>
    public async Task<Script> PayToAsync(UtxoLock locked, CancellationToken cancel)
    {
        var label = $"rings {locked.Output.ToHex()}";
        var known = await rpc.TryCallAsync("getaddressesbylabel", cancel, label).ConfigureAwait(false);
        var address = known.IsError
            ? (await rpc.CallAsync("getnewaddress", cancel, label, "bech32").ConfigureAwait(false)).ToString()
            : rpc.Read("getaddressesbylabel", known.Result, answer =>
                answer.EnumerateObject().Select(one => one.Name).Order(StringComparer.Ordinal).First());
        var info = await rpc.CallAsync("getaddressinfo", cancel, address).ConfigureAwait(false);
        return rpc.Read("getaddressinfo", info, answer => Script.FromHex(answer.GetProperty("scriptPubKey").GetString()!));
    }

    /// <summary>Opens a lock, or raises the fee of the one that waits: there is never a second one.</summary>
    public async Task<BroadcastResult> OpenAsync(UtxoLock locked, ChainAction.Open action, CancellationToken cancel)
    {
        if (await PaymentAsync(locked, cancel).ConfigureAwait(false) is not { } payment)
            return await OpenNewAsync(locked, action, cancel).ConfigureAwait(false);

        // As long as it can still get into a block, there is no other: both could.
        var waits = await SendAsync(payment, cancel).ConfigureAwait(false);
        return action.Attempt > 0 && waits.Outcome is not BroadcastOutcome.Sent
            ? await RaiseAsync(payment, action, cancel).ConfigureAwait(false)
            : waits;
    }

    /// <summary>In how many blocks lies what keeps a lock that is nowhere from ever coming: other spends of its openings' coins.</summary>
    /// <param name="locked">The lock.</param>
    /// <param name="since">It was opened by no transaction made before this, Unix seconds.</param>
    /// <param name="cancel">Its deadline.</param>
    /// <returns>0: nothing does, or there are more payments than are looked through; the largest number: this wallet opened no such lock.</returns>
    public async Task<int> RuledOutAsync(UtxoLock locked, long since, CancellationToken cancel)
    {
        var depth = int.MaxValue;
        for (var page = 0; page < MaxPages; page++)
        {
            var (payments, oldest) = await PaymentsAsync(locked, page, cancel).ConfigureAwait(false);
            foreach (var payment in payments)
                if (await OpeningAsync(locked, payment.Id, cancel).ConfigureAwait(false) is not null)
                    depth = Math.Min(depth, (int)Math.Max(0, -payment.Depth));
            if (oldest is null || oldest < since - ClockSlack) return depth;
        }

        return 0;
    }

    /// <summary>Broadcasts a signed transaction.</summary>
    public async Task<BroadcastResult> SendAsync(Transaction transaction, CancellationToken cancel)
    {
        var id = transaction.GetHash().ToString();
        var waits = await rpc.TryCallAsync("getmempoolentry", cancel, id).ConfigureAwait(false);
        if (!waits.IsError) return new(BroadcastOutcome.AlreadyThere, id);

        // The node's own ceiling on fees is off: the action has one.
        var sent = await rpc.TryCallAsync("sendrawtransaction", cancel, transaction.ToHex(), 0).ConfigureAwait(false);
        return sent.IsError ? new(Refusal(sent.Error), null, sent.Error) : new(BroadcastOutcome.Sent, id);
    }

    private static BroadcastOutcome Refusal(string error) => error switch
    {
        _ when error.Contains("non-final", StringComparison.Ordinal) => BroadcastOutcome.NotYet,
        _ when error.Contains("missing", StringComparison.OrdinalIgnoreCase) => BroadcastOutcome.NotYet,
        _ when error.Contains("already", StringComparison.OrdinalIgnoreCase) => BroadcastOutcome.AlreadyThere,
        // What waits there pays as much or more, or the node replaces nothing.
        _ when error.Contains("txn-mempool-conflict", StringComparison.Ordinal) => BroadcastOutcome.AlreadyThere,
        _ when error.Contains("insufficient fee", StringComparison.Ordinal) => BroadcastOutcome.AlreadyThere,
        _ => BroadcastOutcome.Refused,
    };

    /// <summary>The newest of the wallet's own transactions that hold the lock and are not buried by others; null: there is none.</summary>
    private async Task<Transaction?> PaymentAsync(UtxoLock locked, CancellationToken cancel)
    {
        var (payments, _) = await PaymentsAsync(locked, 0, cancel).ConfigureAwait(false);
        foreach (var payment in payments.Where(payment => payment is { Depth: >= 0, IsAbandoned: false }))
            if (await OpeningAsync(locked, payment.Id, cancel).ConfigureAwait(false) is { } transaction)
                return transaction;

        return null;
    }

    /// <summary>The wallet's payments of the lock's amount on a page of the list, the newest first.</summary>
    /// <param name="locked">The lock.</param>
    /// <param name="page">Which; 0: the newest.</param>
    /// <param name="cancel">Its deadline.</param>
    /// <returns>The payments; and when the oldest entry of the page was made, Unix seconds, null: there are no more pages.</returns>
    private async Task<(IReadOnlyList<WalletPayment> Payments, long? Oldest)> PaymentsAsync(
        UtxoLock locked, int page, CancellationToken cancel)
    {
        var listed = await rpc.CallAsync("listtransactions", cancel, "*", MaxPayments, page * MaxPayments).ConfigureAwait(false);
        return rpc.Read("listtransactions", listed, answer => (
            answer.EnumerateArray()
                .Where(one => one.GetProperty("category").GetString() == "send"
                    && one.GetProperty("amount").GetDecimal() * UtxoRpc.UnitsPerCoin == -locked.Amount.Satoshi)
                .Select(WalletPayment.Read).Reverse().DistinctBy(payment => payment.Id).ToList(),
            answer.GetArrayLength() < MaxPayments ? null : answer[0].GetProperty("time").GetInt64() as long?));
    }

    /// <summary>A payment of the wallet, where it opens the lock.</summary>
    private async Task<Transaction?> OpeningAsync(UtxoLock locked, string id, CancellationToken cancel)
    {
        var found = await rpc.CallAsync("gettransaction", cancel, id).ConfigureAwait(false);
        var hex = rpc.Read("gettransaction", found, answer => answer.GetProperty("hex").GetString()!);
        return UtxoRpc.ParseOrNull(hex) is { } transaction && locked.FindIn(transaction) is not null ? transaction : null;
    }

    private async Task<BroadcastResult> OpenNewAsync(UtxoLock locked, ChainAction.Open action, CancellationToken cancel)
    {
        var fee = await fees.OfAsync(PerThousand, action with { MaxFee = Unbounded }, false, cancel).ConfigureAwait(false);
        var funded = await rpc.TryCallAsync("fundrawtransaction", cancel, Unfunded(locked),
            new { feeRate = fee.ToUnit(MoneyUnit.BTC), replaceable = true }, false).ConfigureAwait(false);
        if (funded.IsError) return new(BroadcastOutcome.NoMoney, null, funded.Error);

        var (hex, pays) = rpc.Read("fundrawtransaction", funded.Result, answer =>
            (answer.GetProperty("hex").GetString()!, UtxoRpc.Units(answer.GetProperty("fee"))));
        if (pays > action.MaxFee.Units)
            return new(BroadcastOutcome.Refused, null, $"the lock would pay a fee of {pays}, and may pay {action.MaxFee}");

        var signed = await rpc.CallAsync("signrawtransactionwithwallet", cancel, hex).ConfigureAwait(false);
        var transaction = rpc.Read("signrawtransactionwithwallet", signed, answer =>
            answer.GetProperty("complete").GetBoolean() ? UtxoRpc.ParseOrNull(answer.GetProperty("hex").GetString()!) : null);
        return transaction is null || locked.FindIn(transaction) is null
            ? new(BroadcastOutcome.Refused, null, "the wallet cannot sign for its own money")
            : await SendAsync(transaction, cancel).ConfigureAwait(false);
    }

    private static Amount Unbounded => Amount.Of(long.MaxValue);

    /// <summary>
    /// A transaction with the lock as its one output and no inputs: version 2, no inputs, one output, no lock time. NBitcoin
    /// writes none without inputs.
    /// </summary>
    private static string Unfunded(UtxoLock locked) =>
        Convert.ToHexStringLower([2, 0, 0, 0, 0, 1, .. new TxOut(locked.Amount, locked.Output).ToBytes(), 0, 0, 0, 0]);

    /// <summary>
    /// Pays as much as is wanted, at least what wallets add. A wallet has a least of its own besides and does not say it: where
    /// that is more, twice as much is offered, and the most last.
    /// </summary>
    private async Task<BroadcastResult> RaiseAsync(Transaction waits, ChainAction.Open action, CancellationToken cancel)
    {
        var (id, size) = (waits.GetHash().ToString(), waits.GetVirtualSize());
        var found = await rpc.CallAsync("gettransaction", cancel, id).ConfigureAwait(false);
        var paid = rpc.Read("gettransaction", found, answer => -UtxoRpc.Units(answer.GetProperty("fee")));
        var wanted = await fees.OfAsync(size, action, false, cancel).ConfigureAwait(false);
        var most = fees.Most(size, action) / size;
        var rate = Math.Max(wanted.Satoshi / size, ((paid + size - 1) / size) + LeastRaise);
        while (rate <= most)
        {
            var raised = await rpc.TryCallAsync("bumpfee", cancel, id, new { fee_rate = rate }).ConfigureAwait(false);
            if (!raised.IsError)
                return new(BroadcastOutcome.Sent, rpc.Read("bumpfee", raised.Result, answer => answer.GetProperty("txid").GetString()));
            if (rate == most || !raised.Error.Contains("Insufficient total fee", StringComparison.Ordinal))
                return new(BroadcastOutcome.AlreadyThere, id, raised.Error);
            rate = Math.Min(2 * rate, most);
        }

        return new(BroadcastOutcome.AlreadyThere, id, "it pays the most already");
    }
}
