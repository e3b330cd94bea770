using System.Numerics;
using Rings.Protocol;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Tests.Whole;

/// <summary>A real chain of a test, as the one who makes its blocks.</summary>
internal abstract class Ledger
{
    /// <summary>Its name.</summary>
    public abstract ChainName Name { get; }

    /// <summary>What is swapped of it, smallest unit.</summary>
    public abstract BigInteger Amount { get; }

    /// <summary>The most that all transactions of one side may cost in one swap.</summary>
    public abstract BigInteger MostFees { get; }

    /// <summary>How a side opens it; with money the first time.</summary>
    public abstract Task<string> OpeningAsync(Did who);

    /// <summary>A block at this time, with what waits.</summary>
    public abstract Task MineAsync(long now);

    /// <summary>The last block's height.</summary>
    public abstract Task<long> HeightAsync();

    /// <summary>The time of the last block.</summary>
    public abstract Task<long> TimeAsync();

    /// <summary>What a side has.</summary>
    public abstract Task<BigInteger> BalanceAsync(Did who);
}
