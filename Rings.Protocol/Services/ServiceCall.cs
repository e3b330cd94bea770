using Google.Protobuf;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Services;

/// <summary>Which service a stream is for, and what opens it: the metadata of a stream of <see cref="Protocol"/>.</summary>
/// <param name="Owner">Whose service.</param>
/// <param name="Name">Which of his.</param>
/// <param name="Ticket">What the caller shows; empty: nothing.</param>
internal sealed record ServiceCall(Did Owner, ServiceName Name, TicketSecret Ticket)
{
    /// <summary>The protocol of streams to services.</summary>
    public const string Protocol = "svc/1";

    /// <summary>The most bytes of a call.</summary>
    public const int MaxBytes = 1024;

    /// <summary>Reads one.</summary>
    /// <exception cref="ProtocolException">Malformed, or out of its bounds.</exception>
    public static ServiceCall Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes) throw new ProtocolException("ServiceCall", $"at most {MaxBytes} bytes");
        var said = ProtoBytes.Parse(Proto.ServiceCall.Parser, bytes, "ServiceCall");
        if (!ServiceName.TryParse(said.Name, out var name))
            throw new ProtocolException("ServiceCall.name", ServiceName.Expected);
        return new ServiceCall(
            ProtoBytes.ReadDid(said.Owner, "ServiceCall.owner"), name,
            said.Ticket.IsEmpty ? default : TicketSecret.Of(said.Ticket.Span));
    }

    /// <summary>Its bytes.</summary>
    public byte[] ToBytes() => new Proto.ServiceCall
    {
        Owner = ProtoBytes.Wrap(Owner.ToByteArray()),
        Name = Name.ToString(),
        Ticket = ByteString.CopyFrom(Ticket.Span),
    }.ToByteArray();
}
