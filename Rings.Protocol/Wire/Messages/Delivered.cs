using Google.Protobuf;

namespace Rings.Protocol.Wire;

/// <summary>A receipt: the destination has verified and taken a transaction.</summary>
/// <param name="Transaction">SHA-256 of its bytes.</param>
public sealed record Delivered(PayloadHash Transaction)
{
    /// <summary>Reads a body.</summary>
    /// <exception cref="ProtocolException">Malformed, or the hash has another size.</exception>
    public static Delivered Read(ReadOnlySpan<byte> body)
    {
        var message = ProtoBytes.Parse(Proto.Delivered.Parser, body, "Delivered");
        return new(PayloadHash.Read(message.TransactionHash.Span, "Delivered.transaction_hash"));
    }

    /// <summary>The body's bytes.</summary>
    public byte[] ToBytes() =>
        new Proto.Delivered { TransactionHash = ProtoBytes.Wrap(Transaction.ToByteArray()) }.ToByteArray();
}
