using Google.Protobuf;

namespace Rings.Protocol.Wire;

/// <summary>A message for an application protocol, in the clear; end-to-end sessions seal the same thing.</summary>
internal sealed record ApplicationMessage
{
    /// <summary>Makes a message.</summary>
    /// <param name="protocol">Which application it is for, as <see cref="ProtocolName"/> says.</param>
    /// <param name="payload">The application's own bytes; not to be written to afterwards.</param>
    /// <exception cref="ProtocolException">The name breaks the rule.</exception>
    public ApplicationMessage(string protocol, ReadOnlyMemory<byte> payload)
    {
        if (!ProtocolName.IsValid(protocol))
            throw new ProtocolException("ApplicationMessage.protocol", "1 to 64 letters, digits, or . _ - /");
        (Protocol, Payload) = (protocol, payload);
    }

    /// <summary>Which application it is for.</summary>
    public string Protocol { get; }

    /// <summary>The application's own bytes.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>Reads a body.</summary>
    /// <exception cref="ProtocolException">Malformed, or the name breaks the rule.</exception>
    public static ApplicationMessage Read(ReadOnlySpan<byte> body)
    {
        var message = ProtoBytes.Parse(Proto.ApplicationMessage.Parser, body, "ApplicationMessage");
        return new(message.Protocol, message.Payload.Memory);
    }

    /// <summary>The body's bytes.</summary>
    public byte[] ToBytes() => new Proto.ApplicationMessage
    {
        Protocol = Protocol,
        Payload = UnsafeByteOperations.UnsafeWrap(Payload),
    }.ToByteArray();

    /// <inheritdoc/>
    public bool Equals(ApplicationMessage? other) =>
        other is not null && Protocol == other.Protocol && Payload.Span.SequenceEqual(other.Payload.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Protocol, Payload.Length);
}
