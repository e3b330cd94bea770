namespace Rings.Protocol.Wire;

/// <summary>What a node wants to say, before it is signed.</summary>
internal readonly ref struct TransactionDraft
{
    /// <summary>How long a transaction may be under way unless its sender says otherwise: 30 s.</summary>
    public const uint DefaultTtlMs = 30_000;

    /// <summary>A draft with the default time to live.</summary>
    public TransactionDraft()
    {
    }

    /// <summary>The Did it is for, or in mode <see cref="Ring.RouteMode.Owner"/> the key.</summary>
    public required Did Destination { get; init; }

    /// <summary>A new random name.</summary>
    public required TransactionId Id { get; init; }

    /// <summary>The next number of <see cref="SequenceCounters"/>.</summary>
    public required ulong Sequence { get; init; }

    /// <summary>The present.</summary>
    public required Instant Timestamp { get; init; }

    /// <summary>What the body holds.</summary>
    public required Kind Kind { get; init; }

    /// <summary>How long it may be under way: 1 to 600,000 ms.</summary>
    public uint TtlMs { get; init; } = DefaultTtlMs;

    /// <summary>The transaction that it answers, if any.</summary>
    public TransactionId? ReplyTo { get; init; }

    /// <summary>Whether the destination is asked for <see cref="Delivered"/>.</summary>
    public bool WantsReceipt { get; init; }

    /// <summary>The message itself.</summary>
    public required ReadOnlySpan<byte> Body { get; init; }
}
