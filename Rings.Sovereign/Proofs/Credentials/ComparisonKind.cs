namespace Rings.Sovereign.Proofs.Credentials;

/// <summary>How a rule compares a number of a credential with a constant.</summary>
public enum ComparisonKind
{
    /// <summary>The number is at most the constant.</summary>
    AtMost = 1,

    /// <summary>It is at least the constant.</summary>
    AtLeast = 2,

    /// <summary>It is the constant.</summary>
    Equal = 3,
}
