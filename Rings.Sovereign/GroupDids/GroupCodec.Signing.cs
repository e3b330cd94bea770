using Rings.Protocol;
using Rings.Protocol.Wire;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Sharing;

namespace Rings.Sovereign.GroupDids;

/// <content>The messages of one attempt.</content>
internal static partial class GroupCodec
{
    private static GroupMessage ReadSigning(SecretId group, Proto.GroupMessage message) => message.BodyCase switch
    {
        Proto.GroupMessage.BodyOneofCase.Call => new GroupMessage.Call(
            group, SecretCodec.Id(message.Call.Request, "GroupCall.request"),
            SecretCodec.Id(message.Call.Attempt, "GroupCall.attempt")),
        Proto.GroupMessage.BodyOneofCase.Nonces => new GroupMessage.Nonces(
            group, SecretCodec.Id(message.Nonces.Request, "GroupNonces.request"),
            SecretCodec.Id(message.Nonces.Attempt, "GroupNonces.attempt"),
            Edwards25519Point.Read(message.Nonces.Hiding.Span, "GroupNonces.hiding"),
            Edwards25519Point.Read(message.Nonces.Binding.Span, "GroupNonces.binding")),
        Proto.GroupMessage.BodyOneofCase.List => ReadList(group, message.List),
        Proto.GroupMessage.BodyOneofCase.Part => new GroupMessage.Part(
            group, SecretCodec.Id(message.Part.Request, "GroupPart.request"),
            SecretCodec.Id(message.Part.Attempt, "GroupPart.attempt"),
            Edwards25519Scalar.Read(message.Part.Part.Span, "GroupPart.part")),
        _ => new GroupMessage.Signature(
            group, SecretCodec.Id(message.Signature.Request, "GroupSignature.request"),
            ReadSignature(message.Signature.Signature, "GroupSignature.signature")),
    };

    private static void WriteSigning(GroupMessage message, Proto.GroupMessage written)
    {
        switch (message)
        {
            case GroupMessage.Call call:
                written.Call = new() { Request = SecretCodec.Bytes(call.Request), Attempt = SecretCodec.Bytes(call.Attempt) };
                break;

            case GroupMessage.Nonces nonces:
                written.Nonces = new()
                {
                    Request = SecretCodec.Bytes(nonces.Request),
                    Attempt = SecretCodec.Bytes(nonces.Attempt),
                    Hiding = Bytes(nonces.Hiding),
                    Binding = Bytes(nonces.Binding),
                };
                break;

            case GroupMessage.List list:
                written.List = Write(list);
                break;

            case GroupMessage.Part part:
                written.Part = new()
                {
                    Request = SecretCodec.Bytes(part.Request),
                    Attempt = SecretCodec.Bytes(part.Attempt),
                    Part = ProtoBytes.Wrap(part.Value.ToByteArray()),
                };
                break;

            case GroupMessage.Signature signature:
                written.Signature = new()
                {
                    Request = SecretCodec.Bytes(signature.Request),
                    Signature = ProtoBytes.Wrap([.. signature.Value]),
                };
                break;

            default:
                throw new ArgumentException("Not a message of this protocol.", nameof(message));
        }
    }

    private static GroupMessage.List ReadList(SecretId group, Proto.GroupList list) => new(
        group, SecretCodec.Id(list.Request, "GroupList.request"), SecretCodec.Id(list.Attempt, "GroupList.attempt"),
        Bytes32.Read(list.Text.Span, "GroupList.text"),
        list.Commitments.Count is >= Feldman.MinThreshold and <= Feldman.MaxCount
            ?
            [
                .. list.Commitments.Select(one => new ShownNonces(
                    Index(one.Index, "GroupCommitment.index"), Bytes32.Read(one.Hiding.Span, "GroupCommitment.hiding"),
                    Bytes32.Read(one.Binding.Span, "GroupCommitment.binding"))),
            ]
            : throw new ProtocolException("GroupList.commitments", "2 to 32"));

    private static Proto.GroupList Write(GroupMessage.List list) => new()
    {
        Request = SecretCodec.Bytes(list.Request),
        Attempt = SecretCodec.Bytes(list.Attempt),
        Text = SecretCodec.Bytes(list.Text),
        Commitments =
        {
            list.Commitments.Select(one => new Proto.GroupCommitment
            {
                Index = (uint)one.Index,
                Hiding = SecretCodec.Bytes(one.Hiding),
                Binding = SecretCodec.Bytes(one.Binding),
            }),
        },
    };
}
