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

    /// <summary>A key that a group generates; the key is the plan's id.</summary>
    Ceremony = 7,

    /// <summary>A member's part of a group that stands; the key is the plan's id.</summary>
    Group = 8,

    /// <summary>What a group was asked to sign; the key is the plan's id ‖ the request.</summary>
    GroupRequest = 9,

    /// <summary>New shares of a group's key that are being made, or were; the key is the plan's id ‖ the version.</summary>
    GroupChange = 10,

    /// <summary>The group that this node runs for, since its members have changed; the key is the plan's id.</summary>
    GroupRun = 11,

    /// <summary>One side of a swap; the key is the swap's id.</summary>
    Swap = 12,

    /// <summary>A tag that was shown to this verifier; the key is a hash of it and its words.</summary>
    ProofTag = 13,
}
