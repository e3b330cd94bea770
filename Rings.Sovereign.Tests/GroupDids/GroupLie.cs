namespace Rings.Sovereign.Tests.GroupDids;

/// <summary>What a corrupt member says in a change.</summary>
internal enum GroupLie
{
    /// <summary>What it should, but it confirms without keeping anything.</summary>
    KeepsNothing,

    /// <summary>Two first messages.</summary>
    TwoFirsts,

    /// <summary>Two second messages, each right.</summary>
    TwoSeconds,

    /// <summary>Shares of another polynomial.</summary>
    WrongShare,

    /// <summary>No second message.</summary>
    Silence,
}
