namespace Rings.Protocol.Wire;

/// <summary>
/// What a transaction's body holds. The number alone tells the lane and whether the kind is idempotent
/// (<see cref="KindRules"/>), so every node knows both for kinds that it has never heard of.
/// </summary>
public enum Kind : uint
{
    /// <summary>Never sent.</summary>
    Unspecified = 0,

    /// <summary>The route ended; body <see cref="Wire.Unreachable"/>.</summary>
    Unreachable = 1,

    /// <summary>The destination does not know the kind or protocol; body <see cref="Wire.Unsupported"/>.</summary>
    Unsupported = 2,

    /// <summary>The destination has no room now; body <see cref="Wire.Busy"/>.</summary>
    Busy = 3,

    /// <summary>The ring's own messages; body <see cref="Protocol.Ring.RingMessage"/>.</summary>
    Ring = 4,

    /// <summary>A link offer over the ring; body <see cref="SignedObject"/> of a <see cref="LinkOffer"/>.</summary>
    Connect = 5,

    /// <summary>Answers <see cref="Connect"/>; body <see cref="SignedObject"/> of a <see cref="LinkAnswer"/>.</summary>
    ConnectAnswer = 6,

    /// <summary>Refuses <see cref="Connect"/>; body the frame of a <see cref="LinkControl.GoAway"/>.</summary>
    ConnectRefused = 7,

    /// <summary>Records and their repair.</summary>
    Storage = 32,

    /// <summary>A receipt; body <see cref="Wire.Delivered"/>.</summary>
    Delivered = 64,

    /// <summary>Opens an end-to-end session.</summary>
    SessionHello = 65,

    /// <summary>Answers <see cref="SessionHello"/>.</summary>
    SessionReply = 66,

    /// <summary>A message in the clear; body <see cref="ApplicationMessage"/>.</summary>
    Application = 80,

    /// <summary>A part of a large body; body <see cref="MessagePart"/>.</summary>
    Part = 81,

    /// <summary>A message of an end-to-end session.</summary>
    SessionMessage = 82,

    /// <summary>Opens a path; only inside a path frame (<see cref="Paths.PathFrame"/>).</summary>
    Path = 96,

    /// <summary>Reserved and never sent.</summary>
    Stream = 112,
}
