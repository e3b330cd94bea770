using Google.Protobuf;

namespace Rings.Protocol.Wire;

/// <summary>The destination has no room now: for the message, or for the sender's delegation.</summary>
/// <param name="RetryAfterMs">When a retry may do better; 0 when unknown.</param>
internal sealed record Busy(uint RetryAfterMs)
{
    /// <summary>Reads a body.</summary>
    /// <exception cref="ProtocolException">No Protocol Buffers message.</exception>
    public static Busy Read(ReadOnlySpan<byte> body) =>
        new(ProtoBytes.Parse(Proto.Busy.Parser, body, "Busy").RetryAfterMs);

    /// <summary>The body's bytes.</summary>
    public byte[] ToBytes() => new Proto.Busy { RetryAfterMs = RetryAfterMs }.ToByteArray();
}
