namespace Rings.Protocol.Wire;

/// <summary>
/// Bounds of <see cref="Reassembly{TLink}"/> (protocol.md, section 9). Bytes count the parts that have arrived.
/// </summary>
internal sealed record ReassemblyLimits
{
    /// <summary>Messages in progress per origin: 8.</summary>
    public int OriginMessages { get; init; } = 8;

    /// <summary>Bytes in progress per origin: 128 MiB.</summary>
    public long OriginBytes { get; init; } = 128L << 20;

    /// <summary>
    /// Bytes in progress that came by one link: 64 MiB of messages, and what their parts cost beside.
    /// </summary>
    public long LinkBytes { get; init; } = 65L << 20;

    /// <summary>Bytes in progress in all: 256 MiB.</summary>
    public long TotalBytes { get; init; } = 256L << 20;

    /// <summary>How long a message may take, from its first part on: 60 s.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(60);
}
