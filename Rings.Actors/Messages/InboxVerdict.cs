namespace Rings.Actors.Messages;

/// <summary>What the <see cref="Inbox"/> says of a verified transaction.</summary>
internal enum InboxVerdict
{
    /// <summary>It is new: act on it.</summary>
    New,

    /// <summary>It was seen before.</summary>
    Seen,

    /// <summary>It was seen before, and given a receipt that its sender does not have: give it again.</summary>
    Acknowledged,

    /// <summary>There is no room to remember it.</summary>
    Full,

    /// <summary>Its origin says more than it may.</summary>
    TooFast,
}
