using System.Globalization;
using Rings.Host.Cli;
using Rings.Host.Swaps;
using Rings.Sovereign.Swaps;

namespace Rings.Host.Doctor;

/// <summary>The chains of swaps: whether each answers, is the one that is configured, and has what a swap needs.</summary>
/// <param name="settings">The chains.</param>
/// <param name="time">The clock.</param>
internal sealed class SwapChecks(SwapSettings settings, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Asks each chain; nothing is broadcast.</summary>
    public async Task<IReadOnlyList<Finding>> AllAsync(CancellationToken cancel) =>
        await Task.WhenAll(settings.Chains.Select(chain => LookAsync(chain, cancel)));

    private async Task<Finding> LookAsync(SwapChain chain, CancellationToken cancel)
    {
        var check = $"swap chain {chain.Key}";
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            await using var made = chain.Make();
            var stands = await made.CheckAsync(ChainPlace.None, ChainPlace.None, made.Identity.Contract, patience.Token);
            return Judge(check, chain, stands);
        }
        catch (UserErrorException wrong)
        {
            return new(check, Verdict.Wrong, wrong.Message, "rings run does not begin with it");
        }
        catch (Exception error) when (error is ChainException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            var why = error is ChainException ? error.Message : $"no answer within {Patience.TotalSeconds} s";
            return new(check, Verdict.Wrong, why, "swaps on it wait, and a swap that waits too long can lose its leg: start its node");
        }
    }

    private Finding Judge(string check, SwapChain chain, LegCheck stands)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var says = string.Create(CultureInfo.InvariantCulture, $"block {stands.Tip.Height}, balance {CoinAmount.Text(chain, stands.Balance)}");
        if (!stands.IsContractKnown)
            return new(check, Verdict.Wrong, $"{says}; the code at its contract is not RingsHtlc", $"rings swap deploy {chain.Key} puts it there");
        if (!SwapRules.ClockFits(now, stands.Tip, chain.Name.Kind))
            return new(check, Verdict.Wrong, $"{says}; its last block and this machine's clock do not fit", "is the chain's node in step, and the clock right?");
        var gas = SwapRules.FeesBorne * chain.Policy.MaxFee.Units;
        return stands.GasBalance is { } has && has.Units < gas
            ? new(check, Verdict.Note, says, $"nothing can be claimed there with less than {CoinAmount.Text(chain, Amount.Of(gas))}")
            : new(check, Verdict.Well, says);
    }
}
