namespace Rings.Sovereign.GroupDids;

/// <summary>What a member says to a proposal, a call or a list.</summary>
public enum GroupAnswer
{
    /// <summary>It signs, when k are there.</summary>
    Approved = 1,

    /// <summary>Its person does not want to.</summary>
    Refused,

    /// <summary>Its person has been asked.</summary>
    Waiting,

    /// <summary>To a renewal: this member has no policy, or it has ended.</summary>
    NoPolicy,

    /// <summary>To a renewal: the running node did not sign for this key, or the delegation is out of bounds.</summary>
    WrongRenewal,

    /// <summary>As many requests as there may be.</summary>
    Full,

    /// <summary>Another text than the one that was approved, or a list that is none.</summary>
    WrongList,

    /// <summary>There are no nonces for this attempt, or too many attempts were made.</summary>
    Spent,
}
