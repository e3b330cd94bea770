namespace Rings.Sovereign.Secrets;

/// <summary>The kinds of entries that are kept on disk.</summary>
public enum SecretEntryKind
{
    /// <summary>A Did from which this guardian takes shares; the key is the Did.</summary>
    Accepted = 1,

    /// <summary>A secret that this guardian keeps shares of; the key is owner ‖ id.</summary>
    Kept = 2,

    /// <summary>A claim at this guardian; the key is the claim's name.</summary>
    Claim = 3,

    /// <summary>A claimant whom this guardian's person named beforehand; the key is the Did.</summary>
    Expected = 4,

    /// <summary>A secret of this node's own; the key is its id.</summary>
    Own = 5,

    /// <summary>What this node claims; the key is owner ‖ id.</summary>
    Recovery = 6,
}
