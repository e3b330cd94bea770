namespace Rings.Protocol.Streams;

/// <summary>Rules that a test may break on purpose, to see that a property notices. None in any other use.</summary>
[Flags]
internal enum StreamRules
{
    /// <summary>All rules hold.</summary>
    None = 0,

    /// <summary>Windows open when bytes arrive, not when they are read.</summary>
    CreditOnArrival = 1 << 0,

    /// <summary>A window grows however slowly it is read.</summary>
    WindowsAlwaysGrow = 1 << 1,

    /// <summary>What comes ahead of a gap is acknowledged and dropped.</summary>
    AcknowledgedBeforeHeld = 1 << 2,

    /// <summary>The next path of a set has the secret of the one before.</summary>
    OneSecretForAllPaths = 1 << 3,

    /// <summary>What was on a path that ended does not go again.</summary>
    NothingGoesAgain = 1 << 4,

    /// <summary>The bytes that a reset stream did not send, or that nobody read, keep their part of the set's window.</summary>
    ResetsKeepTheWindow = 1 << 5,

    /// <summary>Data follow before the stream is accepted, whether or not the application allowed it.</summary>
    AllDataIsEarly = 1 << 6,

    /// <summary>A STOP is not answered.</summary>
    StopsAreNotAnswered = 1 << 7,

    /// <summary>A path that says nothing is kept.</summary>
    SilentPathsAreKept = 1 << 8,

    /// <summary>The working path is closed before the next one has carried an acknowledgement.</summary>
    OldPathsCloseAtOnce = 1 << 9,

    /// <summary>A stream is served until it has nothing to send.</summary>
    OneStreamGoesFirst = 1 << 10,

    /// <summary>The windows do not go again when a path ended.</summary>
    WindowsAreSaidOnce = 1 << 11,

    /// <summary>More is taken than was granted.</summary>
    NoBound = 1 << 12,

    /// <summary>Whoever only reads does not ask a path that has gone silent.</summary>
    OnlyWritersAsk = 1 << 13,

    /// <summary>A path that is not answered is waited for, alone.</summary>
    NoRivals = 1 << 14,

    /// <summary>Each try takes the best first hop, whatever came of the one before.</summary>
    AllTriesTakeTheRingsWay = 1 << 15,
}
