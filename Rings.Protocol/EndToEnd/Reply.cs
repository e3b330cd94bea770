using Google.Protobuf;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.EndToEnd;

/// <summary>The answer to a hello, as read.</summary>
/// <param name="HelloHash">32 bytes.</param>
/// <param name="From">Who answers.</param>
/// <param name="To">Who asked.</param>
/// <param name="Ephemeral">The responder's key.</param>
/// <param name="Suite">The suite chosen.</param>
/// <param name="KemCiphertext">For the initiator's key of ML-KEM-768: 1,088 bytes in a hybrid suite, else none.</param>
/// <param name="Confirm">32 bytes.</param>
/// <param name="Confirmed">What the transcript covers: the fields before <paramref name="Confirm"/>, encoded.</param>
internal sealed record Reply(
    byte[] HelloHash, Address From, Address To, X25519PublicKey Ephemeral, SessionSuite Suite, byte[] KemCiphertext,
    byte[] Confirm, byte[] Confirmed)
{
    /// <summary>The fields that are confirmed; <see cref="Append"/> completes them.</summary>
    public static byte[] Write(
        byte[] helloHash, Address from, Address to, X25519PublicKey ephemeral, SessionSuite suite,
        byte[] kemCiphertext) => new Proto.E2eReply
        {
            HelloHash = ProtoReader.Wrap(helloHash),
            FromRing = ProtoReader.Wrap(from.Ring.ToByteArray()),
            ToRing = ProtoReader.Wrap(to.Ring.ToByteArray()),
            From = ProtoReader.Wrap(from.Account.ToByteArray()),
            To = ProtoReader.Wrap(to.Account.ToByteArray()),
            Ephemeral = ByteString.CopyFrom(ephemeral.Span),
            Suite = (uint)suite,
            KemCiphertext = ProtoReader.Wrap(kemCiphertext),
        }.ToByteArray();

    /// <summary>The whole payload. Field 8 stands last, so it is behind what it confirms.</summary>
    public static byte[] Append(byte[] confirmed, byte[] confirm) =>
        [.. confirmed, .. new Proto.E2eReply { Confirm = ProtoReader.Wrap(confirm) }.ToByteArray()];

    /// <exception cref="ProtocolException">Malformed.</exception>
    public static Reply Read(ReadOnlySpan<byte> payload)
    {
        var message = ProtoReader.Read(Proto.E2eReply.Parser, payload, "E2eReply");
        var confirm = ProtoReader.Bytes(message.Confirm, Hash.Bytes, "E2eReply.confirm");
        var tail = new Proto.E2eReply { Confirm = message.Confirm }.CalculateSize();
        if (payload.Length < tail || !payload[^Hash.Bytes..].SequenceEqual(confirm))
            throw new ProtocolException("E2eReply.confirm", "the last field");
        var suite = (SessionSuite)message.Suite;
        var kemBytes = suite.IsHybrid() ? MlKemPublicKey.CiphertextBytes : 0;
        return new(
            ProtoReader.Bytes(message.HelloHash, Hash.Bytes, "E2eReply.hello_hash"),
            ProtoReader.Address(message.FromRing, message.From, "E2eReply.from"),
            ProtoReader.Address(message.ToRing, message.To, "E2eReply.to"),
            ProtoReader.Key(message.Ephemeral, "E2eReply.ephemeral"),
            suite, ProtoReader.Bytes(message.KemCiphertext, kemBytes, "E2eReply.kem_ciphertext"), confirm,
            payload[..^tail].ToArray());
    }
}
