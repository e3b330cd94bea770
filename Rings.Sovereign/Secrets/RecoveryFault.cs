namespace Rings.Sovereign.Secrets;

/// <summary>What is wrong with what a guardian gave back.</summary>
public enum RecoveryFault
{
    /// <summary>The share does not fit its commitments: it was altered.</summary>
    WrongShare,

    /// <summary>The guardian says that it can no more read what it kept.</summary>
    Damaged,

    /// <summary>A share of another secret.</summary>
    OtherSecret,
}
