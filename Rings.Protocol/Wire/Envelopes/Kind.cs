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

    /// <summary>Asks for the owner of a key.</summary>
    LookUp = 4,

    /// <summary>Answers <see cref="LookUp"/>.</summary>
    LookUpAnswer = 5,

    /// <summary>Asks for predecessor and successors.</summary>
    AskNeighbours = 6,

    /// <summary>Answers <see cref="AskNeighbours"/>.</summary>
    Neighbours = 7,

    /// <summary>Tells a successor about its possible predecessor.</summary>
    Notify = 8,

    /// <summary>Tells of a link between two rings.</summary>
    Bridge = 9,

    /// <summary>A link offer over the ring; body <see cref="SignedObject"/> of a <see cref="LinkOffer"/>.</summary>
    Connect = 10,

    /// <summary>Answers <see cref="Connect"/>; body <see cref="SignedObject"/> of a <see cref="LinkAnswer"/>.</summary>
    ConnectAnswer = 11,

    /// <summary>The sender leaves the ring.</summary>
    Leave = 12,

    /// <summary>Reads a record.</summary>
    StorageRead = 32,

    /// <summary>Answers <see cref="StorageRead"/>.</summary>
    StorageReadAnswer = 33,

    /// <summary>Writes a record.</summary>
    StorageWrite = 34,

    /// <summary>Answers <see cref="StorageWrite"/>.</summary>
    StorageWriteAnswer = 35,

    /// <summary>Hands records to another holder.</summary>
    StorageReplicate = 36,

    /// <summary>Answers <see cref="StorageReplicate"/>.</summary>
    StorageReplicateAnswer = 37,

    /// <summary>Compares the digest of a range.</summary>
    StorageDigest = 38,

    /// <summary>Answers <see cref="StorageDigest"/>.</summary>
    StorageDigestAnswer = 39,

    /// <summary>Asks an owner to tell of new elements.</summary>
    StorageSubscribe = 40,

    /// <summary>Tells a subscriber of new elements.</summary>
    StorageEvent = 41,

    /// <summary>A receipt; body <see cref="Wire.Delivered"/>.</summary>
    Delivered = 64,

    /// <summary>Opens an end-to-end session.</summary>
    SessionHello = 65,

    /// <summary>Answers <see cref="SessionHello"/>.</summary>
    SessionReply = 66,

    /// <summary>Mail for somebody who was away.</summary>
    FirstMessage = 67,

    /// <summary>A message in the clear; body <see cref="ApplicationMessage"/>.</summary>
    Application = 80,

    /// <summary>A part of a large body; body <see cref="MessagePart"/>.</summary>
    Part = 81,

    /// <summary>A message of an end-to-end session.</summary>
    SessionMessage = 82,

    /// <summary>A stream's frame.</summary>
    Stream = 112,
}
