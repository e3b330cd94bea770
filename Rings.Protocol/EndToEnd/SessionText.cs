using Rings.Protocol.Wire;

namespace Rings.Protocol.EndToEnd;

/// <summary>What is sealed in a session: 16 bytes of id, the same for each try, then an encoded ApplicationMessage.</summary>
/// <param name="Id">The message's id.</param>
/// <param name="Message">What it says.</param>
internal readonly record struct SessionText(MessageId Id, ApplicationMessage Message)
{
    /// <summary>The most bytes of an application's payload: what fits into one transaction with all around it.</summary>
    public const int MaxPayload = 60 * 1024;

    /// <summary>Reads an opened text.</summary>
    /// <exception cref="ProtocolException">Malformed.</exception>
    public static SessionText Read(ReadOnlySpan<byte> text) => text.Length < MessageId.Bytes
        ? throw new ProtocolException("SessionText", "16 bytes of id and a message")
        : new(MessageId.Read(text[..MessageId.Bytes]), ApplicationMessage.Read(text[MessageId.Bytes..]));

    /// <summary>The text to be sealed.</summary>
    public byte[] ToBytes() => [.. Id.ToByteArray(), .. Message.ToBytes()];
}
