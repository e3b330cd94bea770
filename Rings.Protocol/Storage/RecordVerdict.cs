namespace Rings.Protocol.Storage;

/// <summary>Whether a record may be kept.</summary>
internal enum RecordVerdict
{
    /// <summary>Genuine, in time, and at its key.</summary>
    Valid,

    /// <summary>It belongs under another key.</summary>
    WrongKey,

    /// <summary>A Blob's bytes are not those of its hash.</summary>
    WrongContent,

    /// <summary>The author is not the account of the delegation, or the delegation is for another ring.</summary>
    WrongAuthor,

    /// <summary>The signature does not hold, or the delegation does not.</summary>
    Forged,

    /// <summary>Signed further in the future than clocks may differ, or outside the delegation's life.</summary>
    BadTime,

    /// <summary>It would live longer than its kind or its delegation allows.</summary>
    LivesTooLong,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>The author's account took the session key back.</summary>
    Revoked,

    /// <summary>Too many unknown delegations at once: ask again later.</summary>
    Busy,
}
