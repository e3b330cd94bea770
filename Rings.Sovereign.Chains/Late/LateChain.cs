using Rings.Sovereign.Chains.Evm;
using Rings.Sovereign.Chains.Known;
using Rings.Sovereign.Chains.Utxo;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Late;

/// <summary>
/// A chain whose endpoint is looked at when it is needed first: a node starts, and goes on with its swaps of other chains, while one
/// endpoint is down. Which chain it is comes from the configuration, and is compared with what the endpoint says.
/// </summary>
public sealed class LateChain : IChain
{
    private readonly Func<Bytes32, ChainPlace> _placeOf;
    private readonly Func<CancellationToken, Task<IChain>> _open;
    private IChain? _chain;

    internal LateChain(ChainIdentity identity, Func<Bytes32, ChainPlace> placeOf, Func<CancellationToken, Task<IChain>> open) =>
        (Identity, _placeOf, _open) = (identity, placeOf, open);

    /// <inheritdoc/>
    public ChainIdentity Identity { get; }

    /// <summary>A chain of Bitcoin's family.</summary>
    /// <param name="settings">As its operator configured it.</param>
    /// <param name="genesis">The hash of its first block; null: of the test chain that the name says.</param>
    /// <exception cref="ChainException">It counts as real money and was not allowed, or its first block is not known.</exception>
    public static LateChain Of(UtxoSettings settings, Bytes32? genesis)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new(
            settings.IdentityOf(First(settings.Name, genesis, settings.AllowMainnet)),
            UtxoChain.KeyOf, async cancel => await UtxoChain.OpenAsync(settings, cancel).ConfigureAwait(false));
    }

    /// <summary>A chain of Ethereum's family.</summary>
    /// <inheritdoc cref="Of(UtxoSettings, Bytes32?)"/>
    public static LateChain Of(EvmSettings settings, Bytes32? genesis)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new(
            settings.IdentityOf(First(settings.Name, genesis, settings.AllowMainnet)),
            _ => EvmAccount.PlaceOf(settings.Account), async cancel => await EvmChain.OpenAsync(settings, cancel).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public ChainPlace PlaceOf(Bytes32 secret) => _placeOf(secret);

    /// <inheritdoc/>
    public async Task<ChainTip> TipAsync(CancellationToken cancel) =>
        await (await OpenedAsync(cancel).ConfigureAwait(false)).TipAsync(cancel).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<LegCheck> CheckAsync(ChainPlace claimTo, ChainPlace refundTo, ChainPlace contract, CancellationToken cancel) =>
        await (await OpenedAsync(cancel).ConfigureAwait(false)).CheckAsync(claimTo, refundTo, contract, cancel).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<ChainFact> LookAsync(LockTerms terms, long since, CancellationToken cancel) =>
        await (await OpenedAsync(cancel).ConfigureAwait(false)).LookAsync(terms, since, cancel).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<BroadcastResult> BroadcastAsync(ChainAction action, long since, CancellationToken cancel) =>
        await (await OpenedAsync(cancel).ConfigureAwait(false)).BroadcastAsync(action, since, cancel).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _chain?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static Bytes32 First(ChainName name, Bytes32? genesis, bool allowMainnet)
    {
        // What is no known test chain is refused before it is asked what else is missing.
        var first = genesis ?? TestChains.GenesisOf(name);
        TestChains.Require(name, first ?? default, allowMainnet);
        return first ?? throw new ChainException($"{name}: name the hash of its first block (genesis), for no test chain of that name is known.");
    }

    private async Task<IChain> OpenedAsync(CancellationToken cancel)
    {
        if (_chain is not null) return _chain;
        var opened = await _open(cancel).ConfigureAwait(false);
        if (opened.Identity == Identity) return _chain = opened;
        await opened.DisposeAsync().ConfigureAwait(false);
        throw new ChainException($"The endpoint of {Identity.Name} serves a chain whose first block is {opened.Identity.Genesis}, not {Identity.Genesis}.");
    }
}
