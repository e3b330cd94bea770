using NBitcoin;
using Rings.Sovereign.Chains.Following;
using Rings.Sovereign.Chains.Known;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Utxo;

/// <summary>A chain of Bitcoin's family, by a node's JSON-RPC and its wallet (Bitcoin Core, Litecoin Core).</summary>
public sealed class UtxoChain : IChain
{
    /// <summary>Locks that are followed at a time; the one that was not asked for longest is followed anew.</summary>
    public const int MaxTrails = 64;

    private readonly UtxoSettings _settings;
    private readonly UtxoRpc _rpc;
    private readonly UtxoFees _fees;
    private readonly UtxoWallet _wallet;
    private readonly UtxoMempool _mempool;
    private readonly FollowedLocks<UtxoTrail> _trails = new(MaxTrails);
    private UtxoHeader? _head;

    private UtxoChain(UtxoSettings settings, UtxoRpc rpc, ChainIdentity identity)
    {
        (_settings, _rpc, Identity) = (settings, rpc, identity);
        _fees = new(rpc, settings.MaxFeeRate);
        _wallet = new(rpc, _fees);
        _mempool = new(rpc);
    }

    /// <inheritdoc/>
    public ChainIdentity Identity { get; }

    /// <summary>Looks which chain an endpoint serves.</summary>
    /// <param name="settings">The chain as it is configured.</param>
    /// <param name="cancel">Its deadline.</param>
    /// <exception cref="ChainException">
    /// It cannot be asked, is another chain than the name says, or counts as real money and was not allowed.
    /// </exception>
    public static async Task<UtxoChain> OpenAsync(UtxoSettings settings, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var rpc = new UtxoRpc(settings.Endpoint);
        try
        {
            var genesis = await rpc.GenesisAsync(cancel).ConfigureAwait(false);
            if (!genesis.ToString().StartsWith(TestChains.Reference(settings.Name), StringComparison.Ordinal))
                throw new ChainException($"{settings.Endpoint} is not {settings.Name}: its first block is {genesis}.");
            TestChains.Require(settings.Name, genesis, settings.AllowMainnet);
            return new(settings, rpc, settings.IdentityOf(genesis));
        }
        catch
        {
            rpc.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ChainPlace PlaceOf(Bytes32 secret) => KeyOf(secret);

    /// <inheritdoc/>
    public async Task<ChainTip> TipAsync(CancellationToken cancel) => Tip(await HeadAsync(cancel).ConfigureAwait(false));

    /// <inheritdoc/>
    public async Task<LegCheck> CheckAsync(ChainPlace claimTo, ChainPlace refundTo, ChainPlace contract, CancellationToken cancel)
    {
        var tip = await TipAsync(cancel).ConfigureAwait(false);
        var balance = await _wallet.BalanceAsync(cancel).ConfigureAwait(false);
        return new(
            tip, balance, GasBalance: null,
            OpenFee: Amount.Of(_fees.Most(UtxoWallet.OpenVirtualBytes)),
            SpendFee: Amount.Of(_fees.Most(UtxoSpends.MaxVirtualBytes)),
            Dust: Amount.Of(_settings.Dust),
            ClaimToHasCode: false, RefundToHasCode: false, IsContractKnown: true);
    }

    /// <inheritdoc/>
    public async Task<ChainFact> LookAsync(LockTerms terms, long since, CancellationToken cancel)
    {
        var (fact, _) = await FindAsync(terms, since, cancel).ConfigureAwait(false);
        return fact;
    }

    /// <inheritdoc/>
    public async Task<BroadcastResult> BroadcastAsync(ChainAction action, long since, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(action);
        var (fact, output) = await FindAsync(action.Terms, since, cancel).ConfigureAwait(false);
        var locked = UtxoLock.Of(action.Terms);
        if (action is ChainAction.Open open)
            return fact.LockDepth > 0
                ? new(BroadcastOutcome.AlreadyThere, output?.Hash.ToString())
                : await _wallet.OpenAsync(locked, open, cancel).ConfigureAwait(false);

        if (output is null) return new(BroadcastOutcome.NotYet, null, "the lock is in no block and no mempool");
        if (fact.Spend is { Depth: > 0 } spend) return new(BroadcastOutcome.AlreadyThere, spend.TransactionId);
        return await SpendAsync(locked, output, action, cancel).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _rpc.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The compressed public key of a secret.</summary>
    internal static ChainPlace KeyOf(Bytes32 secret)
    {
        using var key = new Key(secret.ToByteArray());
        return ChainPlace.Read(key.PubKey.ToBytes());
    }

    private static ChainTip Tip(UtxoHeader head) => new(head.Height, head.Time, head.MedianTime);

    /// <summary>The last block. Where it is the one of before, so are all blocks before it, and the chain.</summary>
    private async Task<UtxoHeader> HeadAsync(CancellationToken cancel)
    {
        var best = await _rpc.BestAsync(cancel).ConfigureAwait(false);
        if (best == _head?.Hash) return _head;
        var genesis = await _rpc.GenesisAsync(cancel).ConfigureAwait(false);
        if (genesis != Identity.Genesis)
            throw new ChainException($"{_settings.Endpoint} is not {Identity.Name} any more: its first block is {genesis}.");
        return _head = await _rpc.HeaderAsync(best, cancel).ConfigureAwait(false);
    }

    private async Task<(ChainFact Fact, OutPoint? Output)> FindAsync(LockTerms terms, long since, CancellationToken cancel)
    {
        var head = await HeadAsync(cancel).ConfigureAwait(false);
        var trail = _trails.Find(terms) ?? _trails.Add(terms, new(UtxoLock.Of(terms), _rpc));
        await trail.FollowAsync(head, since, cancel).ConfigureAwait(false);
        int Depth(long height) => (int)(head.Height - height + 1);

        if (trail is { Found: { } found, Spent: { } spent })
            return (new(Tip(head), Depth(found.Height), true,
                new(spent.Kind, Depth(spent.Height), true, spent.TransactionId), trail.Preimage), found.Output);
        if (trail.Found is { } quiet && await _rpc.IsUnspentAsync(quiet.Output, cancel).ConfigureAwait(false))
            return (new(Tip(head), Depth(quiet.Height), true, null, trail.Preimage), quiet.Output);

        await _mempool.ReadAsync(cancel).ConfigureAwait(false);
        var output = trail.Found?.Output ?? Waiting(terms);
        var depth = trail.Found is null ? (output is null ? -1 : 0) : Depth(trail.Found.Height);
        return (new(Tip(head), depth, depth > 0, output is null ? null : WaitingSpend(trail, output), trail.Preimage)
        {
            // Before its deadline nobody gives a lock up, and the wallet is not asked.
            RuledOut = depth < 0 && head.MedianTime > terms.Deadline
                ? await _wallet.RuledOutAsync(UtxoLock.Of(terms), since, cancel).ConfigureAwait(false)
                : 0,
        }, output);
    }

    private OutPoint? Waiting(LockTerms terms)
    {
        var locked = UtxoLock.Of(terms);
        return _mempool.Transactions.Select(locked.FindIn).FirstOrDefault(output => output is not null);
    }

    private LockSpend? WaitingSpend(UtxoTrail trail, OutPoint output)
    {
        foreach (var transaction in _mempool.Transactions)
            if (trail.Spend(output, transaction) is { } kind)
                return new(kind, 0, false, transaction.GetHash().ToString());
        return null;
    }

    private async Task<BroadcastResult> SpendAsync(UtxoLock locked, OutPoint output, ChainAction action, CancellationToken cancel)
    {
        var isUrgent = !_settings.Replaces || action is ChainAction.Claim { IsUrgent: true };
        var fee = await _fees.OfAsync(UtxoSpends.MaxVirtualBytes, action, isUrgent, cancel).ConfigureAwait(false);
        if (locked.Amount - fee < Money.Satoshis(_settings.Dust))
            return new(BroadcastOutcome.Refused, null, $"the lock holds {locked.Amount.Satoshi}, too little for a fee of {fee.Satoshi}");

        var payTo = await _wallet.PayToAsync(locked, cancel).ConfigureAwait(false);
        using var key = new Key((action switch
        {
            ChainAction.Claim claim => claim.Key,
            ChainAction.Refund refund => refund.Key,
            _ => throw new ArgumentException("Neither a claim nor a refund.", nameof(action)),
        }).ToByteArray());
        var transaction = action is ChainAction.Claim { Preimage: var preimage }
            ? UtxoSpends.Claim(locked, output, key, preimage, payTo, fee)
            : UtxoSpends.Refund(locked, output, key, payTo, fee);
        return await _wallet.SendAsync(transaction, cancel).ConfigureAwait(false);
    }
}
