using System.Numerics;

namespace Rings.Sovereign.Chains.Evm;

/// <summary>What a call pays for gas: at first twice the last block's price and the tip, an eighth more each time, up to a most.</summary>
/// <param name="baseFee">Of the last block, wei.</param>
/// <param name="tip">To the block's maker at first, wei.</param>
/// <param name="most">The most, wei.</param>
/// <param name="attempt">How often it was tried before.</param>
/// <param name="isUrgent">Whether it pays the most at once.</param>
internal sealed class EvmPrice(BigInteger baseFee, BigInteger tip, BigInteger most, int attempt, bool isUrgent)
{
    /// <summary>A replacement pays an eighth more, rounded up: nodes ask for a tenth.</summary>
    private const int Eighth = 8;

    /// <summary>Attempts that still raise the price.</summary>
    private const int MaxSteps = 200;

    /// <summary>What it pays where nothing of it waits.</summary>
    public GasPrice First()
    {
        if (isUrgent) return new(most, most);
        var price = Bounded(new(tip, 2 * baseFee + tip));
        for (var step = Math.Min(attempt, MaxSteps); step > 0 && price.Most < most; step--) price = Bounded(Raise(price));
        return price;
    }

    /// <summary>Whether it wants to pay more than what waits.</summary>
    public bool IsHigher(GasPrice waiting) => First() is var wanted && (wanted.Most > waiting.Most || wanted.Tip > waiting.Tip);

    /// <summary>What replaces a transaction that waits; null: it pays the most that may be paid.</summary>
    public GasPrice? Above(GasPrice waiting)
    {
        var (least, wanted) = (Raise(waiting), First());
        var price = new GasPrice(BigInteger.Max(least.Tip, wanted.Tip), BigInteger.Max(least.Most, wanted.Most));
        return least.Most > most ? null : Bounded(price);
    }

    private static GasPrice Raise(GasPrice price) => new(Raise(price.Tip), Raise(price.Most));

    private static BigInteger Raise(BigInteger wei) => wei + wei / Eighth + 1;

    private GasPrice Bounded(GasPrice price) =>
        new(BigInteger.Min(price.Tip, most), BigInteger.Min(price.Most, most));
}
