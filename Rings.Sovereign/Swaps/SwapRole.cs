namespace Rings.Sovereign.Swaps;

/// <summary>Who this node is in a swap.</summary>
public enum SwapRole
{
    /// <summary>It offers, knows the preimage, locks leg 1 and claims leg 2.</summary>
    Offerer = 1,

    /// <summary>It accepts, locks leg 2 and claims leg 1.</summary>
    Taker = 2,
}
