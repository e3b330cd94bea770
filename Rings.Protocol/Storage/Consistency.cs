namespace Rings.Protocol.Storage;

/// <summary>How sure an answer has to be. The numbers are those of the wire.</summary>
public enum Consistency
{
    /// <summary>A write: as soon as the owner's copy is durable. A read: what the owner holds.</summary>
    One = 1,

    /// <summary>
    /// A write: w durable copies. A read: n − w + 1 holders that are in step. No write so acknowledged is missed.
    /// </summary>
    Quorum = 2,

    /// <summary>All n holders.</summary>
    All = 3,
}
