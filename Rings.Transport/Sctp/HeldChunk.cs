namespace Rings.Transport.Sctp;

/// <summary>A chunk that came before one that is still missing. A slot of <see cref="Reassembly"/>.</summary>
internal struct HeldChunk
{
    /// <summary>The block that holds its bytes; null when it is not here, or was delivered already.</summary>
    public Block? Block;

    /// <summary>Where its bytes begin.</summary>
    public int Offset;

    /// <summary>The payload protocol identifier.</summary>
    public uint PayloadProtocol;

    /// <summary>
    /// In the first chunk of a run of one message: how many more follow. In the last: how many come before it. Between
    /// them: anything.
    /// </summary>
    public int RunReach;

    /// <summary>In the first and the last chunk of a run: all its bytes.</summary>
    public int RunBytes;

    /// <summary>User bytes.</summary>
    public ushort Length;

    /// <summary>The stream.</summary>
    public ushort Stream;

    /// <summary>The stream sequence number.</summary>
    public ushort Ssn;

    /// <summary>The chunk's flags.</summary>
    public DataFlags Flags;

    /// <summary>Whether both chunks may belong to one message, this one directly before the other.</summary>
    public readonly bool Precedes(in HeldChunk other) =>
        Block is not null && other.Block is not null
        && (Flags & DataFlags.End) == 0 && (other.Flags & DataFlags.Begin) == 0
        && Stream == other.Stream && Ssn == other.Ssn
        && ((Flags ^ other.Flags) & DataFlags.Unordered) == 0;
}
