namespace Rings.Protocol.Links;

/// <summary>Rules that a test may break on purpose, to see that a property notices. None in any other use.</summary>
[Flags]
internal enum LinkRules
{
    /// <summary>All rules hold.</summary>
    None = 0,

    /// <summary>Of two crossing offers neither stands.</summary>
    NoOfferStands = 1 << 0,

    /// <summary>The half-open links are not counted.</summary>
    NoBounds = 1 << 1,

    /// <summary>Nothing gives way.</summary>
    NothingGivesWay = 1 << 2,

    /// <summary>What has a valid connectivity check gives way, too.</summary>
    CheckedGiveWay = 1 << 3,

    /// <summary>Any offer replaces a ready link.</summary>
    AnyOfferReplaces = 1 << 4,

    /// <summary>The link that was replaced stays.</summary>
    ReplacedStays = 1 << 5,

    /// <summary>An earlier offer of the same link restarts it.</summary>
    OldOffersRestart = 1 << 6,

    /// <summary>An answer that came before is taken again.</summary>
    AnswersAreTakenTwice = 1 << 7,

    /// <summary>Those who wait for a link that gives way to another hear nothing.</summary>
    AskersAreForgotten = 1 << 8,

    /// <summary>The end of a replaced link is told as the end of the last one.</summary>
    EveryEndIsTold = 1 << 9,

    /// <summary>A link that was closed on purpose is dialled again.</summary>
    ChosenEndsAreRedialled = 1 << 10,
}
