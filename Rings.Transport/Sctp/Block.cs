namespace Rings.Transport.Sctp;

/// <summary>A piece of pooled memory that queues and reassembly are made of.</summary>
internal sealed class Block
{
    /// <summary>The size of every block in bytes.</summary>
    public const int Size = 4096;

    /// <summary>The memory.</summary>
    public byte[] Bytes { get; } = new byte[Size];

    /// <summary>The next one in its list, or in the pool.</summary>
    public Block? Next { get; set; }

    /// <summary>How many of its pieces are in use; the owner's business.</summary>
    public int Uses { get; set; }
}
