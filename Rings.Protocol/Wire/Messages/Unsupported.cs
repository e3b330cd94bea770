using Google.Protobuf;

namespace Rings.Protocol.Wire;

/// <summary>The destination does not know the kind, or the application protocol.</summary>
/// <param name="Kind">The kind that it does not know, or <see cref="Kind.Application"/>.</param>
/// <param name="Protocol">The protocol name that no application registered; empty for an unknown kind.</param>
internal sealed record Unsupported(Kind Kind, string Protocol)
{
    /// <summary>Reads a body.</summary>
    /// <exception cref="ProtocolException">Malformed, or with too long a name.</exception>
    public static Unsupported Read(ReadOnlySpan<byte> body)
    {
        var message = ProtoBytes.Parse(Proto.Unsupported.Parser, body, "Unsupported");
        return message.Protocol.Length <= ProtocolName.MaxLength
            ? new((Kind)message.Kind, message.Protocol)
            : throw new ProtocolException("Unsupported.protocol", "at most 64 characters");
    }

    /// <summary>The body's bytes.</summary>
    public byte[] ToBytes() => new Proto.Unsupported { Kind = (uint)Kind, Protocol = Protocol }.ToByteArray();
}
