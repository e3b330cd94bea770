namespace Rings.Sovereign.Secrets;

/// <summary>What a guardian says to a deal or a commit.</summary>
public enum SecretVerdict
{
    /// <summary>The share is on its disk.</summary>
    Kept = 1,

    /// <summary>Its person has not named the owner yet.</summary>
    Waiting = 2,

    /// <summary>The share does not fit the commitments.</summary>
    WrongShare = 3,

    /// <summary>The key that is split is not the sender's.</summary>
    WrongOwner = 4,

    /// <summary>It keeps as many as it may.</summary>
    Full = 5,

    /// <summary>A rule forbids it: a version that has ended, another deal of one version, another secret under the id.</summary>
    Refused = 6,

    /// <summary>To a commit: what it ends has ended.</summary>
    Ended = 7,
}
