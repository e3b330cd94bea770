namespace Rings.Sovereign.GroupDids;

/// <summary>What a member did that no honest one does. All but silence can be shown to every other member.</summary>
public enum CeremonyFault
{
    /// <summary>Its first message does not hold: points, their number, or the proof.</summary>
    WrongFirst = 1,

    /// <summary>Its second message has not one share for each member.</summary>
    WrongSecond,

    /// <summary>It said two different things where it may say one.</summary>
    SaidTwice,

    /// <summary>A share does not fit its commitments.</summary>
    WrongShare,

    /// <summary>It complained of a share that fits.</summary>
    FalseComplaint,

    /// <summary>It said nothing in time.</summary>
    Silent,
}
