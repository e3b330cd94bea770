namespace Rings.Protocol.Ring;

/// <summary>Rules that a test may break on purpose, to see that a property notices. None in any other use.</summary>
[Flags]
internal enum RingRules
{
    /// <summary>All rules hold.</summary>
    None = 0,

    /// <summary>A notifier becomes predecessor wherever it lies.</summary>
    AnyNotifierBecomesPredecessor = 1 << 0,

    /// <summary>A notifier never becomes predecessor once there is one.</summary>
    FirstPredecessorStays = 1 << 1,

    /// <summary>A head's nearer predecessor is not gone on to.</summary>
    HeadIsNeverReplaced = 1 << 2,

    /// <summary>The list is the head alone.</summary>
    ListIsHeadAlone = 1 << 3,

    /// <summary>A link that goes down stays in the tables.</summary>
    DeadStay = 1 << 4,

    /// <summary>A joining node calls itself a member as soon as it has a link.</summary>
    MemberAtFirstLink = 1 << 5,

    /// <summary>A joining node answers for the keys before it.</summary>
    JoiningNodesAnswer = 1 << 6,

    /// <summary>Routes use links to joining peers.</summary>
    RoutesUseJoiningPeers = 1 << 7,

    /// <summary>A rival of the predecessor is ignored without a probe.</summary>
    RivalsAreNotProbed = 1 << 8,

    /// <summary>Finger look-ups go one exponent at a time.</summary>
    FingersOneByOne = 1 << 9,

    /// <summary>The list takes in any member that is linked, wherever it lies.</summary>
    ListSkipsMembers = 1 << 10,

    /// <summary>The head is not notified.</summary>
    HeadIsNotNotified = 1 << 11,

    /// <summary>The own position is looked up, instead of the point after it.</summary>
    AskerIsNotLeftOut = 1 << 12,

    /// <summary>Links of another ring are used before the rings have met.</summary>
    ForeignLinksAreUsed = 1 << 13,

    /// <summary>The pace never slows down.</summary>
    PaceNeverSlows = 1 << 14,

    /// <summary>A route's final mark is not looked at.</summary>
    FinalIsIgnored = 1 << 15,

    /// <summary>A route may go back to the link that it came in by.</summary>
    RoutesGoBack = 1 << 16,

    /// <summary>An owner far from its key is believed at once.</summary>
    AnswersAreBelieved = 1 << 17,

    /// <summary>A look-up without an answer is not tried again.</summary>
    LookupsAreNotRetried = 1 << 18,

    /// <summary>A meeting of rings is not told to anybody.</summary>
    MeetingsAreNotSpread = 1 << 19,

    /// <summary>A candidate that failed is dialled again at once.</summary>
    NoBackoff = 1 << 20,

    /// <summary>The predecessor is not told of a new successor list.</summary>
    PredecessorIsNotTold = 1 << 21,
}
