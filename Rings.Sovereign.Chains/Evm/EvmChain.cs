using System.Globalization;
using System.Numerics;
using Rings.Sovereign.Chains.Following;
using Rings.Sovereign.Chains.Known;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Evm;

/// <summary>A chain of Ethereum's family, by a node's JSON-RPC and the contract RingsHtlc.</summary>
public sealed class EvmChain : IChain
{
    /// <summary>Locks whose calls are followed at a time; the one that was not asked for longest is followed anew.</summary>
    public const int MaxFollowed = 64;

    /// <summary>The lock is in no block of a time more than this before it is looked for, seconds.</summary>
    private const long Before = 3 * 3600;

    private readonly EvmSettings _settings;
    private readonly EvmRpc _rpc;
    private readonly HtlcContract _contract;
    private readonly EvmAccount _account;
    private readonly FollowedLocks<EvmCalls> _followed = new(MaxFollowed);
    private EvmHeader? _head;
    private (string Hash, long Height) _finalized = ("", -1);

    private EvmChain(EvmSettings settings, EvmRpc rpc, ChainIdentity identity)
    {
        (_settings, _rpc, Identity) = (settings, rpc, identity);
        _contract = new(rpc.ContractAt(HtlcContract.Hex(settings.Contract)));
        _account = new(settings.Account, ChainIdOf(settings.Name), rpc);
    }

    /// <inheritdoc/>
    public ChainIdentity Identity { get; }

    /// <summary>Looks which chain an endpoint serves.</summary>
    /// <param name="settings">The chain as it is configured.</param>
    /// <param name="cancel">Its deadline.</param>
    /// <exception cref="ChainException">
    /// It cannot be asked, is another chain than the name says, or counts as real money and was not allowed.
    /// </exception>
    public static async Task<EvmChain> OpenAsync(EvmSettings settings, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var rpc = new EvmRpc(settings.Endpoint);
        try
        {
            var genesis = await IdentifyAsync(settings, rpc, cancel).ConfigureAwait(false);
            TestChains.Require(settings.Name, genesis, settings.AllowMainnet);
            return new(settings, rpc, settings.IdentityOf(genesis));
        }
        catch
        {
            rpc.Dispose();
            throw;
        }
    }

    /// <summary>Puts the contract on the chain.</summary>
    /// <param name="settings">The chain; its contract is not looked at.</param>
    /// <param name="cancel">Its deadline.</param>
    /// <returns>The id of the transaction that creates it.</returns>
    /// <exception cref="ChainException">As at <see cref="OpenAsync"/>, or the account cannot pay.</exception>
    public static async Task<string> DeployAsync(EvmSettings settings, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(settings);
        using var rpc = new EvmRpc(settings.Endpoint);
        TestChains.Require(
            settings.Name, await IdentifyAsync(settings, rpc, cancel).ConfigureAwait(false), settings.AllowMainnet);
        var account = new EvmAccount(settings.Account, ChainIdOf(settings.Name), rpc);
        var latest = await rpc.LatestAsync(cancel).ConfigureAwait(false);
        var sent = await account.SendAsync(
            new(null, "0x" + HtlcCode.Creation, BigInteger.Zero, HtlcCode.CreationGas),
            new(latest.BaseFee, settings.Tip, settings.MaxGasPrice, attempt: 0, isUrgent: false),
            goesFirst: false, cancel).ConfigureAwait(false);
        return sent.TransactionId ?? throw new ChainException($"{settings.Name} refused the contract: {sent.Detail}");
    }

    /// <summary>Where a transaction of <see cref="DeployAsync"/> put the contract.</summary>
    /// <param name="settings">The chain; its contract is not looked at.</param>
    /// <param name="id">The transaction's id.</param>
    /// <param name="cancel">Its deadline.</param>
    /// <returns>None: it is in no block yet.</returns>
    /// <exception cref="ChainException">The chain cannot be asked, or the transaction failed.</exception>
    public static async Task<ChainPlace> DeployedAtAsync(EvmSettings settings, string id, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(settings);
        using var rpc = new EvmRpc(settings.Endpoint);
        return await rpc.ContractOfAsync(id, cancel).ConfigureAwait(false) is { } address
            ? ChainPlace.Read(Convert.FromHexString(address[2..]))
            : ChainPlace.None;
    }

    /// <inheritdoc/>
    public ChainPlace PlaceOf(Bytes32 secret) => EvmAccount.PlaceOf(_settings.Account);

    /// <inheritdoc/>
    public async Task<ChainTip> TipAsync(CancellationToken cancel) => Tip(await HeadAsync(cancel).ConfigureAwait(false));

    /// <inheritdoc/>
    public async Task<LegCheck> CheckAsync(ChainPlace claimTo, ChainPlace refundTo, ChainPlace contract, CancellationToken cancel)
    {
        var tip = await TipAsync(cancel).ConfigureAwait(false);
        var balance = Amount.Of(await _rpc.BalanceAsync(_account.Address, cancel).ConfigureAwait(false));
        var code = await _rpc.CodeAsync(HtlcContract.Hex(contract), cancel).ConfigureAwait(false);
        return new(
            tip, balance, GasBalance: balance, OpenFee: _settings.MaxFee, SpendFee: _settings.MaxFee, Dust: Amount.Zero,
            await HasCodeAsync(claimTo, cancel).ConfigureAwait(false),
            await HasCodeAsync(refundTo, cancel).ConfigureAwait(false),
            IsContractKnown: contract == _settings.Contract && HtlcCode.HashOf(code) == HtlcCode.RuntimeHash);
    }

    /// <inheritdoc/>
    public async Task<ChainFact> LookAsync(LockTerms terms, long since, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return await LookAsync(terms, since, await HeadAsync(cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<BroadcastResult> BroadcastAsync(ChainAction action, long since, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(action);
        var head = await HeadAsync(cancel).ConfigureAwait(false);
        var fact = await LookAsync(action.Terms, since, head, cancel).ConfigureAwait(false);
        switch (action)
        {
            case ChainAction.Open when fact.LockDepth > 0:
                return new(BroadcastOutcome.AlreadyThere);
            case ChainAction.Claim or ChainAction.Refund when fact.Spend is { Depth: > 0 } spend:
                return new(BroadcastOutcome.AlreadyThere, spend.TransactionId);
            case ChainAction.Claim or ChainAction.Refund when fact.LockDepth < 1:
                return new(BroadcastOutcome.NotYet, null, "the lock is in no block");
            case ChainAction.Refund when head.Time < action.Terms.Deadline:
                return new(BroadcastOutcome.NotYet, null, "the deadline is not reached");
        }

        var most = BigInteger.Min(_settings.MaxGasPrice, action.MaxFee.Units / HtlcContract.GasLimit);
        if (most <= head.BaseFee && action is ChainAction.Open)
            return new(BroadcastOutcome.Refused, null, $"gas costs {head.BaseFee} wei, and may cost {most}");
        return await _account.SendAsync(
            Call(action),
            new(head.BaseFee, _settings.Tip, most, action.Attempt, action is ChainAction.Claim { IsUrgent: true }),
            goesFirst: action is ChainAction.Claim, cancel).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _rpc.Dispose();
        return ValueTask.CompletedTask;
    }

    private static BigInteger ChainIdOf(ChainName name) =>
        BigInteger.Parse(TestChains.Reference(name), CultureInfo.InvariantCulture);

    private static ChainTip Tip(EvmHeader head) => new(head.Height, head.Time, head.Time);

    private static async Task<Bytes32> IdentifyAsync(EvmSettings settings, EvmRpc rpc, CancellationToken cancel)
    {
        var id = await rpc.ChainIdAsync(cancel).ConfigureAwait(false);
        return id == ChainIdOf(settings.Name)
            ? await rpc.GenesisAsync(cancel).ConfigureAwait(false)
            : throw new ChainException($"{settings.Endpoint} is not {settings.Name}: its chain id is {id}.");
    }

    /// <summary>The last block. Where it is the one of before, so are all blocks before it, and the chain.</summary>
    private async Task<EvmHeader> HeadAsync(CancellationToken cancel)
    {
        var latest = await _rpc.LatestAsync(cancel).ConfigureAwait(false);
        if (latest.Hash == _head?.Hash) return latest;
        var genesis = await IdentifyAsync(_settings, _rpc, cancel).ConfigureAwait(false);
        if (genesis != Identity.Genesis)
            throw new ChainException($"{_settings.Endpoint} is not {Identity.Name} any more: its first block is {genesis}.");
        return _head = latest;
    }

    private async Task<ChainFact> LookAsync(LockTerms terms, long since, EvmHeader head, CancellationToken cancel)
    {
        var calls = _followed.Find(terms)
            ?? _followed.Add(terms, new(terms.Hash, await FirstHeightAsync(head, since, cancel).ConfigureAwait(false), _rpc));
        var finalized = await FinalizedAsync(head, cancel).ConfigureAwait(false);
        var seen = calls.SeenAt(head.Hash) ?? await ReadEventsAsync(terms, calls, head, cancel).ConfigureAwait(false);
        calls.Learn(seen.Preimage);
        await calls.FollowAsync(head, HtlcContract.Hex(terms.ClaimTo), cancel).ConfigureAwait(false);
        return await FactAsync(terms, head, finalized, seen with { Preimage = calls.Preimage }, cancel).ConfigureAwait(false);
    }

    private async Task<long> FinalizedAsync(EvmHeader head, CancellationToken cancel)
    {
        if (_finalized.Hash != head.Hash)
            _finalized = (head.Hash, await _rpc.FinalizedAsync(cancel).ConfigureAwait(false));
        return _finalized.Height;
    }

    /// <summary>The events of a lock; they are kept where the last block was the same before and after they were read.</summary>
    private async Task<EvmSeen> ReadEventsAsync(LockTerms terms, EvmCalls calls, EvmHeader head, CancellationToken cancel)
    {
        var logs = await _rpc.LogsAsync(
            _contract.Address, [_contract.Topics, "0x" + HtlcContract.IdOf(terms)], calls.First, cancel).ConfigureAwait(false);
        var seen = EvmSeen.Read(_contract, terms, logs);
        var after = await _rpc.LatestAsync(cancel).ConfigureAwait(false);
        if (after.Hash == head.Hash) calls.Keep(head.Hash, seen);
        return seen;
    }

    private async Task<bool> HasCodeAsync(ChainPlace place, CancellationToken cancel) =>
        !place.IsNone && (await _rpc.CodeAsync(HtlcContract.Hex(place), cancel).ConfigureAwait(false)).Length > 0;

    private EvmCall Call(ChainAction action) => action switch
    {
        ChainAction.Open => new(_contract.Address, _contract.Open(action.Terms), action.Terms.Amount.Units, HtlcContract.GasLimit),
        ChainAction.Claim claim => new(
            _contract.Address, _contract.Claim(action.Terms, claim.Preimage), BigInteger.Zero, HtlcContract.GasLimit),
        _ => new(_contract.Address, _contract.Refund(action.Terms), BigInteger.Zero, HtlcContract.GasLimit),
    };

    private async Task<ChainFact> FactAsync(
        LockTerms terms, EvmHeader head, long finalized, EvmSeen seen, CancellationToken cancel)
    {
        int Depth(long height) => (int)Math.Max(head.Height - height + 1, 1);

        if (seen.Opened is not { } opened)
        {
            var waits = await IsWaitingAsync(_contract.Open(terms), HtlcContract.Hex(terms.RefundTo), cancel).ConfigureAwait(false);
            // From the deadline on the contract opens nothing.
            return new(Tip(head), waits ? 0 : -1, false, null, seen.Preimage)
            {
                RuledOut = head.Time < terms.Deadline ? 0 : int.MaxValue,
            };
        }

        var spend = seen.Spent is { } spent
            ? new LockSpend(spent.Kind, Depth(spent.Height), spent.Height <= finalized, spent.TransactionId)
            : null;
        return new(Tip(head), Depth(opened), opened <= finalized, spend, seen.Preimage);
    }

    /// <summary>Whether a call waits in the pool, as far as the node tells.</summary>
    private async Task<bool> IsWaitingAsync(string data, string from, CancellationToken cancel)
    {
        var pool = await _rpc.PoolAsync(from, cancel).ConfigureAwait(false);
        return pool.Any(one => one.Input.Equals(data, StringComparison.OrdinalIgnoreCase)
            && one.From.Equals(from, StringComparison.OrdinalIgnoreCase));
    }

    private Task<long> FirstHeightAsync(EvmHeader head, long since, CancellationToken cancel) => BlockSearch.LastAtAsync(
        head.Height, since - Before, async height => (await _rpc.BlockAsync(height, cancel).ConfigureAwait(false)).Time);
}
