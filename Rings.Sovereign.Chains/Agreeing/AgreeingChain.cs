using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Agreeing;

/// <summary>
/// One chain by two endpoints. What one of them alone says is not there: a lock that only one has seen is no lock, a claim that only
/// one has seen is repeated. A preimage is believed from either, for its hash proves it.
/// </summary>
public sealed class AgreeingChain : IChain
{
    private readonly IChain _first;
    private readonly IChain _second;

    /// <summary>Joins two endpoints, which it disposes of.</summary>
    /// <param name="first">The one whose wallet pays for locks, and is paid.</param>
    /// <param name="second">The other.</param>
    /// <exception cref="ChainException">They are of two chains.</exception>
    public AgreeingChain(IChain first, IChain second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Identity != second.Identity)
            throw new ChainException($"The two endpoints of {first.Identity.Name} are of two chains.");
        (_first, _second) = (first, second);
    }

    /// <inheritdoc/>
    public ChainIdentity Identity => _first.Identity;

    /// <inheritdoc/>
    public ChainPlace PlaceOf(Bytes32 secret) => _first.PlaceOf(secret);

    /// <inheritdoc/>
    public async Task<ChainTip> TipAsync(CancellationToken cancel) => Earlier(
        await _first.TipAsync(cancel).ConfigureAwait(false), await _second.TipAsync(cancel).ConfigureAwait(false));

    /// <inheritdoc/>
    public async Task<LegCheck> CheckAsync(ChainPlace claimTo, ChainPlace refundTo, ChainPlace contract, CancellationToken cancel)
    {
        var one = await _first.CheckAsync(claimTo, refundTo, contract, cancel).ConfigureAwait(false);
        var two = await _second.CheckAsync(claimTo, refundTo, contract, cancel).ConfigureAwait(false);
        return one with
        {
            Tip = Earlier(one.Tip, two.Tip),
            ClaimToHasCode = one.ClaimToHasCode || two.ClaimToHasCode,
            RefundToHasCode = one.RefundToHasCode || two.RefundToHasCode,
            IsContractKnown = one.IsContractKnown && two.IsContractKnown,
        };
    }

    /// <inheritdoc/>
    public async Task<ChainFact> LookAsync(LockTerms terms, long since, CancellationToken cancel)
    {
        var one = await _first.LookAsync(terms, since, cancel).ConfigureAwait(false);
        var two = await _second.LookAsync(terms, since, cancel).ConfigureAwait(false);
        return new(
            Earlier(one.Tip, two.Tip), Math.Min(one.LockDepth, two.LockDepth), one.IsLockFinal && two.IsLockFinal,
            Common(one.Spend, two.Spend), one.Preimage ?? two.Preimage)
        {
            RuledOut = Math.Min(one.RuledOut, two.RuledOut),
        };
    }

    /// <summary>Broadcasts by the first endpoint. Where that cannot, claims and refunds go by the second.</summary>
    /// <inheritdoc/>
    public async Task<BroadcastResult> BroadcastAsync(ChainAction action, long since, CancellationToken cancel)
    {
        try
        {
            return await _first.BroadcastAsync(action, since, cancel).ConfigureAwait(false);
        }
        catch (ChainException) when (action is not ChainAction.Open)
        {
            return await _second.BroadcastAsync(action, since, cancel).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync().ConfigureAwait(false);
        await _second.DisposeAsync().ConfigureAwait(false);
    }

    private static ChainTip Earlier(ChainTip one, ChainTip two) => one.Height <= two.Height ? one : two;

    private static LockSpend? Common(LockSpend? one, LockSpend? two) =>
        one is null || two is null || one.Kind != two.Kind
            ? null
            : one with { Depth = Math.Min(one.Depth, two.Depth), IsFinal = one.IsFinal && two.IsFinal };
}
