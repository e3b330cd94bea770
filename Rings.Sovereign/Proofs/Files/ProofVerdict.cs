namespace Rings.Sovereign.Proofs.Files;

/// <summary>What a check of a <see cref="ProofFile"/> says.</summary>
public enum ProofVerdict
{
    /// <summary>Its maker knew what the statement says.</summary>
    Accepted,

    /// <summary>The numbers do not fit.</summary>
    Refused,

    /// <summary>It was made for another ring.</summary>
    OtherRing,

    /// <summary>It was made for another Did than the one that checks.</summary>
    OtherAudience,

    /// <summary>Its time is over.</summary>
    Ended,

    /// <summary>It speaks of a tree of credentials that its checker has not read.</summary>
    OtherRoot,
}
