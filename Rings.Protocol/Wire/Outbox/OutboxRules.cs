namespace Rings.Protocol.Wire;

/// <summary>Rules that a test may break on purpose, to see that a property notices. None in any other use.</summary>
[Flags]
internal enum OutboxRules
{
    /// <summary>All rules hold.</summary>
    None = 0,

    /// <summary>A reply counts, whoever signed it.</summary>
    AnybodyReplies = 1 << 0,

    /// <summary>A receipt counts, whatever it names.</summary>
    ReceiptsAreNotRead = 1 << 1,

    /// <summary>A hint ends the request.</summary>
    HintsEnd = 1 << 2,

    /// <summary>Each hint starts another retry.</summary>
    HintsRetryForEver = 1 << 3,

    /// <summary>A request goes on waiting after its answer.</summary>
    AnswersCountTwice = 1 << 4,

    /// <summary>A message is never given up.</summary>
    DeadlinesPass = 1 << 5,

    /// <summary>A message is not sent again for want of a receipt.</summary>
    NothingIsSentAgain = 1 << 6,

    /// <summary>A number leaves before it is kept.</summary>
    NumbersLeaveAtOnce = 1 << 7,

    /// <summary>What is under way by a link that is gone waits there.</summary>
    LostLinksAreWaitedFor = 1 << 8,

    /// <summary>The same first link is tried again.</summary>
    TriedLinksAreTaken = 1 << 9,

    /// <summary>A restart forgets what waits for an outcome.</summary>
    RestartsForgetMessages = 1 << 10,

    /// <summary>A restart begins the numbers anew.</summary>
    RestartsForgetNumbers = 1 << 11,

    /// <summary>More is taken than there is room for.</summary>
    NoBound = 1 << 12,
}
