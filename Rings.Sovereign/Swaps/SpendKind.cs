namespace Rings.Sovereign.Swaps;

/// <summary>How the money of a lock went.</summary>
public enum SpendKind
{
    /// <summary>With the preimage, to the claimer.</summary>
    Claim = 1,

    /// <summary>After the deadline, to who locked it.</summary>
    Refund = 2,
}
