namespace Rings.Protocol.Storage;

/// <summary>What a node's word about a range is worth. The numbers are those of the wire.</summary>
internal enum Standing
{
    /// <summary>It may lack records that were acknowledged.</summary>
    None = 0,

    /// <summary>It knows all that was acknowledged while it was a holder, but is none, or not yet in step.</summary>
    Informed = 1,

    /// <summary>It is a holder and in step: it counts towards a quorum.</summary>
    InStep = 2,
}
