namespace Rings.Protocol.Streams;

/// <summary>Why a stream or a set ends, as it travels; applications use <see cref="Application"/> and up.</summary>
internal static class StreamCode
{
    /// <summary>No reason: it is over.</summary>
    public const long None = 0;

    /// <summary>The far end does not want it.</summary>
    public const long Refused = 1;

    /// <summary>There is nothing of that name, or not for the asker: the two look the same.</summary>
    public const long NotFound = 2;

    /// <summary>The far end has no room now.</summary>
    public const long Busy = 3;

    /// <summary>Something took too long.</summary>
    public const long TimedOut = 4;

    /// <summary>What stands behind the far end refused the connection.</summary>
    public const long TargetRefused = 5;

    /// <summary>What stands behind the far end cannot be reached.</summary>
    public const long TargetUnreachable = 6;

    /// <summary>The other end is gone, or was restarted.</summary>
    public const long PeerLost = 7;

    /// <summary>The application gave it up.</summary>
    public const long Cancelled = 8;

    /// <summary>A rule of one of the ends forbids it.</summary>
    public const long Policy = 9;

    /// <summary>Something is longer than it may be.</summary>
    public const long TooLarge = 10;

    /// <summary>The first code that an application may give a meaning of its own.</summary>
    public const long Application = 256;

    /// <summary>The greatest code: 2^62 - 1.</summary>
    public const long Max = (1L << 62) - 1;

    /// <summary>A code in words, for people.</summary>
    public static string Words(long code) => code switch
    {
        None => "it is over",
        Refused => "the other end refused it",
        NotFound => "the other end has nothing of that name for this node",
        Busy => "the other end has no room now; try again later",
        TimedOut => "the other end did not answer in time",
        TargetRefused => "the service behind the other end refused the connection; is it running?",
        TargetUnreachable => "the service behind the other end cannot be reached",
        PeerLost => "the other end is gone or was restarted",
        Cancelled => "it was given up",
        Policy => "a rule of the other end forbids it",
        TooLarge => "something is longer than the other end takes",
        _ => $"the application ended it with code {code}",
    };
}
