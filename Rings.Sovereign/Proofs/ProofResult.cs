namespace Rings.Sovereign.Proofs;

/// <summary>How a proof ended.</summary>
public enum ProofResult
{
    /// <summary>The verifier believes it.</summary>
    Accepted = 1,

    /// <summary>It was answered wrongly.</summary>
    Refused = 2,

    /// <summary>The asked side knows no such secret, or no rule lets it answer.</summary>
    NotMine = 3,

    /// <summary>A statement, or a number of bits, that the asked side does not know.</summary>
    Unknown = 4,

    /// <summary>The asked side has as many proofs under way as it may.</summary>
    Busy = 5,

    /// <summary>The verifier opened another challenge than it was bound to.</summary>
    WrongOpening = 6,

    /// <summary>No answer within the time of a step.</summary>
    TimedOut = 7,
}
