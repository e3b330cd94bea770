using System.Buffers.Binary;

namespace Rings.Transport.Sctp;

/// <summary>
/// HEARTBEATs and what they ask: whether a quiet remote side is still there (RFC 9260, section 8.3), and, padded, whether
/// the path carries so much (RFC 8899, section 6.2.3; RFC 4820). Times in ticks.
/// </summary>
internal sealed class Heartbeats(SctpOptions options)
{
    private const int InfoSize = 16;

    // RFC 4820, section 3: the header of a PAD chunk.
    private const int PadHeaderSize = 4;

    private long _nonce;
    private bool _unanswered;
    private (long Nonce, int Size) _probe;

    /// <summary>When to call <see cref="Fire"/>.</summary>
    public long Timer { get; private set; } = long.MaxValue;

    /// <summary>Whether one is to be sent.</summary>
    public bool IsDue { get; private set; }

    /// <summary>The association is up, for the first time or anew.</summary>
    public void Start(long now)
    {
        Timer = now + options.HeartbeatInterval.Ticks;
        IsDue = _unanswered = false;
        _probe = default;
    }

    /// <summary>The timer has expired: another one is due.</summary>
    /// <returns>Whether the one before was answered.</returns>
    public bool Fire(long now)
    {
        Timer = now + options.HeartbeatInterval.Ticks;
        IsDue = true;
        return !_unanswered;
    }

    /// <summary>Writes the one that is due.</summary>
    /// <param name="writer">The packet.</param>
    /// <param name="nonce">A number that nobody can guess.</param>
    /// <param name="now">The time.</param>
    public void Write(ref PacketWriter writer, long nonce, long now)
    {
        IsDue = false;
        _unanswered = true;
        _nonce = nonce;
        WriteChunk(ref writer, nonce, now);
    }

    /// <summary>Writes one that fills a packet.</summary>
    /// <param name="writer">A packet of the size that is asked for, empty.</param>
    /// <param name="size">The size.</param>
    /// <param name="nonce">A number that nobody can guess.</param>
    /// <param name="now">The time.</param>
    public void WriteProbe(ref PacketWriter writer, int size, long nonce, long now)
    {
        _probe = (nonce, size);
        WriteChunk(ref writer, nonce, now);
        writer.Chunk(ChunkType.Pad, 0, writer.Room - PadHeaderSize).Clear();
    }

    /// <summary>Takes a HEARTBEAT ACK's value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="now">The time.</param>
    /// <param name="rtt">If it answers the last HEARTBEAT: the round trip; else 0.</param>
    /// <param name="probed">If it answers the last probe: its size; else 0.</param>
    public void OnAnswer(ReadOnlySpan<byte> value, long now, out long rtt, out int probed)
    {
        (rtt, probed) = (0, 0);
        if (value.Length < 4 + InfoSize)
            return;

        var nonce = BinaryPrimitives.ReadInt64BigEndian(value[12..]);
        if (_probe.Size > 0 && nonce == _probe.Nonce)
            (probed, _probe) = (_probe.Size, default);

        if (!_unanswered || nonce != _nonce)
            return;

        _unanswered = false;
        rtt = Math.Max(1, now - BinaryPrimitives.ReadInt64BigEndian(value[4..]));
    }

    private static void WriteChunk(ref PacketWriter writer, long nonce, long now)
    {
        var value = writer.Chunk(ChunkType.Heartbeat, 0, 4 + InfoSize);
        Parameter.WriteHeader(value, ParameterType.HeartbeatInfo, InfoSize);
        BinaryPrimitives.WriteInt64BigEndian(value[4..], now);
        BinaryPrimitives.WriteInt64BigEndian(value[12..], nonce);
    }
}
