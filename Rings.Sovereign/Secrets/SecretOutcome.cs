namespace Rings.Sovereign.Secrets;

/// <summary>What became of an input.</summary>
public enum SecretOutcome
{
    /// <summary>It was done.</summary>
    Done,

    /// <summary>It says nothing new, or comes out of turn: nothing changed.</summary>
    Ignored,

    /// <summary>There is no such secret, claim or recovery.</summary>
    Unknown,

    /// <summary>As many as there may be.</summary>
    Full,

    /// <summary>The sender's Did has not been named by this guardian's person.</summary>
    NotAccepted,

    /// <summary>The share does not fit the commitments.</summary>
    WrongShare,

    /// <summary>The key that is split is not the sender's.</summary>
    WrongOwner,

    /// <summary>A rule forbids it.</summary>
    Refused,

    /// <summary>A claim's opening is not what it was bound to; the claim has ended.</summary>
    WrongOpening,

    /// <summary>The words are not those of the claim; it may be tried again.</summary>
    WrongWords,

    /// <summary>The third wrong words: the claim has ended.</summary>
    ClaimEnded,

    /// <summary>The claimant has not shown its number yet: there are no words.</summary>
    NotOpened,

    /// <summary>The owner's Did has vetoed: the person has to say that it knows.</summary>
    Vetoed,

    /// <summary>This guardian keeps nothing of that secret.</summary>
    NothingKept,

    /// <summary>Approved already, or the share has gone.</summary>
    AlreadyApproved,

    /// <summary>A number or list is out of its range.</summary>
    Invalid,

    /// <summary>The disk did not take it: nothing has happened.</summary>
    NotKept,
}
