using System.Collections.Immutable;
using Google.Protobuf;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;
using Rings.Protocol.Wire;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Sharing;

namespace Rings.Sovereign.GroupDids;

/// <summary>The bytes of <see cref="GroupMessage"/>s. What breaks a rule of form is refused with the field.</summary>
internal static partial class GroupCodec
{
    /// <summary>The most bytes of a message.</summary>
    public const int MaxBytes = 16 * 1024;

    /// <summary>Reads a message.</summary>
    /// <exception cref="ProtocolException">Malformed, or a field is out of its range.</exception>
    public static GroupMessage Read(ReadOnlySpan<byte> bytes) => Read(bytes, isOwnTaken: false);

    /// <summary>A message's bytes.</summary>
    public static byte[] Write(GroupMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var written = new Proto.GroupMessage { Group = SecretCodec.Bytes(message.Group), Version = (uint)message.Version };
        switch (message)
        {
            case GroupMessage.Invite invite:
                written.Invite = Write(invite.Plan);
                break;

            case GroupMessage.Said said:
                written.Said = StatementCodec.Write(said.Statement);
                break;

            case GroupMessage.Complaint complaint:
                written.Complaint = Write(complaint);
                break;

            case GroupMessage.Lack lack:
                written.Lack = new() { Firsts = lack.Firsts, Seconds = lack.Seconds, Confirms = lack.Confirms };
                break;

            case GroupMessage.Proposal proposal:
                written.Proposal = Write(proposal);
                break;

            case GroupMessage.Answer answer:
                written.Answer = new()
                {
                    Request = SecretCodec.Bytes(answer.Request),
                    Text = SecretCodec.Bytes(answer.Text),
                    Answer = (Proto.Answer)answer.Value,
                };
                break;

            case GroupMessage.Card card:
                written.Card = GroupCard.Write(card.Key);
                break;

            case GroupMessage.Stop:
                written.Stop = new();
                break;

            default:
                WriteSigning(message, written);
                break;
        }

        return written.ToByteArray();
    }

    internal static GroupMessage Read(ReadOnlySpan<byte> bytes, bool isOwnTaken)
    {
        if (bytes.Length > MaxBytes) throw new ProtocolException("GroupMessage", $"at most {MaxBytes} bytes");
        var message = ProtoBytes.Parse(Proto.GroupMessage.Parser, bytes, "GroupMessage");
        var group = SecretCodec.Id(message.Group, "GroupMessage.group");
        var version = SecretCodec.Range(message.Version, 0, int.MaxValue, "GroupMessage.version");
        var read = Read(group, message, isOwnTaken);
        if (read is GroupMessage.Invite invite && invite.Plan.Version != version)
            throw new ProtocolException("GroupMessage.version", "that of the plan");
        return read with { Version = version };
    }

    private static GroupMessage Read(SecretId group, Proto.GroupMessage message, bool isOwnTaken) =>
        message.BodyCase switch
        {
            Proto.GroupMessage.BodyOneofCase.Invite => ReadInvite(group, message.Invite),
            Proto.GroupMessage.BodyOneofCase.Said => new GroupMessage.Said(group, ReadSaid(message.Said, isOwnTaken)),
            Proto.GroupMessage.BodyOneofCase.Complaint => ReadComplaint(group, message.Complaint, isOwnTaken),
            Proto.GroupMessage.BodyOneofCase.Lack => new GroupMessage.Lack(
                group, message.Lack.Firsts, message.Lack.Seconds, message.Lack.Confirms),
            Proto.GroupMessage.BodyOneofCase.Proposal => ReadProposal(group, message.Proposal),
            Proto.GroupMessage.BodyOneofCase.Answer => ReadAnswer(group, message.Answer),
            Proto.GroupMessage.BodyOneofCase.Card => ReadCard(group, message.Card),
            Proto.GroupMessage.BodyOneofCase.Stop => new GroupMessage.Stop(group),
            Proto.GroupMessage.BodyOneofCase.Call or Proto.GroupMessage.BodyOneofCase.Nonces or Proto.GroupMessage.BodyOneofCase.List
                or Proto.GroupMessage.BodyOneofCase.Part or Proto.GroupMessage.BodyOneofCase.Signature => ReadSigning(group, message),
            _ => throw new ProtocolException("GroupMessage.body", "one of its messages"),
        };

    internal static GroupMessage.Proposal ReadProposal(SecretId group, Proto.GroupProposal? proposal)
    {
        if (proposal is null) throw new ProtocolException("GroupProposal", "there");
        var request = SecretCodec.Id(proposal.Request, "GroupProposal.request");
        return new(group, request, TimeOf(proposal.UntilMs, "GroupProposal.until_ms"), ReadSubject(proposal));
    }

    internal static Proto.GroupProposal Write(GroupMessage.Proposal proposal)
    {
        var written = new Proto.GroupProposal
        {
            Request = SecretCodec.Bytes(proposal.Request),
            UntilMs = proposal.Until.UnixMilliseconds,
        };
        switch (proposal.Subject)
        {
            case SigningSubject.DelegateTo subject:
                written.Delegation = ProtoBytes.Wrap(subject.DraftBytes);
                if (subject.Renewal is not { } renewal) break;
                written.Renewed = ProtoBytes.Wrap(renewal.Renewed.Bytes.ToArray());
                written.Renewal = ProtoBytes.Wrap([.. renewal.Signature]);
                break;

            case SigningSubject.Revoke revoke:
                written.Revocation = revoke.Draft.ToMessage().ToByteString();
                break;

            case SigningSubject.ChangeShares change:
                written.Change = Write(change.Plan);
                break;

            case SigningSubject.Plain plain:
                written.Text = plain.Words;
                break;
        }

        return written;
    }

    private static SigningSubject ReadSubject(Proto.GroupProposal proposal) => proposal.SubjectCase switch
    {
        Proto.GroupProposal.SubjectOneofCase.Delegation => new SigningSubject.DelegateTo(
            ReadDraft(proposal.Delegation.Span), ReadRenewal(proposal)),
        Proto.GroupProposal.SubjectOneofCase.Revocation => new SigningSubject.Revoke(RevocationDraft.Read(
            ProtoBytes.Parse(Rings.Protocol.Proto.Revocation.Parser, proposal.Revocation.Span, "GroupProposal.revocation"))),
        Proto.GroupProposal.SubjectOneofCase.Change => ReadPlan(proposal.Change) is { Change.Signature.IsEmpty: true } plan
            ? new SigningSubject.ChangeShares(plan)
            : throw new ProtocolException("GroupProposal.change", "a change that is not signed yet"),
        Proto.GroupProposal.SubjectOneofCase.Text => new SigningSubject.Plain(proposal.Text),
        _ => throw new ProtocolException("GroupProposal.subject", "one of the subjects"),
    };

    /// <summary>Reads a delegation without its signature.</summary>
    /// <exception cref="ProtocolException">It is none.</exception>
    public static DelegationDraft ReadDraft(ReadOnlySpan<byte> bytes) => bytes.Length <= Delegation.MaxBytes
        ? DelegationDraft.Read(ProtoBytes.Parse(Rings.Protocol.Proto.Delegation.Parser, bytes, "GroupProposal.delegation"))
        : throw new ProtocolException("GroupProposal.delegation", "at most 512 bytes");

    private static Renewal? ReadRenewal(Proto.GroupProposal proposal)
    {
        if (proposal.Renewed.IsEmpty && proposal.Renewal.IsEmpty) return null;
        var signature = ReadSignature(proposal.Renewal, "GroupProposal.renewal");
        return new(Delegation.Read(proposal.Renewed.Span), signature);
    }

    private static GroupMessage.Invite ReadInvite(SecretId group, Proto.GroupPlan plan)
    {
        var read = ReadPlan(plan);
        return read.Id == group ? new(read) : throw new ProtocolException("GroupPlan.id", "the group of the message");
    }

    private static SaidStatement ReadSaid(Proto.GroupSaid? said, bool isOwnTaken)
    {
        var read = StatementCodec.Read(said);
        if (!isOwnTaken) ReadSignature(said!.Signature, "GroupSaid.signature");
        return read;
    }

    private static GroupMessage.Card ReadCard(SecretId group, Proto.GroupCard card) =>
        GroupCard.Read(card) is { Plan.Change: not null } key && key.Plan.Id == group
            ? new(key)
            : throw new ProtocolException("GroupCard.plan", "the group's, of a change");

    private static GroupMessage.Complaint ReadComplaint(SecretId group, Proto.GroupComplaint complaint, bool isOwnTaken) => new(
        group, Index(complaint.Accuser, "GroupComplaint.accuser"), Index(complaint.Dealer, "GroupComplaint.dealer"),
        Bytes32.Read(complaint.Key.Span, "GroupComplaint.key"), ReadSaid(complaint.AccuserFirst, isOwnTaken),
        ReadSaid(complaint.DealerFirst, isOwnTaken), ReadSaid(complaint.DealerSecond, isOwnTaken));

    private static Proto.GroupComplaint Write(GroupMessage.Complaint complaint) => new()
    {
        Accuser = (uint)complaint.Accuser,
        Dealer = (uint)complaint.Dealer,
        Key = SecretCodec.Bytes(complaint.Key),
        AccuserFirst = StatementCodec.Write(complaint.AccuserFirst),
        DealerFirst = StatementCodec.Write(complaint.DealerFirst),
        DealerSecond = StatementCodec.Write(complaint.DealerSecond),
    };

    private static GroupMessage.Answer ReadAnswer(SecretId group, Proto.GroupAnswer answer) => new(
        group, SecretCodec.Id(answer.Request, "GroupAnswer.request"), Bytes32.Read(answer.Text.Span, "GroupAnswer.text"),
        answer.Answer is >= Proto.Answer.Approved and <= Proto.Answer.Spent
            ? (GroupAnswer)answer.Answer
            : throw new ProtocolException("GroupAnswer.answer", "one of the answers"));

    private static ImmutableArray<byte> ReadSignature(ByteString bytes, string field) =>
        bytes.Length == Ed25519PublicKey.SignatureBytes ? [.. bytes.Span] : throw new ProtocolException(field, "64 bytes");

    /// <summary>A member's index.</summary>
    internal static int Index(uint index, string field) => SecretCodec.Range(index, 1, Feldman.MaxCount, field);

    internal static ByteString Bytes(Edwards25519Point point) => ProtoBytes.Wrap(point.Encoded.ToArray());

    private static Instant TimeOf(long milliseconds, string field) =>
        milliseconds is >= 0 and <= 253_402_300_799_999
            ? Instant.FromUnixMilliseconds(milliseconds)
            : throw new ProtocolException(field, "a time from 1970 on");
}
