namespace Rings.Sovereign.GroupDids;

/// <summary>What became of an input.</summary>
public enum GroupOutcome
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>It was done before, or changes nothing.</summary>
    Ignored,

    /// <summary>There is no such group or request here.</summary>
    Unknown,

    /// <summary>Its sender is none of the members.</summary>
    NotMember,

    /// <summary>A number, list or text is out of its range.</summary>
    Invalid,

    /// <summary>As many as there may be.</summary>
    Full,

    /// <summary>A statement that no member has said, or a complaint that nobody can check.</summary>
    WrongStatement,

    /// <summary>The group does not stand yet.</summary>
    NotStanding,

    /// <summary>What is to be signed does not fit the group.</summary>
    WrongSubject,

    /// <summary>It was decided before, or its time is over.</summary>
    Decided,

    /// <summary>The message is out of turn: another attempt, or a part that was not asked for.</summary>
    OutOfTurn,

    /// <summary>This member has not approved it.</summary>
    NotApproved,

    /// <summary>A list, text or signature that does not fit.</summary>
    Refused,

    /// <summary>This node does not run for a group.</summary>
    NotRunning,

    /// <summary>It speaks of other shares than this member's: whoever is behind is told.</summary>
    OtherVersion,

    /// <summary>The disk did not take it: nothing has happened.</summary>
    NotKept,
}
