namespace Rings.Sovereign.Swaps;

/// <summary>How often an action was broadcast, at most once a block.</summary>
/// <param name="Height">The chain's height when it was last.</param>
/// <param name="Count">How often.</param>
internal readonly record struct Attempts(long Height, int Count)
{
    /// <summary>Whether it is the time for the next one.</summary>
    public bool IsDue(ChainTip tip) => Count == 0 || tip.Height != Height;

    /// <summary>After one more.</summary>
    public Attempts After(ChainTip tip) => new(tip.Height, Count + 1);
}
