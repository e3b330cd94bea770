using Rings.Protocol.Paths;

namespace Rings.Protocol.Streams;

/// <summary>All that a <see cref="StreamSet"/> may do to the world.</summary>
/// <remarks>Called from inside an input, on its thread; never calls back from here.</remarks>
internal interface IStreamEffects
{
    /// <summary>
    /// Seal this hello and ask for a path with it. <see cref="StreamSet.PathBegun"/> or
    /// <see cref="StreamSet.PathEnded"/> follows.
    /// </summary>
    void OpenPath(uint index, PathWay way, ReadOnlyMemory<byte> hello);

    /// <summary>A packet to carry; it changes hands.</summary>
    void Carry(uint index, PathPacket packet);

    /// <summary>A path is not needed any more, or broke a rule.</summary>
    void ClosePath(uint index, PathCloseReason reason);

    /// <summary>
    /// Ask for a link to the other end. <see cref="StreamSet.LinkReady"/> or <see cref="StreamSet.LinkFailed"/> follows.
    /// </summary>
    void WantLink();

    /// <summary>
    /// The other end opened a stream. <see cref="StreamSet.Accept"/> or <see cref="StreamSet.Refuse"/> is to follow.
    /// </summary>
    void Offered(long stream, string protocol, ReadOnlyMemory<byte> metadata, bool isInteractive);

    /// <summary>The other end accepted a stream.</summary>
    void Accepted(long stream);

    /// <summary>Bytes came, in order. <see cref="StreamSet.Read"/> is to follow as they are read.</summary>
    void Received(long stream, ReadOnlySpan<byte> bytes);

    /// <summary>Nothing more comes.</summary>
    /// <param name="stream">Which stream.</param>
    /// <param name="code">Why the other end reset it; null: it came to its end.</param>
    void ReadEnded(long stream, long? code);

    /// <summary>The other end reads no more, and what was written is dropped.</summary>
    void WriteStopped(long stream, long code);

    /// <summary>There is room again for a writer that was refused some.</summary>
    void Writable(long stream);

    /// <summary>A stream is over; said once, and nothing after it.</summary>
    void Ended(long stream, StreamEnd end);

    /// <summary>The set is over; said once, after the end of each stream.</summary>
    void SetEnded(long code, string text);

    /// <summary>
    /// Call <see cref="StreamSet.Tick"/> then; sooner does no harm. There is one timer: this replaces the former.
    /// </summary>
    void WakeAt(Instant at);
}
