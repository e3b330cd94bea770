namespace Rings.Transport.Sctp;

/// <summary>One direction of a stream as its sender keeps it: what waits, and the number of the next ordered
/// message.</summary>
internal sealed class OutgoingStream(ushort id, BlockPool pool)
{
    /// <summary>The stream's number.</summary>
    public ushort Id { get; } = id;

    /// <summary>The messages that wait, in order.</summary>
    public Ring<QueuedMessage> Messages { get; } = new(4);

    /// <summary>Their bytes, and those of chunks that are outstanding.</summary>
    public ByteQueue Bytes { get; } = new(pool);

    /// <summary>The number of the next ordered message.</summary>
    public ushort NextSsn { get; set; }

    /// <summary>Streams with a smaller value are served first.</summary>
    public int SendOrder { get; set; }

    /// <summary>When <see cref="Buffered"/> falls to this, the sink is told.</summary>
    public long LowThreshold { get; set; }

    /// <summary>Whether <see cref="Buffered"/> has been above the threshold since the sink was told.</summary>
    public bool WasAbove { get; set; }

    /// <summary>The length of the message that found no room last; 0 for none.</summary>
    public int Refused { get; set; }

    /// <summary>Chunks sent and not yet acknowledged cumulatively.</summary>
    public int Outstanding { get; set; }

    /// <summary>Where the reset of this stream stands.</summary>
    public StreamResetState Reset { get; set; }

    /// <summary>Whether the remote side has reset its own direction of the same stream.</summary>
    public bool RemoteHasReset { get; set; }

    /// <summary>The neighbours in the scheduler's round; null when nothing waits.</summary>
    public OutgoingStream? RoundNext { get; set; }

    /// <inheritdoc cref="RoundNext"/>
    public OutgoingStream? RoundPrevious { get; set; }

    /// <summary>Bytes that wait and were not sent.</summary>
    public long Buffered => Bytes.End - Bytes.Taken;
}
